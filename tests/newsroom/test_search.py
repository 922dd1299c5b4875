"""Readers find every public story by its words, and no other."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, SearchEntry
from tests import factories

from .reading import visible_text
from .sample import enter_sample, needs_sample

pytestmark = pytest.mark.django_db

SAMPLE_QUERIES = (
    *("吕沛", "宫卫红", "许海玲", "郭树勋", "推进会"),
    *("示范区", "人居环境", "污染防治", "疫情防控", "苏家作乡"),
)


def found(client, query: str, **filters) -> list[str]:
    response = client.get("/search/", {"q": query, **filters})
    assert response.status_code == 200
    return [story.joined_headline for story in response.context.get("page") or []]


def test_a_story_is_found_by_its_titles_text_people_captions_and_places(client):
    photo = factories.make_photo(photographers=["庄晚晴"], alt_text="晒场上的人")
    story = factories.make_signed_article(
        kicker="新区开会",
        headline="清理沟渠\n迎接冬灌",
        body="柳埠街道清淤十公里。",
        reporters=["沈牧之"],
        officials=[(factories.make_official("鄢屺川"), "党工委书记", "讲话")],
        townships=[factories.make_township("望塔镇")],
        placements=[(photo, "图为晒场一角")],
    )
    for word in ("新区", "沟渠迎接", "清淤", "沈牧之", "鄢屺川", "书记", "晒场", "庄晚晴", "望塔", "清淤 沈牧之", "淤"):
        assert found(client, word) == [story.joined_headline], word
    assert found(client, "清淤 不存在") == []


def test_a_phrase_does_not_run_from_one_thing_into_the_next(client):
    factories.make_signed_article(headline="甲乙", body="丙丁\n戊己")
    assert found(client, "丁戊") == []
    assert found(client, "乙丙") == []


def test_only_what_readers_may_see_is_found(client):
    story = factories.make_signed_article(headline="找得到的稿子")
    assert found(client, "找得到") == ["找得到的稿子"]
    story.take_offline(by=factories.first_reviewer(), reason="核实")
    assert found(client, "找得到") == []
    factories.make_article(headline="草稿找得到")
    factories.make_signed_article(headline="未到时间找得到", published_at=timezone.now() + timedelta(hours=1))
    assert found(client, "找得到") == []
    assert SearchEntry.objects.count() == 2


def test_a_withdrawn_story_leaves_the_index(client):
    story = factories.make_withdrawn_article(headline="撤下的稿子")
    assert not SearchEntry.objects.filter(article=story).exists()


def test_no_signed_story_is_missing_in_the_index_and_rebuilding_changes_nothing(client):
    for _turn in range(3):
        factories.make_signed_article()
    before = list(SearchEntry.objects.order_by("pk").values())
    assert (
        len(before) == Article.objects.count()
        and not Article.objects.filter(state="signed", corrects=None, search_entry=None).exists()
    )
    call_command("rebuild_search")
    assert list(SearchEntry.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    "query",
    ["", " ", "\x00", "%", "_", "*", "\\", "'", '"', "“", '"a" OR "b', "😀", "龘" * 10_000, "(a", "-- ;", "‍"],
)
def test_every_query_is_answered(client, query):
    factories.make_signed_article(headline="普通稿子")
    assert found(client, query) == []


def test_wildcards_are_characters_like_others(client):
    factories.make_signed_article(headline="增长5%", body="甲_乙")
    assert found(client, "%") == ["增长5%"]
    assert found(client, "5％") == ["增长5%"]
    assert found(client, "甲_乙") == ["增长5%"]


def test_what_is_not_there_to_be_chosen_is_said_and_left_out(client):
    factories.make_signed_article(headline="普通稿子")
    assert found(client, "普通", official="999", topic="x' OR 1=1", time="never", page="x") == ["普通稿子"]


def test_a_search_is_narrowed_by_leader_place_reporter_topic_and_time(client):
    official, township = factories.make_official("欧阳不显"), factories.make_township()
    reporter, topic = factories.make_reporter(), factories.make_topic("民生实事")
    factories.make_signed_article(
        headline="稿子一", officials=[official], townships=[township], reporters=[reporter], main_topic=topic
    )
    factories.make_signed_article(headline="稿子二")
    assert sorted(found(client, "稿子")) == ["稿子一", "稿子二"]
    assert found(client, "稿子", official=official.pk) == ["稿子一"]
    assert found(client, "稿子", township=township.slug) == ["稿子一"]
    assert found(client, "稿子", reporter=reporter.pk) == ["稿子一"]
    assert found(client, "稿子", topic=topic.slug) == ["稿子一"]
    assert found(client, "", topic=topic.slug, time="week") == ["稿子一"]
    official.is_on_display = False
    official.save()
    assert official.name not in client.get("/search/").content.decode()


def test_matches_are_marked_and_nothing_typed_becomes_markup(client):
    factories.make_signed_article(headline="<b>甲乙</b>", body="正文<script>丙</script>")
    page = client.get("/search/", {"q": "甲乙"}).content.decode()
    assert "&lt;b&gt;<mark>甲乙</mark>&lt;/b&gt;" in page
    page = client.get("/search/", {"q": "<script>"}).content.decode()
    assert "<mark>&lt;script&gt;</mark>" in page and "<script>" not in page


def test_an_empty_result_helps_on(client):
    topic = factories.make_topic("民生实事")
    factories.make_signed_article(headline="普通稿子", main_topic=topic)
    page = client.get("/search/", {"q": "没有的词", "topic": topic.slug})
    assert "没有哪篇稿件同时含有这些词" in visible_text(page)
    assert 'href="?q=%E6%B2%A1%E6%9C%89%E7%9A%84%E8%AF%8D"' in page.content.decode()


def test_more_than_a_thousand_are_not_counted_to_the_end(client, monkeypatch):
    monkeypatch.setattr("newsroom.views.search.MOST_COUNTED", 2)
    for _turn in range(3):
        factories.make_signed_article(headline="很多稿子")
    assert "2+" in visible_text(client.get("/search/", {"q": "很多"}))


def test_a_search_asks_little_of_the_database(client):
    for _turn in range(4):
        factories.make_signed_article(headline="稿子", placements=[factories.make_photo()])
    with CaptureQueriesContext(connection) as captured:
        client.get("/search/", {"q": "稿子", "order": "best"})
    assert len(captured) <= 12


@needs_sample
def test_on_the_sample_ten_words_find_exactly_the_stories_that_contain_them(client):
    enter_sample()
    stories = Article.objects.select_related("search_entry")
    printed = {story.joined_headline: story.search_entry.text for story in stories}
    results = {word: found(client, word) for word in SAMPLE_QUERIES}
    for word, titles in results.items():
        assert sorted(titles) == sorted(title for title, text in printed.items() if word in text), word
    assert sum(map(len, results.values())) == 33


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("since=2026-11-02", {"乙", "丙"}),
        ("until=2026-11-02", {"甲", "乙"}),
        ("since=2026-11-02&until=2026-11-02", {"乙"}),
        ("since=2026-11-03&until=2026-11-01", set()),
    ],
)
def test_days_narrow_a_search_by_the_day_of_the_event(client, asked, found):
    for name, first, last in (("甲", 1, None), ("乙", 1, 2), ("丙", 3, None)):
        factories.make_signed_article(
            headline=f"清淤{name}",
            happened_on=date(2026, 11, first),
            happened_until=date(2026, 11, last) if last else None,
        )
    page = client.get(f"/search/?q=清淤&{asked}").context["page"]
    assert {story.headline[-1] for story in page} == found


def test_a_day_that_is_none_is_left_out_and_said(client):
    factories.make_signed_article(headline="清淤")
    answer = client.get("/search/?q=清淤&since=2026-13-45")
    assert answer.context["page"].paginator.count == 1
    assert "“起始日期”" in visible_text(answer)
