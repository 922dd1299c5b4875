"""The count sheet's page: who opens it, what it says, and what can be taken away from it."""

import csv
import io
from datetime import datetime
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from tests.conftest import signed_in
from tests.factories import author, editor, make_photo, make_reporter, make_signed_article, make_user

pytestmark = pytest.mark.django_db

PAGE = "/admin/articles/count-sheet/"
MARCH = {"month": "2026-03"}


def published(day: int = 10, month: int = 3, **fields):
    return make_signed_article(published_at=datetime(2026, month, day, 10, tzinfo=ZoneInfo("Asia/Shanghai")), **fields)


def names(response) -> list[str]:
    return [line["name"] for line in response.context["lines"]]


def numbers(response) -> list[list[str]]:
    return [[cell["number"] for cell in line["cells"]] for line in response.context["lines"]]


def csv_file(client, **asked) -> list[list[str]]:
    content = client.get(PAGE, {**MARCH, "file": "csv", **asked}).content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


class TestWhoOpensIt:
    def test_an_editor_sees_everybody(self, as_editor):
        published(reporters=["王小满", "李谷雨"])
        assert set(names(as_editor.get(PAGE, MARCH))) == {"王小满", "李谷雨"}

    @pytest.mark.parametrize("by", ["person", "month"])
    @pytest.mark.parametrize("file", ["", "csv"])
    def test_a_reporter_sees_their_own_line_only(self, as_author, by, file):
        published(reporters=[author().reporter, "李谷雨"])
        published(reporters=["李谷雨"])
        page = as_author.get(PAGE, {**MARCH, "by": by, "file": file})
        assert "李谷雨" not in page.content.decode()
        if not file:
            assert numbers(page) == [["1", "0", "0", "1", "0", "0"]]

    def test_a_reporter_asks_for_no_other_line_and_no_units(self, as_author):
        other = make_reporter("李谷雨", unit="柳溪镇")
        published(reporters=[other])
        published()
        assert "李谷雨" not in as_author.get(PAGE, {**MARCH, "line": other.pk}).content.decode()
        refused = as_author.get(PAGE, {**MARCH, "by": "unit"})
        assert refused.context["form"].errors.keys() == {"by"}
        assert "柳溪镇" not in refused.content.decode()

    def test_an_account_without_an_entry_in_the_register_is_told_so(self):
        published()
        page = signed_in(make_user("reporter")).get(PAGE, {**MARCH, "file": "csv"})
        assert page.status_code == 200
        assert page.context["nobody"] and "sheet" not in page.context

    def test_who_neither_writes_nor_reviews_is_refused(self):
        assert signed_in(make_user("proofreader")).get(PAGE).status_code == 403
        assert signed_in(make_user(is_staff=True, is_superuser=True)).get(PAGE).status_code == 403

    def test_readers_are_asked_to_sign_in(self, client):
        assert client.get(PAGE).status_code == 302
        assert signed_in(make_user()).get(PAGE).status_code == 302


class TestDays:
    def test_the_present_month_is_shown_first(self, as_editor):
        make_signed_article()
        today = timezone.localdate()
        page = as_editor.get(PAGE)
        assert names(page) == ["程墨言"]
        assert page.context["form"]["first"].value() == f"{today:%Y-%m}-01"

    def test_any_days_can_be_asked_for(self, as_editor):
        published(9), published(10), published(12)
        page = as_editor.get(PAGE, {"first": "2026-03-10", "last": "2026-03-12"})
        assert numbers(page) == [["2", "0", "0", "2", "0", "0"]]

    @pytest.mark.parametrize(
        "asked",
        [
            {"month": "2026-13"},
            {"month": "x"},
            {"first": "2026-03-10"},
            {"last": "2026-03-10"},
            {"first": "2026-03-10", "last": "2026-03-09"},
            {"first": "2026-02-30", "last": "2026-03-09"},
            {"first": "0001-01-01", "last": "2026-03-09"},
            {"first": "2026-03-10", "last": "9999-12-31"},
            {"by": "rank"},
            {"shared": "half"},
        ],
    )
    @pytest.mark.parametrize("file", ["", "xlsx"])
    def test_what_cannot_be_counted_is_said_beside_what_was_asked(self, as_editor, asked, file):
        page = as_editor.get(PAGE, {**asked, "file": file})
        assert page.status_code == 200
        assert page.context["form"].errors
        assert "sheet" not in page.context

    def test_a_month_without_a_story_says_so(self, as_editor):
        page = as_editor.get(PAGE, MARCH)
        assert 'class="empty"' in page.content.decode()
        assert csv_file(as_editor)[1] == []

    def test_every_way_to_other_days_leads_there_and_none_to_days_to_come(self, as_editor):
        page = as_editor.get(PAGE, {**MARCH, "by": "unit", "shared": "split"})
        ways = [way for way in page.context["ways"] if way.url]
        assert [way.label for way in page.context["ways"] if way.is_here] == [page.context["ways"][4].label]
        for way in ways:
            led = as_editor.get(way.url).context["sheet"]
            assert (led.grouping, led.shared) == ("unit", "split")
            assert led.span.first_day <= timezone.localdate()

    def test_the_first_year_leads_no_further_back(self, as_editor):
        ways = as_editor.get(PAGE, {"first": "1949-10-01", "last": "1949-10-31"}).context["ways"]
        assert not ways[0].url


class TestSharedBylines:
    def test_the_setting_chooses_the_rule_and_the_page_another(self, as_editor, settings):
        published(reporters=["王小满", "李谷雨"])
        settings.COUNT_SHARED_BYLINES = "split"
        assert {row[3] for row in numbers(as_editor.get(PAGE, MARCH))} == {"0.5"}
        assert {row[3] for row in numbers(as_editor.get(PAGE, {**MARCH, "shared": "full"}))} == {"1"}

    def test_parts_are_shown_to_two_places_and_their_total_is_whole(self, as_editor):
        published(reporters=["王小满", "李谷雨", "赵白露"])
        page = as_editor.get(PAGE, {**MARCH, "shared": "split"})
        assert {row[3] for row in numbers(page)} == {"0.33"}
        assert [cells[3]["number"] for _label, cells in page.context["foot"]] == ["1"]

    def test_in_full_the_foot_says_how_many_stories_there_really_are(self, as_editor):
        published(reporters=["王小满", "李谷雨"])
        foot = as_editor.get(PAGE, MARCH).context["foot"]
        assert [cells[3]["number"] for _label, cells in foot] == ["2", "1"]

    @pytest.mark.parametrize("shared", ["full", "split"])
    def test_the_rule_stands_in_words_on_the_page_and_in_the_files(self, as_editor, shared):
        published()
        asked = {**MARCH, "shared": shared}
        rules = as_editor.get(PAGE, asked).context["rules"]
        assert set(rules) <= {row[0] for row in csv_file(as_editor, shared=shared) if row}
        content = as_editor.get(PAGE, {**asked, "file": "xlsx"}).content
        assert set(rules) <= {cell.value for cell in load_workbook(io.BytesIO(content)).active["A"]}
        other = as_editor.get(PAGE, {**MARCH, "shared": "split" if shared == "full" else "full"}).context["rules"]
        assert rules != other


class TestFiles:
    def test_excel_is_given_its_own_kind_of_file_named_for_the_days(self, as_editor):
        answer = as_editor.get(PAGE, {**MARCH, "file": "xlsx"})
        assert answer["Content-Type"].endswith("spreadsheetml.sheet")
        assert answer["Content-Disposition"].startswith("attachment")
        assert "2026" in unquote(answer["Content-Disposition"])

    def test_the_file_says_what_the_page_says(self, as_editor):
        wang = make_reporter("王小满", unit="文苑街道", kind="correspondent")
        published(reporters=[wang], placements=[make_photo(photographers=[wang])])
        rows = csv_file(as_editor)
        assert [rows[1][0], *rows[1][2:]] == ["王小满", "文苑街道", "1", "0", "0", "1", "1", "0"]
        assert rows[2][3:] == rows[1][3:]

    def test_a_unit_named_like_a_formula_is_a_name_in_both_files(self, as_editor):
        published(reporters=[make_reporter("@王", unit="=HYPERLINK(1)")])
        assert csv_file(as_editor)[1][:3:2] == ["'@王", "'=HYPERLINK(1)"]
        content = as_editor.get(PAGE, {**MARCH, "file": "xlsx"}).content
        assert load_workbook(io.BytesIO(content)).active["C2"].data_type == "s"
        assert "=HYPERLINK(1)" in as_editor.get(PAGE, MARCH).content.decode()

    @pytest.mark.parametrize("by", ["person", "unit", "month"])
    def test_each_grouping_makes_both_files(self, as_editor, by):
        published()
        for file in ("csv", "xlsx"):
            assert as_editor.get(PAGE, {**MARCH, "by": by, "file": file}).headers["Content-Disposition"]


class TestBehindALine:
    @pytest.mark.parametrize("by", ["person", "unit", "month"])
    def test_a_line_leads_to_the_stories_that_it_counts(self, as_editor, by):
        wang = make_reporter("王小满", unit="=“文苑”&街道")
        story = published(reporters=[wang], placements=[make_photo(photographers=[wang])])
        published(reporters=[make_reporter("李谷雨", unit="柳溪镇")], month=4)
        (line,) = as_editor.get(PAGE, {**MARCH, "by": by}).context["lines"]
        page = as_editor.get(line["url"])
        assert str(story) in page.content.decode()
        assert [row["entry"].story for _name, _heading, rows in page.context["parts"] for row in rows][0] == story

    def test_a_withdrawn_story_is_opened_in_the_newsroom(self, as_editor):
        story = published()
        story.withdraw(by=editor(), reason="内容有误。")
        line = as_editor.get(PAGE, MARCH).context["lines"][0]
        page = as_editor.get(line["url"]).content.decode()
        assert f"/admin/articles/article/{story.pk}/change/" in page

    def test_a_line_that_is_none_shows_the_sheet(self, as_editor):
        published()
        assert names(as_editor.get(PAGE, {**MARCH, "line": "999999"})) == ["程墨言"]

    def test_every_address_on_the_sheet_answers(self, as_editor):
        published(reporters=["王小满", "李谷雨"], placements=[make_photo(photographers=["赵白露"])])
        page = as_editor.get(PAGE, MARCH)
        addresses = [line["url"] for line in page.context["lines"]] + [url for _ending, url in page.context["files"]]
        assert {as_editor.get(address).status_code for address in addresses} == {200}


def test_the_page_asks_no_more_for_many_stories_than_for_one(as_editor):
    def asked(**query) -> int:
        with CaptureQueriesContext(connection) as captured:
            as_editor.get(PAGE, {**MARCH, **query})
        return len(captured)

    first = make_reporter("王小满")
    published(reporters=[first], placements=[make_photo(photographers=())])
    few = [asked(), asked(file="xlsx"), asked(line=first.pk)]
    for number in range(6):
        published(reporters=[first, f"记者{number}"], placements=[make_photo(photographers=[f"摄{number}"])])
    assert [asked(), asked(file="xlsx"), asked(line=first.pk)] == few
