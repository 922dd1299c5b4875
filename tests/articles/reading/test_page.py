"""Whole pages: the sample with its labels, the demo's page with its own, and promises that hold for any text."""

import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.reading import read_page
from articles.reading.page import LONGEST_PAGE, as_json
from articles.values.weeks import Week
from tests.newsroom.sample import SEED_DIR

from .hostile import HOSTILE, PIECES, lost_or_doubled

ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "newsroom" / "demo"
TODAY = date(2026, 11, 23)
CONTRACT = [
    *("kind", "kicker", "headline", "deck", "byline_as_written", "reporters", "correspondents", "photographers"),
    *("interns", "dates_as_written", "date_start", "date_end", "part_of_day", "meeting", "attendance", "townships"),
    *("villages", "flags", "paragraphs", "caption", "credit_as_written"),
]


def bare(text: str | None) -> str:
    return "".join((text or "").split())


# The demo's page


@pytest.fixture(scope="module")
def demo():
    text = (DEMO / "page.txt").read_text(encoding="utf-8")
    labels = json.loads((DEMO / "page.json").read_text(encoding="utf-8"))
    return text, labels, read_page(text, week=Week.parse(labels["week"]), today=TODAY)


@pytest.mark.parametrize("key", CONTRACT)
def test_the_demo_page_is_read_as_labelled(demo, key):
    _text, labels, page = demo
    assert [item[key] for item in as_json(page)["items"]] == [item[key] for item in labels["items"]]


def test_the_demo_page_leaves_its_column_heading(demo):
    text, _labels, page = demo
    assert [leftover.text for leftover in page.leftovers] == ["一周动态"]
    assert lost_or_doubled(text, page) == []


# The sample


@pytest.fixture(scope="module")
def sample():
    if not (SEED_DIR / "roundup.txt").exists():
        pytest.skip(f"no sample in {SEED_DIR}; SEED_DIR names the folder that holds it")
    text = (SEED_DIR / "roundup.txt").read_text(encoding="utf-8")
    labels = json.loads((SEED_DIR / "roundup.expected.json").read_text(encoding="utf-8"))
    return text, labels, read_page(text, today=date(2022, 1, 3))


@pytest.fixture(scope="module")
def stories(sample):
    _text, labels, page = sample
    return list(zip([item for item in page.items if item.kind == "story"], labels["stories"], strict=True))


def test_the_sample_has_nine_stories_and_two_photos(sample):
    text, labels, page = sample
    assert [item.kind for item in page.items] == ["story"] * 8 + ["photo"] * 2 + ["story"]
    assert [len(item.paragraphs) for item in page.items if item.kind == "story"] == [6, 3, 4, 3, 6, 3, 2, 1, 5]
    assert [leftover.text for leftover in page.leftovers] == [labels["section_heading"]]
    assert lost_or_doubled(text, page) == []


def test_the_samples_titles(stories):
    for item, label in stories:
        assert (item.kicker, item.headline, item.deck) == (label["kicker"], label["title"], label["subtitle"])


def test_the_samples_bylines(stories):
    for item, label in stories:
        assert item.byline_as_written == label["byline_as_printed"]
        assert (list(item.reporters), list(item.correspondents)) == (label["reporters"], label["correspondents"])


def test_the_samples_days(stories):
    for item, label in stories:
        # The labels list 连日来 too, which names no day.
        written = [day for day in label["dates_as_written"] if "日" in day and any(char.isdigit() for char in day)]
        days = tuple(day and f"{day:%m-%d}" for day in (item.date_start, item.date_end))
        assert list(item.dates_as_written) == written
        assert days == (label["date_start"], label["date_end"])
        assert item.part_of_day == label["time_of_day"]
        assert item.meeting == label["meeting_name"]


def test_the_samples_attendance(stories):
    for item, label in stories:
        hosts = [(p["name"], p["role_as_written"], None) for p in label["attendees"]]
        guests = [(p["name"], p["role"], p["organisation"]) for p in label["external_guests"]]
        read = [(p.name, p.post, p.organisation) for p in item.attendance]
        assert sorted(read, key=str) == sorted(hosts + guests, key=str)
        # Each group stands in the order of the page.
        assert [person for person in read if person in guests] == guests
        verbs = {person["name"]: person["participation"] for person in label["attendees"]}
        for person in item.attendance:
            assert person.verbs[0].startswith(verbs.get(person.name, ""))


def test_the_samples_places_and_flags(stories):
    for item, label in stories:
        colours = {"red": label["awards"]["red_flag"], "blue": label["awards"]["blue_flag"]}
        assert list(item.townships) == label["townships"]
        for colour, names in colours.items():
            assert [flag.township for flag in item.flags if flag.colour == colour] == names


def test_the_samples_paragraphs(stories):
    for item, label in stories:
        assert item.paragraphs[0] == label["first_paragraph_without_dateline"]
        assert item.paragraphs[-1] == label["last_paragraph"].removeprefix(bare(label["byline_as_printed"]))
        openings = [text[:8] for text in item.paragraphs[1:]]
        assert openings == [text[:8] for text in label["paragraph_openings"][1:]]
        assert sum(map(len, item.paragraphs)) == label["body_char_count_no_spaces"] or label["order"]


def test_the_samples_photos(sample):
    _text, labels, page = sample
    photos = [item for item in page.items if item.kind == "photo"]
    for item, label in zip(photos, labels["photos"], strict=True):
        assert item.caption == label["caption"]
        assert list(item.photographers) == [label["photographer"]]
        assert item.credit_as_written == label["credit_as_printed"]
        assert f"{item.date_start:%m-%d}" == label["date"]
        assert list(item.townships) == label["townships"]


# Whatever it is given


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(st.sampled_from(PIECES), max_size=200).map("".join)))
def test_no_character_is_lost_and_nothing_raises(text):
    page = read_page(text, today=TODAY)

    assert lost_or_doubled(text, page) == []
    json.dumps(as_json(page))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_moments(name):
    began = time.process_time()
    read_page(HOSTILE[name], today=TODAY)

    # What is not linear takes minutes; a slow machine takes three seconds. `make soak` holds it to one.
    assert time.process_time() - began < 10


def test_what_is_longer_than_a_page_is_said_so():
    page = read_page("的" * (LONGEST_PAGE + 1), today=TODAY)

    assert not page.items
    assert [finding.rule for finding in page.findings] == ["too_long"]
