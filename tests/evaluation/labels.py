"""Printed pages with the items that a person found in them: NAME.txt with NAME.json beside it.

The labels are {"today": day, "week": name or null, "items": […]}, the items as in the contract of `import_page --json`
with empty keys left out. A day is MM-DD or full. NAME.expected.json has the keys of the sample's hand-made labels.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from articles.reading import Page, read_page
from articles.values.weeks import Week

ROOT = Path(__file__).resolve().parents[2]
SEED_DIR = Path(os.environ.get("SEED_DIR") or ROOT.parent / "shared" / "seed")
FOLDERS = (ROOT / "tests" / "evaluation" / "pages", ROOT / "newsroom" / "demo", SEED_DIR)
# The sample names no year; its labels do without one.
TODAY = date(2022, 1, 3)


@dataclass(frozen=True)
class LabelledPage:
    name: str
    text: str
    items: list[dict[str, Any]]
    today: date
    week: Week | None = None

    def read(self) -> Page:
        return read_page(self.text, week=self.week, today=self.today)


def pages_in(folder: Path) -> Iterator[LabelledPage]:
    for file in sorted(folder.glob("*.txt")):
        labels, sample = file.with_suffix(".json"), file.with_suffix(".expected.json")
        # Not read_text, which would mend the ends of lines.
        text = file.read_bytes().decode()
        if labels.exists():
            yield labelled(file.stem, text, json.loads(labels.read_bytes()))
        elif sample.exists():
            yield LabelledPage(file.stem, text, sample_items(json.loads(sample.read_bytes()), text), TODAY)


def labelled(name: str, text: str, labels: dict[str, Any]) -> LabelledPage:
    week = Week.parse(labels["week"]) if labels.get("week") else None
    if not labels.get("today") and not week:
        raise ValueError(f"the labels of {name} name neither today nor a week")
    today = date.fromisoformat(labels["today"]) if labels.get("today") else week.last_day
    return LabelledPage(name, text, labels["items"], today, week)


# The sample's own keys


def sample_items(labels: dict[str, Any], text: str) -> list[dict[str, Any]]:
    bare = re.sub(r"\s", "", text)
    return [_story(story, bare) for story in labels["stories"]] + [_photo(photo) for photo in labels["photos"]]


def sample_paragraphs(story: dict[str, Any], bare: str) -> list[str]:
    """The labels hold the first and the last paragraph, and how each opens; the page, without white space, the rest."""
    start = bare.index(story["first_paragraph"])
    end = bare.index(story["last_paragraph"], start) + len(story["last_paragraph"])
    starts, at = [], start
    for opening in story["paragraph_openings"]:
        at = bare.index(opening, at)
        starts.append(at)
        at += 1
    paragraphs = [bare[a:b] for a, b in zip(starts, [*starts[1:], end], strict=True)]
    paragraphs[0] = story["first_paragraph_without_dateline"]
    return paragraphs


def _story(story: dict[str, Any], bare: str) -> dict[str, Any]:
    paragraphs = sample_paragraphs(story, bare)
    text = "".join(paragraphs)
    people = [_attendee(person) for person in story["attendees"]] + [_guest(one) for one in story["external_guests"]]
    return {
        "kind": "story",
        "kicker": story["kicker"],
        "headline": story["title"],
        "deck": story["subtitle"],
        "reporters": story["reporters"],
        "correspondents": story["correspondents"],
        "date_start": story["date_start"],
        "date_end": story["date_end"],
        "part_of_day": story["time_of_day"],
        "meeting": story["meeting_name"],
        # Two lists, of which the page makes one.
        "attendance": sorted(people, key=lambda person: text.index(person["name"])),
        "townships": story["townships"],
        "flags": [
            {"township": name, "colour": colour}
            for colour in ("red", "blue")
            for name in story["awards"][f"{colour}_flag"]
        ],
        "paragraphs": paragraphs,
    }


def _attendee(person: dict[str, Any]) -> dict[str, Any]:
    return {"name": person["name"], "post": person["role_as_written"], "verbs": [person["participation"]]}


def _guest(guest: dict[str, Any]) -> dict[str, Any]:
    """What guests did is not in the labels."""
    return {"name": guest["name"], "post": guest["role"], "organisation": guest["organisation"], "verbs": None}


def _photo(photo: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "photo",
        "caption": photo["caption"],
        "photographers": [photo["photographer"]],
        "date_start": photo["date"],
        "date_end": photo["date"],
        "townships": photo["townships"],
    }
