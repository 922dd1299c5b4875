"""The invented newsroom: the printed page and its labels agree, and it loads into an empty install only."""

import json
import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Issue, Photo
from articles.values.weeks import Week
from newsroom.demo import loader
from people.models import Reporter, User
from tests import factories

PAGE = loader.FOLDER / "page.txt"
LABELS = json.loads((loader.FOLDER / "page.json").read_text(encoding="utf-8"))

# What the page prints beside its items: the column's name and the typesetter's marks.
BESIDE_THE_ITEMS = re.compile(r"一周动态|[①-⑳]")


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_page_has_ten_stories_and_two_photos():
    kinds = [item["kind"] for item in LABELS["items"]]
    assert (kinds.count("story"), kinds.count("photo")) == (10, 2)


def test_every_character_of_the_page_belongs_to_exactly_one_label():
    rest = without_space(PAGE.read_text(encoding="utf-8"))
    pieces = []
    for item in LABELS["items"]:
        pieces += [item["caption"], item["credit_as_written"], item["kicker"], item["deck"]]
        pieces += [item["byline_as_written"], *item["paragraphs"]]
        pieces += [item["headline"]]
    for piece in sorted(filter(None, map(without_space, filter(None, pieces))), key=len, reverse=True):
        assert piece in rest, piece
        rest = rest.replace(piece, "", 1)
    twice = next(item["headline"] for item in LABELS["items"] if item["headline"] and item["headline"] in rest)
    assert BESIDE_THE_ITEMS.sub("", rest.replace(twice, "")) == ""


@pytest.mark.whole
@pytest.mark.django_db
def test_it_loads_once_with_nine_weeks_and_accounts(capsys):
    call_command("load_demo")
    assert Issue.objects.count() == 9
    assert Issue.objects.open().count() == 1
    assert Photo.objects.count() == 13
    loaded = Article.objects.count()
    assert Article.objects.public().count() == loaded - 6  # on their way: see desk.json
    call_command("load_demo")
    assert Article.objects.count() == loaded
    said = capsys.readouterr().out
    for account in User.objects.all():
        assert account.username in said
        assert account.check_password(loader.PASSWORD)


@pytest.mark.whole
@pytest.mark.django_db
def test_no_story_of_the_demo_was_signed_by_its_author():
    call_command("load_demo", weeks=2)
    assert Issue.objects.count() == 2
    for story in Article.objects.public():
        assert not story.is_written_by(story.reviews.get(verb="sign").by)


@pytest.mark.whole
def test_more_weeks_repeat_the_written_ones_further_back():
    weeks = list(loader.weeks_to_load(40))
    assert [week["week"] for week in weeks] == [f"2026-W{number:02}" for number in range(8, 48)]
    assert [week["number"] for week in weeks] == list(range(274, 314))
    for week in weeks[:31]:
        days = Week.parse(week["week"])
        for item in week["items"]:
            if item["date_start"]:
                first, last = (
                    date.fromisoformat(item[key] or item["date_start"]) for key in ("date_start", "date_end")
                )
                assert days.first_day <= first <= last <= days.last_day
                assert f"{first.month}月{first.day}日" in "".join(item["paragraphs"]) or item["kind"] == "photo"


@pytest.mark.django_db
def test_it_refuses_a_newsroom_that_has_content_of_its_own():
    factories.make_article()
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_it_refuses_a_public_host(settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert not Reporter.objects.exists()
