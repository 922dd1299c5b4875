"""What feed readers are given: every public story of late, each under its own name for ever, and nothing else.

The feeds are read with the standard library and held against RFC 4287 by tests/newsroom/syndication/atom.py.
"""

from datetime import date, timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Correction
from articles.values.bylines import CreditRole
from newsroom.models import Newsroom
from newsroom.syndication import feeds
from tests import factories

from .atom import read

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def ago(hours: int):
    return timezone.now() - timedelta(hours=hours)


def correct(story: Article, *, note: str = "“三十亩”应为“三百亩”。", after_paragraph: int = 1, **changes) -> None:
    copy = Article.objects.get(pk=story.pk).correct(by=factories.author())
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.untold_reason = "" if note else "只改话题。"
    copy.save()
    if note:
        Correction.objects.create(article=copy, text=note, after_paragraph=after_paragraph)
    copy.submit(by=factories.author())
    factories.pass_reviews(copy).sign(by=factories.editor())


@pytest.fixture
def paper():
    return Newsroom.objects.create(masthead="柳溪新报", media_centre="柳溪区融媒体中心")


# What stands in them


def test_an_entry_says_who_wrote_what_when_and_about_what(client, paper):
    photo = factories.make_photo()
    story = factories.make_signed_article(
        headline="柳溪区召开\n冬季农田管护现场会",
        standfirst="三百亩麦田越冬。",
        reporters=["田小禾", ("葛春生", CreditRole.CORRESPONDENT)],
        main_topic=factories.make_topic("乡村振兴"),
        topics=["民生实事"],
        placements=[photo],
        published_at=ago(5),
    )
    feed = read(client.get("/feed/"))
    assert (feed.text("title"), feed.authors) == ("柳溪新报", ["柳溪新报"])
    assert "柳溪区融媒体中心" in feed.text("subtitle")
    assert feed.element.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-hans"
    assert feed.links("self")[0]["href"] == "http://testserver/feed/"
    assert feed.moment("updated") == story.published_at
    (entry,) = feed.entries
    assert entry.text("title") == "柳溪区召开冬季农田管护现场会"
    assert entry.text("summary") == "三百亩麦田越冬。"
    assert entry.authors == ["田小禾", "葛春生"]
    assert entry.categories == ["乡村振兴", "民生实事"]
    assert entry.links("alternate")[0]["href"] == f"http://testserver{story.get_absolute_url()}"
    assert entry.moment("published") == entry.moment("updated") == story.published_at
    (enclosure,) = entry.links("enclosure")
    picture = client.get(enclosure["href"])
    assert enclosure["type"] == picture["Content-Type"] == "image/webp"
    assert int(enclosure["length"]) == len(
        b"".join(picture.streaming_content) if picture.streaming else picture.content
    )


def test_the_whole_text_stands_in_an_entry_as_it_was_written(client):
    body = "第一段，气温<5℃ & 有风。\n## 怎么办\n第二段。\x0b\n第三段。"
    story = factories.make_signed_article(body=body, published_at=ago(30), reporters=["田小禾"])
    content = read(client.get("/feed/")).entries[0].text("content")
    for part in ("本报讯（记者田小禾）第一段，气温&lt;5℃ &amp; 有风。</p>", "<h2>怎么办</h2>", "<p>第二段。</p>"):
        assert part in content
    correct(story, note="应为“第二段”。", after_paragraph=1, body=body.replace("第三段", "第三节"))
    content = read(client.get("/feed/")).entries[0].text("content")
    assert content.index("第一段") < content.index("应为“第二段”") < content.index("<p>第二段。</p>")


def test_photo_news_shows_its_picture_and_a_reprint_its_source(client):
    photo = factories.make_photo(photographers=["白青舟"], alt_text="两人看苗")
    factories.make_signed_article(genre=Article.Genre.PHOTO_NEWS, body="", placements=[(photo, "麦苗返青。")])
    factories.make_signed_article(source="河东日报", original_author="阮清如", original_title="原来的题", reporters=[])
    reprint, picture = read(client.get("/feed/")).entries
    assert reprint.authors == ["阮清如"]
    for said in ("河东日报", "阮清如", "原来的题"):
        assert said in reprint.text("content")
    content = picture.text("content")
    assert f'src="http://testserver/pictures/{photo.pk}/' in content
    assert "麦苗返青。" in content and "白青舟" in content and 'alt="两人看苗"' in content


def test_an_entry_keeps_its_name_and_its_first_moment_when_it_is_corrected(client):
    story = factories.make_signed_article(headline="三十亩麦田", published_at=ago(50))
    factories.make_signed_article(headline="后来的一篇", published_at=ago(20))
    before = read(client.get("/feed/"))
    correct(story, headline="三百亩麦田")
    after = read(client.get("/feed/"))
    assert after.titles == ["后来的一篇", "三百亩麦田"]
    old, new = before.entries[1], after.entries[1]
    assert old.text("id") == new.text("id")
    assert old.moment("published") == new.moment("published") == story.published_at
    told_at = Correction.objects.get(article=story).told_at
    assert new.moment("updated") == after.moment("updated") == told_at
    assert "“三十亩”应为“三百亩”" in new.text("content")
    secure = read(client.get("/feed/", secure=True))
    assert secure.entries[1].text("id") == new.text("id")
    assert secure.links("self")[0]["href"] == "https://testserver/feed/"


def test_a_technical_fix_tells_feed_readers_nothing(client):
    story = factories.make_signed_article(published_at=ago(50))
    before = read(client.get("/feed/"))
    correct(story, note="", main_topic=factories.make_topic("民生实事"))
    after = read(client.get("/feed/"))
    assert after.entries[0].categories == ["民生实事"]
    assert after.text("updated") == before.text("updated")
    assert after.entries[0].text("updated") == before.entries[0].text("updated")


def test_a_corrected_story_comes_back_however_long_ago_it_came_out(client, monkeypatch):
    monkeypatch.setattr(feeds, "LENGTH", 2)
    story = factories.make_signed_article(headline="很久以前的一篇", published_at=ago(900))
    for hours in (3, 2, 1):
        factories.make_signed_article(headline=f"{hours}小时前", published_at=ago(hours))
    assert read(client.get("/feed/")).titles == ["1小时前", "2小时前"]
    correct(story)
    assert read(client.get("/feed/")).titles == ["1小时前", "很久以前的一篇"]


# What does not


def test_a_story_leaves_the_feed_when_it_is_withdrawn_or_taken_offline(client):
    kept = factories.make_signed_article(headline="留下的一篇", published_at=ago(9))
    withdrawn = factories.make_signed_article(headline="撤下的一篇", published_at=ago(5))
    hidden = factories.make_signed_article(headline="下线的一篇", published_at=ago(4))
    withdrawn.withdraw(by=factories.editor(), reason="来源不实。")
    hidden.take_offline(by=factories.first_reviewer())
    feed = read(client.get("/feed/"))
    assert feed.titles == ["留下的一篇"]
    assert feed.moment("updated") == hidden.reviews.last().at > kept.published_at
    hidden.restore(by=factories.editor())
    restored = read(client.get("/feed/"))
    assert restored.titles == ["下线的一篇", "留下的一篇"]
    assert restored.entries[0].moment("updated") == hidden.reviews.last().at
    assert restored.entries[0].moment("published") == hidden.published_at


def test_stories_of_old_papers_stay_out_of_every_feed(client):
    reporter = factories.make_reporter()
    township = factories.make_township()
    topic = factories.make_topic("旧报")
    story = factories.make_signed_article(
        printed_in="柳溪旧报",
        printed_on=date(2010, 5, 4),
        reporters=[reporter],
        townships=[township],
        main_topic=topic,
    )
    for entry in (reporter, township, topic):
        assert story.title_in_lists in client.get(entry.get_absolute_url()).content.decode()
        assert read(client.get(f"{entry.get_absolute_url()}feed/")).entries == []
    assert read(client.get("/feed/")).entries == []


def test_a_scheduled_story_enters_the_feed_when_its_moment_comes_though_a_reader_keeps_the_feed(client):
    factories.make_signed_article(published_at=ago(2))
    moment = timezone.now() + 3 * HOUR
    factories.make_signed_article(headline="定时的一篇", published_at=moment)
    kept = client.get("/feed/")
    assert "定时的一篇" not in kept.content.decode()
    assert kept["Cache-Control"] == "no-cache"
    with mock.patch("django.utils.timezone.now", return_value=moment):
        again = client.get("/feed/", headers={"If-None-Match": kept["ETag"]})
        assert read(again).titles[0] == "定时的一篇"


# How they are asked for


def test_who_has_the_feed_is_told_only_that_nothing_changed(client):
    story = factories.make_signed_article(published_at=ago(2))
    factories.make_signed_article(published_at=ago(3))
    kept = client.get("/feed/")
    assert "Last-Modified" not in kept
    same = client.get("/feed/", headers={"If-None-Match": kept["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert same["Cache-Control"] == "no-cache"
    story.withdraw(by=factories.editor(), reason="来源不实。")
    later = {"If-None-Match": kept["ETag"], "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert len(read(client.get("/feed/", headers=later)).entries) == 1


def test_a_browser_lays_the_feed_out_and_a_feed_reader_gets_atom(client):
    factories.make_signed_article()
    browser = client.get("/feed/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    reader = client.get("/feed/", headers={"Accept": "*/*"})
    assert browser["Content-Type"] == "application/xml; charset=utf-8"
    assert reader["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert browser["Vary"] == reader["Vary"] == "Accept"
    assert browser.content == reader.content
    assert b'<?xml-stylesheet href="/static/newsroom/feed.css"' in reader.content


def test_an_empty_feed_is_a_feed_and_the_same_each_time(client):
    factories.make_township(slug="liuxi")
    for address in ("/feed/", "/townships/liuxi/feed/"):
        first = client.get(address)
        feed = read(first)
        assert feed.entries == []
        assert first.content == client.get(address).content


def test_each_feed_holds_its_own_stories_and_points_to_its_page(client, paper):
    reporter = factories.make_reporter("蒋大川")
    village = factories.make_village(township=factories.make_township("柳溪镇"))
    topic = factories.make_topic("民生实事")
    factories.make_signed_article(headline="甲篇", reporters=[reporter], published_at=ago(3))
    factories.make_signed_article(headline="乙篇", villages=[village], published_at=ago(2))
    factories.make_signed_article(headline="丙篇", topics=[topic], published_at=ago(1))
    for entry, title in ((reporter, "甲篇"), (village.township, "乙篇"), (topic, "丙篇")):
        page = client.get(entry.get_absolute_url())
        address = f"{entry.get_absolute_url()}feed/"
        assert page.content.decode().count(f'href="{address}"') == 2, "named for browsers, and a link for people"
        feed = read(client.get(address))
        assert feed.titles == [title]
        assert feed.text("title") == f"{entry.name} - 柳溪新报"
        assert feed.links("alternate")[0]["href"] == f"http://testserver{entry.get_absolute_url()}"
    assert read(client.get("/feed/")).titles == ["丙篇", "乙篇", "甲篇"]
    assert client.get("/").content.decode().count('href="/feed/"') == 2


def test_whoever_has_no_page_has_no_feed(client):
    stranger = factories.make_reporter()
    unused = factories.make_topic("没有稿件")
    proposed = factories.make_township(is_proposed=True)
    for entry in (stranger, unused, proposed):
        assert client.get(entry.get_absolute_url()).status_code == 404
        assert client.get(f"{entry.get_absolute_url()}feed/").status_code == 404
    for address in (f"/reporters/{2**70}/feed/", "/townships/nowhere/feed/", "/topics/nothing/feed/"):
        assert client.get(address).status_code == 404


def test_a_feed_asks_no_more_of_the_database_when_it_is_longer(client, paper):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(client.get("/feed/"))
        return len(captured)

    def publish() -> Article:
        photo = factories.make_photo(photographers=[factories.make_reporter()])
        return factories.make_signed_article(placements=[photo], topics=["民生实事"], reporters=["骆行舟"])

    correct(publish())
    few = queries()
    for _turn in range(5):
        correct(publish())
    assert queries() == few <= 10


def test_a_rendition_that_a_backup_left_out_costs_the_enclosure_and_not_the_feed(client, settings):
    photo = factories.make_photo()
    factories.make_signed_article(placements=[photo])
    for file in (settings.PICTURES_PUBLIC_DIR.parent.parent / "private" / "renditions").iterdir():
        file.unlink()
    (entry,) = read(client.get("/feed/")).entries
    assert entry.links("enclosure") == []
    assert f"/pictures/{photo.pk}/" in entry.text("content")
