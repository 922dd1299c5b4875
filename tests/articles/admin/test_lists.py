"""What is listed for whom, how it is narrowed, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from tests.factories import (
    author,
    editor,
    make_article,
    make_issue,
    make_official,
    make_passed_article,
    make_photo,
    make_reporter,
    make_signed_article,
    make_submitted_article,
    make_topic,
    make_township,
    make_user,
    make_village,
)

from .forms import filled

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


def listed(response) -> list:
    return list(response.context["cl"].result_list)


def queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address)
    return len(captured)


class TestWhoSeesWhat:
    def test_a_reporter_sees_their_own(self, as_outsider, as_author):
        story = make_article()
        assert listed(as_outsider.get(LIST)) == []
        assert listed(as_author.get(LIST)) == [story]

    def test_an_editor_sees_all(self, as_editor):
        story = make_article()
        assert listed(as_editor.get(LIST)) == [story]


class TestNarrowing:
    @pytest.mark.parametrize(
        "query",
        [
            "q=农田管护",
            "q=田间地头",
            "q=程墨",
            "mine=yes",
            "state=draft",
            "genre__exact=brief",
            "topic={topic}",
            "township={township}",
            "reporter={reporter}",
            "issue={issue}",
        ],
    )
    def test_a_story_is_found_by_it(self, as_author, query):
        township = make_township()
        story = make_article(villages=[make_village(township=township)])
        keys = {
            "topic": story.main_topic_id,
            "township": township.pk,
            "reporter": author().reporter.pk,
            "issue": story.issue_id,
        }
        assert listed(as_author.get(f"{LIST}?{query.format(**keys)}")) == [story]

    def test_what_is_scheduled_is_a_list_of_its_own(self, as_editor):
        make_signed_article()
        waiting = make_signed_article(published_at=timezone.now() + timedelta(days=1))
        assert listed(as_editor.get(f"{LIST}?state=scheduled")) == [waiting]

    @pytest.mark.parametrize("value", ["x", "-1", "99999999999999999999"])
    def test_a_row_that_is_none_narrows_nothing(self, as_editor, value):
        story = make_article()
        assert listed(as_editor.get(f"{LIST}?reporter={value}")) == [story]

    def test_only_those_credited_in_ones_own_list_are_offered(self, as_author):
        make_article()
        make_article(created_by=make_user("reporter"), reporters=["别家人"])
        offered = as_author.get(LIST).content.decode()
        assert "程墨言" in offered and "别家人" not in offered


class TestCost:
    def test_the_list_asks_no_more_for_twelve_stories_than_for_three(self, as_editor):
        for _ in range(3):
            make_submitted_article()
        few = queries(as_editor, LIST)
        for number in range(9):
            make_submitted_article(reporters=[f"记者{number}"], main_topic=make_topic(f"专题{number}"))
        assert queries(as_editor, LIST) <= few

    def test_the_photos_ask_no_more_for_twelve_than_for_three(self, as_editor):
        for _ in range(3):
            make_article(placements=[make_photo(photographers=["摄甲"])])
        few = queries(as_editor, "/admin/articles/photo/")
        for _ in range(9):
            make_article(placements=[make_photo(photographers=["摄乙"])])
        assert queries(as_editor, "/admin/articles/photo/") <= few


class TestPicking:
    ADDRESS = "/admin/autocomplete/"

    def found(self, client, term: str, model: str, field: str, app: str = "articles") -> list[str]:
        query = {"term": term, "app_label": app, "model_name": model, "field_name": field}
        return [row["text"] for row in client.get(self.ADDRESS, query).json()["results"]]

    @pytest.mark.parametrize("term", ["吕沛", "吕", "lp", "LP"])
    def test_a_reporter_finds_an_official_by_two_characters_or_initials(self, as_author, term):
        make_official("吕沛", [("党工委", "书记", 1)])
        make_official("周健", [("管委会", "主任", 2)])
        assert self.found(as_author, term, "attendance", "official") == ["吕沛 · 党工委书记"]

    def test_namesakes_are_told_apart_by_their_posts(self, as_author):
        make_official("周健", [("党工委", "副书记", 2), ("管委会", "主任", 2)])
        make_official("周健", [("办公室", "主任", 30)])
        assert len(set(self.found(as_author, "zj", "attendance", "official"))) == 2

    def test_who_no_longer_writes_is_not_offered_but_stays(self, as_author):
        left = make_reporter("苗晓澜", is_active=False)
        story = make_article(reporters=[author().reporter, left])
        assert self.found(as_author, "苗", "credit", "reporter") == []
        page = as_author.get(f"{LIST}{story.pk}/change/")
        assert "苗晓澜" in page.content.decode()
        as_author.post(f"{LIST}{story.pk}/change/", filled(page, kicker="补题"))
        assert story.credits.filter(reporter=left).exists()

    def test_a_village_comes_with_its_township(self, as_author):
        make_village("东柳村", make_township("柳溪镇"))
        make_village("东柳村", make_township("宁河镇"))
        found = self.found(as_author, "dlc", "article", "villages")
        assert found == ["柳溪镇东柳村", "宁河镇东柳村"]

    @pytest.mark.parametrize(
        ("model", "field", "term"),
        [
            ("credit", "reporter", "cmy"),
            ("article", "townships", "lxz"),
            ("article", "main_topic", "xczx"),
            ("topicassignment", "tag", "乡村"),
            ("flag", "township", "柳溪"),
            ("placement", "photo", "麦田"),
            ("article", "issue", "2026"),
        ],
    )
    def test_a_reporter_may_pick_from_every_register(self, as_author, model, field, term):
        author(), make_township(), make_topic(), make_photo(), make_issue()
        assert len(self.found(as_author, term, model, field)) == 1


class TestTheDesk:
    def piles(self, client) -> list[int]:
        return [pile.count for pile in client.get("/admin/").context["piles"]]

    def test_it_counts_what_waits(self, as_author, as_editor):
        make_article()
        make_submitted_article().send_back(by=editor(), reason="请补充。")
        make_submitted_article()
        make_signed_article(published_at=timezone.now() + timedelta(days=1))
        assert self.piles(as_author) == [1, 1, 1, 1]
        make_passed_article()
        assert self.piles(as_editor) == [1, 0, 0, 2, 1]

    @pytest.mark.parametrize("door", ["as_author", "as_editor", "as_superuser"])
    def test_each_count_is_that_of_its_list(self, door, request):
        client = request.getfixturevalue(door)
        make_article()
        make_submitted_article()
        for pile in client.get("/admin/").context["piles"]:
            assert len(listed(client.get(f"{LIST}?{pile.query}"))) == pile.count

    def test_a_new_install_says_what_to_do_first(self, as_superuser):
        steps = as_superuser.get("/admin/").context["first_steps"]
        assert len(steps) == 7
        assert not any(step.done for step in steps)
        assert all(as_superuser.get(step.url, follow=True).status_code == 200 for step in steps)

    def test_an_editor_is_led_only_where_they_may_go(self, as_editor):
        steps = as_editor.get("/admin/").context["first_steps"]
        assert [bool(step.url) for step in steps] == [True, False, True, True, True, True, True]
        assert all(as_editor.get(step.url, follow=True).status_code == 200 for step in steps if step.url)

    def test_what_is_there_has_a_tick(self, as_superuser):
        make_topic()
        steps = as_superuser.get("/admin/").context["first_steps"]
        assert [step.done for step in steps] == [False, False, False, False, False, True, False]

    def test_reporters_are_not_told_to_set_up_the_house(self, as_author):
        assert as_author.get("/admin/").context["first_steps"] == []

    def test_stories_come_first_and_accounts_last(self, as_superuser):
        sections = [app["app_label"] for app in as_superuser.get("/admin/").context["app_list"]]
        assert sections == ["articles", "people", "newsroom", "accounts"]


def test_importance_is_a_word_beside_the_title_and_a_filter_for_who_files(as_editor, as_author):
    make_article(headline="甲", importance=Article.Importance.HIGH), make_article(headline="乙")
    word = str(Article.Importance.HIGH.label)
    assert f"：{word} · " in as_editor.get(LIST).content.decode()
    found = as_editor.get(LIST, {"importance__exact": "1"}).context["cl"].result_list
    assert [story.headline for story in found] == ["甲"]
    assert "importance" not in str(as_author.get(LIST).context["cl"].list_filter)
