"""识别填表: what a pasted text is answered with. That the form is filled with it stands with the browser tests."""

from datetime import date

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from articles.admin import read_this
from articles.models import Article
from articles.reading.page import LONGEST_PAGE
from people.models import Reporter
from tests.conftest import signed_in
from tests.factories import (
    author,
    editor,
    make_article,
    make_meeting,
    make_official,
    make_reporter,
    make_submitted_article,
    make_township,
    make_user,
    make_village,
)

from .forms import address

pytestmark = pytest.mark.django_db

TEXT = """柳溪区部署农田管护
柳溪镇召开冬管现场会

本报讯（记者魏青岚 通讯员白苇）2026年11月18日上午，云亭新区在柳溪镇东柳村召开冬季麦田管护现场会，要求抓好越冬管护。
云亭新区党工委书记鲍喆出席会议并讲话，远舟集团董事长何远舟，区领导叶知秋参加会议。

会上通报了评比情况，向柳溪镇颁发红旗，向宁河镇颁发蓝旗。
"""
STORIES = (
    TEXT
    + "\n柳溪镇夜市开街\n\n本报讯（记者魏青岚）近日，柳溪镇夜市开街，村民的小吃摊前排起长队，生意一天比一天红火。\n"
)


def url() -> str:
    return reverse("admin:articles_article_read_this")


def read(client: Client, text: str = TEXT) -> dict:
    response = client.post(url(), {"text": text})
    assert response.status_code == 200, response.content.decode()
    return response.json()


def ids(picks: list[dict]) -> list[int]:
    return [int(pick["id"]) for pick in picks]


class TestWhoMayRead:
    def test_who_files_stories(self, as_author, as_editor, as_superuser):
        for client in (as_author, as_editor, as_superuser):
            assert client.post(url(), {"text": TEXT}).status_code == 200

    def test_nobody_else(self, client):
        response = client.post(url(), {"text": TEXT})
        assert (response.status_code, "/admin/login/" in response["Location"]) == (302, True)
        assert signed_in(make_user()).post(url(), {"text": TEXT}).status_code == 302
        assert signed_in(make_user(is_staff=True)).post(url(), {"text": TEXT}).status_code == 403

    def test_only_by_a_press_on_the_form_itself(self, as_author):
        assert as_author.get(url()).status_code == 405
        stranger = Client(enforce_csrf_checks=True)
        stranger.force_login(author())
        assert stranger.post(url(), {"text": TEXT}).status_code == 403

    def test_nothing_is_written(self, as_author, django_assert_max_num_queries):
        with django_assert_max_num_queries(40):
            read(as_author)
        assert not Article.objects.exists()
        assert not Reporter.objects.filter(is_proposed=True).exists()


class TestTheBox:
    def shows(self, client, story=None) -> bool:
        return 'class="read-this"' in client.get(address(story)).content.decode()

    def test_it_stands_above_a_new_story_and_a_draft_that_one_may_edit(self, as_author, as_editor):
        draft = make_article()
        assert self.shows(as_author) and self.shows(as_editor)
        assert self.shows(as_author, draft) and self.shows(as_editor, draft)

    def test_but_not_above_a_story_that_was_handed_in(self, as_author, as_editor):
        story = make_submitted_article()
        assert not self.shows(as_author, story) and not self.shows(as_editor, story)


class TestWhatIsFound:
    def test_words_and_days_stand_by_the_names_of_the_fields(self, as_author):
        fields = read(as_author)["fields"]
        assert fields["genre"] == "brief"
        assert fields["headline"].endswith("柳溪镇召开冬管现场会")
        assert fields["body"].startswith("2026年11月18日上午，云亭新区")
        assert (fields["happened_on"], fields["happened_until"], fields["part_of_day"]) == (
            "2026-11-18",
            "",
            "2_morning",
        )

    def test_what_was_not_found_is_absent(self, as_author):
        answer = read(as_author, "柳溪镇夜市开街\n\n夜市开街，小吃摊前排起长队，生意一天比一天红火。\n")
        assert answer["fields"].keys() == {"headline", "body"}
        assert answer["rows"] == {}

    def test_entries_of_the_registers_are_picked(self, as_author):
        reporter = make_reporter("魏青岚", unit="总编室")
        correspondent = make_reporter("白苇", kind="correspondent")
        first = make_official("鲍喆", [("党工委", "书记", 1)], from_day=date(2020, 1, 1))
        second = make_official("叶知秋", [("管委会", "副主任", 5)], from_day=date(2020, 1, 1))
        liuxi, ninghe = make_township("柳溪镇"), make_township("宁河镇")
        village = make_village("东柳村", liuxi)
        meeting = make_meeting("冬季麦田管护现场会", day=date(2026, 11, 18))

        answer = read(as_author)
        fields, rows = answer["fields"], answer["rows"]

        assert ids(fields["meeting"]) == [meeting.pk]
        assert ids(fields["townships"])[0] == liuxi.pk
        assert ids(fields["villages"]) == [village.pk]
        assert [(ids(row["reporter"]), row["role"], row["name_as_printed"]) for row in rows["credits"]] == [
            ([reporter.pk], "reporter", "魏青岚"),
            ([correspondent.pk], "correspondent", "白苇"),
        ]
        assert "总编室" in rows["credits"][0]["reporter"][0]["text"]
        there = [(ids(row["official"]), row["name"], row["group"]) for row in rows["attendances"]]
        assert there == [
            ([first.pk], "", "principal"),
            ([], "何远舟", "guest"),
            ([second.pk], "", "district_leaders"),
        ]
        assert rows["attendances"][0]["post"] == "云亭新区党工委书记"
        assert rows["attendances"][0]["verbs"] == "出席会议并讲话"
        assert rows["attendances"][1]["organisation"] == "远舟集团"
        (flags,) = rows["flag_rounds"]
        assert (ids(flags["red"]), ids(flags["blue"])) == ([liuxi.pk], [ninghe.pk])
        assert flags["subject"]
        assert answer["notices"] == []

    def test_a_ranking_is_called_as_the_story_calls_it_and_its_flags_have_their_reason(self, as_author):
        make_township("柳溪镇"), make_township("宁河镇")
        told = "会上通报了三季度村庄清洁评比结果，向排名第一名的柳溪镇颁发红旗，向排在末位的宁河镇颁发蓝旗。"
        answer = read(as_author, TEXT[: TEXT.index("会上通报")] + told + "\n")
        (flags,) = answer["rows"]["flag_rounds"]
        assert (flags["subject"], flags["reason"]) == ("三季度村庄清洁评比", "排名第一名、排在末位")
        assert "flag_rounds" not in [finding["place"] for finding in answer["findings"]]

    def test_what_is_not_sure_of_a_ranking_is_said_beside_its_rows(self, as_author):
        make_township("柳溪镇")
        answer = read(as_author)
        assert answer["rows"]["flag_rounds"][0]["reason"] == ""
        said = [finding["message"] for finding in answer["findings"] if finding["place"] == "flag_rounds"]
        assert len(said) == 2

    def test_a_name_that_no_register_plainly_holds_is_said_not_guessed(self, as_author):
        make_reporter("魏青岚", unit="总编室")
        make_reporter("魏青岚", unit="柳溪站")

        answer = read(as_author)

        assert answer["rows"].keys() == {"attendances"}
        assert [row["official"] for row in answer["rows"]["attendances"]] == [[], [], []]
        assert [row["name"] for row in answer["rows"]["attendances"]] == ["鲍喆", "何远舟", "叶知秋"]
        assert not {"meeting", "townships", "villages"} & answer["fields"].keys()
        said = "\n".join(answer["notices"])
        for name in ("白苇", "总编室", "柳溪站", "鲍喆", "叶知秋", "柳溪镇东柳村", "宁河镇", "冬季麦田管护现场会"):
            assert name in said, name
        assert "何远舟" not in said

    def test_a_proposal_waits_for_an_editor_and_is_not_picked(self, as_author):
        make_reporter("魏青岚", is_proposed=True)
        assert "credits" not in read(as_author)["rows"]

    def test_a_meeting_of_another_day_is_another_meeting(self, as_author):
        make_meeting("冬季麦田管护现场会", day=date(2026, 11, 11))
        assert "meeting" not in read(as_author)["fields"]

    def test_what_to_look_at_is_said_with_its_place(self, as_author):
        findings = read(as_author, TEXT.replace("2026年11月18日上午", "近日"))["findings"]
        assert "happened_on" in [finding["place"] for finding in findings]
        assert all(finding["message"] for finding in findings)

    def test_words_below_a_picture_are_said_beside_the_story(self, as_author):
        caption = "图为柳溪镇夜市灯火通明，村民在摊位前选购年货。 苗青禾 摄"
        answer = read(as_author, f"{TEXT}\n{caption}\n")
        assert answer["several"] is None
        assert any("夜市灯火通明" in notice and "苗青禾" in notice for notice in answer["notices"])

    def test_a_caption_alone_is_photo_news(self, as_author):
        photographer = make_reporter("苗青禾", kind="photographer")
        answer = read(as_author, "图为柳溪镇夜市灯火通明，村民在摊位前选购年货。 苗青禾 摄\n")
        assert answer["fields"]["genre"] == "photo_news"
        assert "夜市灯火通明" in answer["fields"]["body"]
        assert ids(answer["rows"]["credits"][0]["reporter"]) == [photographer.pk]


class TestSeveralStories:
    def test_the_first_is_read_and_their_number_said(self, as_author):
        answer = read(as_author, STORIES)
        assert answer["fields"]["headline"].endswith("柳溪镇召开冬管现场会")
        assert "2" in answer["several"]["message"]

    def test_the_way_to_the_whole_page_stands_where_there_is_one(self, as_author, monkeypatch):
        monkeypatch.setattr(read_this, "reverse", lambda name: f"/{name}/")
        assert read(as_author, STORIES)["several"]["url"] == "/admin:articles_importedpage_add/"

    def test_and_none_where_there_is_none(self, as_author, monkeypatch):
        def nowhere(name):
            raise NoReverseMatch(name)

        monkeypatch.setattr(read_this, "reverse", nowhere)
        assert read(as_author, STORIES)["several"]["url"] == ""


class TestTextsThatAreNoStory:
    @pytest.mark.parametrize("text", ["", " \n ", "你好", "<script>alert(1)</script>", "https://example.cn/a"])
    def test_nothing_read_is_said_in_a_sentence(self, as_author, text):
        response = as_author.post(url(), {"text": text})
        assert response.status_code == 400
        assert response.json().keys() == {"problem"}

    def test_a_request_without_a_text_is_no_fault(self, as_author):
        assert as_author.post(url()).json()["problem"]

    def test_too_long_a_text_is_refused_in_a_sentence(self, as_author):
        response = as_author.post(url(), {"text": "字" * (LONGEST_PAGE + 1)})
        assert response.status_code == 400
        assert str(LONGEST_PAGE) in response.json()["problem"]

    @pytest.mark.parametrize(
        "text",
        [
            "区领导甲乙、" * 9000,
            "（记者" * 19000,
            "字\n" * 29000,
            f"本报讯（记者\x00{'魏' * 500}）11月18日，\x00{'某' * 400}镇召开{'会' * 300}议。\ud7ff\ufffe",
            f"{'长' * 300}\n\n本报讯（记者魏青岚）13月45日，<b onclick=x>鲍喆</b>出席。\n",
        ],
    )
    def test_a_hostile_one_breaks_nothing(self, as_author, text):
        response = as_author.post(url(), {"text": text})
        assert response.status_code in (200, 400)
        assert response["Content-Type"] == "application/json"
        fields = response.json().get("fields", {})
        assert len(fields.get("headline", "")) <= 200 and len(fields.get("kicker", "")) <= 120


def test_an_editor_reads_for_a_colleague(as_editor):
    make_reporter("魏青岚")
    assert editor().name not in str(read(as_editor)["rows"]["credits"])
