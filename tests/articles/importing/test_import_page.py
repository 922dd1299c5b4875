"""`import_page`: one page in, drafts out; what is no page changes nothing and says why."""

import json
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import OperationalError

from articles.models import Article, ImportedPage
from tests import factories
from tests.articles.pages import PAGE
from tests.newsroom.sample import SEED_DIR, needs_sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_file(tmp_path):
    file = tmp_path / "page.txt"
    file.write_text(PAGE, encoding="utf-8")
    return str(file)


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_page", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def rows() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def test_a_page_becomes_drafts_and_is_kept(page_file):
    out, _err = run(page_file, "--week", "2026-W46")

    assert "3篇草稿" in out
    assert [story.state for story in Article.objects.all()] == ["draft"] * 3
    assert ImportedPage.objects.get().source == "page.txt"


def test_reading_the_same_page_twice_adds_nothing_and_says_so(page_file):
    run(page_file)
    before = rows()

    out, err = run(page_file, "--json")

    assert rows() == before
    assert len(json.loads(out)["items"]) == 3
    assert err.strip()


def test_a_trial_writes_nothing(page_file):
    before = rows()

    out, _err = run(page_file, "--dry-run", "--json")

    assert rows() == before
    assert set(json.loads(out)) == {"items", "leftovers"}


def test_json_holds_what_people_read_apart(page_file):
    """Only JSON on standard output, messages on the other."""
    out, err = run(page_file, "--json")

    assert json.loads(out)["items"][0]["reporters"] == ["魏青岚"]
    assert err.strip()


def test_a_page_may_come_through_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(PAGE.encode("gb18030"))))

    out, _err = run("-", "--json")

    assert json.loads(out)["items"][0]["headline"] == "柳溪镇召开冬管现场会"


def test_who_reads_a_page_in_may_be_named(page_file):
    run(page_file, "--by", factories.author().username)

    assert {story.created_by for story in Article.objects.all()} == {factories.author()}
    assert all(story.typed_in for story in Article.objects.all())


def test_nobody_can_sign_in_as_the_command(page_file):
    run(page_file)

    nobody = ImportedPage.objects.get().imported_by
    assert not nobody.is_active
    assert not nobody.has_usable_password()


def test_an_old_paper_has_a_name_and_a_day(page_file):
    run(page_file, "--paper", "云亭报", "--printed-on", "2015-11-20")

    assert {str(story.happened_on) for story in Article.objects.exclude(happened_on=None)} == {"2015-11-18"}


REFUSED = {
    "no day of the paper": ["--paper", "云亭报"],
    "a day to come": ["--paper", "云亭报", "--printed-on", "2999-01-01"],
    "a day before there were papers": ["--paper", "云亭报", "--printed-on", "0001-01-01"],
    "no such day": ["--paper", "云亭报", "--printed-on", "2015-02-30"],
    "no such week": ["--week", "2025-W53"],
    "no such account": ["--by", "nobody"],
}


@pytest.mark.parametrize("arguments", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused(page_file, arguments):
    before = rows()

    with pytest.raises(CommandError):
        run(page_file, *arguments)

    assert rows() == before


NO_PAGES = {
    "empty": b"",
    "white": b" \n\t\n",
    "noise": bytes(range(256)) * 24_000,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "an old Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048),
    "a broken docx": b"PK\x03\x04" + bytes(64),
    "a broken PDF": b"%PDF-1.7\n" + bytes(64),
    "no story": "你好".encode(),
    "words without a story": "今天天气很好。\n明天也是。\n".encode(),
    "another language": b"Hello world. " * 50,
}


@pytest.mark.parametrize("content", NO_PAGES.values(), ids=NO_PAGES)
def test_what_is_no_page_gets_one_sentence_and_changes_nothing(tmp_path, content):
    file = tmp_path / "page"
    file.write_bytes(content)
    before = rows()

    with pytest.raises(CommandError) as refusal:
        run(str(file))

    assert rows() == before
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) > 8


@pytest.mark.parametrize("file", ["missing.txt", "."])
def test_a_file_that_cannot_be_opened_is_named(tmp_path, file):
    with pytest.raises(CommandError, match=str(tmp_path)):
        run(str(tmp_path / file))


@pytest.mark.parametrize("model", ["ImportedPage", "Article", "Credit", "Attendance"])
def test_a_connection_that_dies_in_the_middle_leaves_nothing(page_file, monkeypatch, model):
    register = apps.get_model("articles", model)

    def dead(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(register, "save", dead)
    before = rows()

    with pytest.raises(CommandError, match="server closed the connection"):
        run(page_file)

    assert rows() == before


@needs_sample
def test_the_sample_is_filed_as_eleven_drafts():
    run(str(SEED_DIR / "roundup.txt"), "--week", "2021-W50")

    assert Article.objects.count() == 11
    assert Article.objects.filter(genre="photo_news").count() == 2
