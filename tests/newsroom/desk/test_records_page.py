"""三审三校台账: the records of a period on the desk, and as one archive."""

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from articles.models import Article, Correction, Review
from articles.review import clock
from newsroom.desk import records_page
from tests.conftest import signed_in
from tests.factories import (
    answers,
    author,
    editor,
    first_reviewer,
    make_article,
    make_signed_article,
    make_submitted_article,
    make_township,
    make_user,
    pass_reviews,
    second_reviewer,
)

pytestmark = pytest.mark.django_db

PAGE = "/admin/articles/records/"
MARCH = {"month": "2026-03"}
ROLES = ["reporter", "first_reviewer", "second_reviewer", "chief_editor", "proofreader", "newsroom_administrator"]
INSPECTING = {"chief_editor", "newsroom_administrator"}


def at(day: int = 10, month: int = 3) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def published(day: int = 10, month: int = 3, **fields):
    return make_signed_article(published_at=at(day, month), **fields)


def numbers(client, **asked) -> list[int]:
    return [line.article for line in client.get(PAGE, {**MARCH, **asked}).context.get("lines") or ()]


def archive(client, **asked) -> zipfile.ZipFile:
    response = client.get(PAGE, {**MARCH, "file": "zip", **asked})
    assert response["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def files(client, **asked) -> dict[str, bytes]:
    opened = archive(client, **asked)
    assert opened.testzip() is None
    return {name.split("/", 1)[1]: opened.read(name) for name in opened.namelist()}


class TestWhoOpensIt:
    @pytest.mark.parametrize("role", ROLES)
    def test_chief_editors_and_administrators(self, role):
        published()
        client = signed_in(make_user(role))
        wanted = 200 if role in INSPECTING else 403

        assert client.get(PAGE, MARCH).status_code == wanted
        assert client.get(PAGE, {**MARCH, "file": "zip"}).status_code == wanted

    def test_nobody_else(self):
        assert Client().get(PAGE, {"file": "zip"}).status_code == 302
        assert signed_in(make_user("chief_editor", is_active=False)).get(PAGE).status_code == 302
        assert signed_in(make_user(is_staff=True)).get(PAGE).status_code == 403
        assert signed_in(make_user(is_staff=True, is_superuser=True)).get(PAGE).status_code == 403


class TestThePeriod:
    def test_the_month_that_is_over_is_shown_first(self, as_editor):
        last = timezone.localdate().replace(day=1) - timedelta(days=1)
        span = as_editor.get(PAGE).context["form"].span

        assert (span.first_day, span.last_day) == (last.replace(day=1), last)

    def test_a_story_belongs_to_the_day_on_which_it_was_published(self, as_editor):
        last, first = published(28, 2), published(1, 3)
        published(1, 4)

        assert numbers(as_editor) == [first.pk]
        assert last.pk in numbers(as_editor, month="2026-02")

    def test_or_to_every_day_on_which_a_step_was_taken(self, as_editor):
        story = published(28, 2)
        with clock.replaying(at(5)):
            story.take_offline(by=first_reviewer(), reason="先核实。")
            returned = make_submitted_article()
            returned.send_back(by=first_reviewer(), reason="请核对。")
        make_article()

        assert numbers(as_editor, by="steps") == [story.pk, returned.pk]
        assert numbers(as_editor) == []

    def test_a_forged_day_of_publication_hides_no_story(self, as_editor):
        story = published()
        Article.objects.filter(pk=story.pk).update(published_at=at(10, 2))

        assert numbers(as_editor) == numbers(as_editor, month="2026-02") == [story.pk]

    def test_an_empty_one_says_so_and_gives_no_archive(self, as_editor):
        page = as_editor.get(PAGE, {**MARCH, "file": "zip"})

        assert page["Content-Type"].startswith("text/html")
        assert b'class="empty"' in page.content

    @pytest.mark.parametrize(
        "asked", [{"first": "2026-03-02"}, {"first": "2026-03-02", "last": "2026-03-01"}, {"by": "x"}, {"month": "x"}]
    )
    def test_days_that_cannot_be_are_refused(self, as_editor, asked):
        page = as_editor.get(PAGE, {"file": "zip", **asked})

        assert page.status_code == 200 and page.context["form"].errors


class TestTheTable:
    def test_it_says_who_took_which_review_when(self, as_editor):
        published(reporters=["王小满"])

        line = as_editor.get(PAGE, MARCH).context["lines"][0]
        said = " ".join(words for cell in line.cells for words in cell.lines)

        assert all(str(person) in said for person in (first_reviewer(), second_reviewer(), editor()))
        assert "王小满" in said and "2026-03-10 10:00" in said
        assert not line.is_faulty

    def test_what_came_back_and_what_readers_were_told_stands_there(self, as_editor):
        with clock.replaying(at(9)):
            story = make_submitted_article(happened_on=at(8).date())
            story.send_back(by=first_reviewer(), reason="数字请核对。")
            story.submit(by=author(), answered=answers(story))
            pass_reviews(story).sign(by=editor(), answered=answers(story))
            story.withdraw(by=editor(), reason="内容有误。")
        Correction.objects.bulk_create([Correction(article=story, text="引题已更正。")])

        page = as_editor.get(PAGE, MARCH).content.decode()

        assert all(words in page for words in ("数字请核对。", "内容有误。", "引题已更正。"))

    def test_a_finding_stands_in_its_line(self, as_editor):
        published()
        story = published()
        Review.objects.filter(article=story, number=2).update(reason="改过的意见")

        assert [line.is_faulty for line in as_editor.get(PAGE, MARCH).context["lines"]] == [False, True]

    def test_more_lines_than_anybody_reads_are_left_to_the_archive(self, as_editor, monkeypatch):
        monkeypatch.setattr(records_page, "MOST_LINES", 2)
        stories = [published() for _turn in range(3)]

        page = as_editor.get(PAGE, MARCH)

        assert len(page.context["lines"]) == 2 and page.context["left_out"] == 1
        assert len([name for name in files(as_editor) if name.startswith("article-")]) == len(stories)


class TestTheArchive:
    def test_it_holds_one_sheet_a_story_and_says_what_it_is(self, as_editor):
        stories = [published(), published()]

        found = files(as_editor)

        sheets = {f"article-{story.pk}.html" for story in stories}
        about = {"index.html", "ledger.csv", "ledger.xlsx", "verification.json", "README.txt"}
        assert found.keys() == sheets | about
        assert all(f'href="{name}"' in found["index.html"].decode() for name in sheets)
        assert all(name in found["README.txt"].decode() for name in about - {"README.txt"})

    def test_every_name_is_ascii_and_in_one_folder(self, as_editor):
        published()
        response = as_editor.get(PAGE, {**MARCH, "file": "zip"})

        assert response["Content-Disposition"] == 'attachment; filename="records-2026-03-01-2026-03-31.zip"'
        names = archive(as_editor).namelist()
        assert all(name.isascii() and name.startswith("records-2026-03-01-2026-03-31/") for name in names)

    def test_its_pages_ask_for_nothing_outside_it(self, as_editor):
        story = make_submitted_article(headline="<script>alert(1)</script>")
        story.headline = "改过的标题"
        story.save()
        story.record_edit(by=first_reviewer())
        pass_reviews(story).sign(by=editor())
        asked = {"month": "", "first": "2026-01-01", "last": f"{timezone.localdate()}"}

        found = files(as_editor, **asked)

        for name in ("index.html", f"article-{story.pk}.html"):
            page = found[name].decode()
            addresses = re.findall(r'(?:href|src)="([^"]*)"', page)
            assert all(address in found for address in addresses), addresses
            assert "<script" not in page and "url(" not in page and "@import" not in page
            assert ".sheet-reviews" in page
        assert "<del>" in found[f"article-{story.pk}.html"].decode()

    def test_it_tells_what_the_verification_found(self, as_editor):
        published()
        story = published()
        Article.objects.filter(pk=story.pk).update(body="没有人签过的正文。")

        found = files(as_editor)
        told = json.loads(found["verification.json"])

        assert [fault["article"] for fault in told["faults"]] == [story.pk]
        assert (told["stories"], told["records"]) == (2, 8)
        assert told["sha256"] == {
            name: hashlib.sha256(content).hexdigest() for name, content in found.items() if name != "verification.json"
        }
        assert "is-faulty" in found[f"article-{story.pk}.html"].decode()

    def test_its_tables_run_no_formulas(self, as_editor):
        published(headline="=HYPERLINK(1)")

        found = files(as_editor)
        rows = list(csv.reader(io.StringIO(found["ledger.csv"].decode("utf-8-sig"))))
        cells = load_workbook(io.BytesIO(found["ledger.xlsx"])).active

        assert rows[1][1] == "'=HYPERLINK(1)"
        assert cells["B2"].value == "'=HYPERLINK(1)" and cells["B2"].data_type == "s"

    def test_a_command_writes_the_same(self, as_editor, tmp_path):
        published()
        path = tmp_path / "records.zip"

        call_command("export_records", path, "--from", "2026-03-01", "--to", "2026-03-31")

        with zipfile.ZipFile(path) as written:
            assert written.namelist() == archive(as_editor).namelist()
        with pytest.raises(CommandError):
            call_command("export_records", path, "--from", "2020-03-01", "--to", "2020-03-31")
        with pytest.raises(CommandError):
            call_command("export_records", path, "--from", "2026-03-31", "--to", "2026-03-01")
        with pytest.raises(CommandError):
            call_command("export_records", tmp_path, "--from", "2026-03-01", "--to", "2026-03-31")


def test_neither_page_nor_archive_asks_more_of_the_database_when_there_are_more_stories(as_editor):
    def publish(number: int) -> None:
        for _turn in range(number):
            with clock.replaying(at(9)):
                story = make_submitted_article(townships=[make_township(f"第{Article.objects.count()}镇")])
                story.headline = f"改过的标题{story.pk}"
                story.save()
                story.record_edit(by=first_reviewer())
                pass_reviews(story).sign(by=editor(), answered=answers(story))

    def queries() -> list[int]:
        counted = []
        for asked in (MARCH, {**MARCH, "file": "zip"}):
            with CaptureQueriesContext(connection) as captured:
                response = as_editor.get(PAGE, asked)
                b"".join(response.streaming_content) if response.streaming else response.content
            counted.append(len(captured))
        return counted

    publish(2)
    few = queries()
    publish(6)
    many = queries()

    assert many == few
    assert max(many) < 40, many
