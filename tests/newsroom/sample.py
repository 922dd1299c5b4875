"""The real page of the seed folder, entered as data from its hand-made labels; nothing of it stands in the project."""

import json
import re
from datetime import date

import pytest

from articles.importing.drafts import file_item
from articles.models import Article, Issue, Placement
from articles.values.bylines import CreditRole
from newsroom.models import Newsroom
from people.models import Township, Village
from tests import factories
from tests.evaluation.labels import SEED_DIR, sample_paragraphs

YEAR = 2021
needs_sample = pytest.mark.skipif(
    not (SEED_DIR / "roundup.txt").exists(),
    reason="the sample page is not here; SEED_DIR names the folder that holds roundup.txt and its labels",
)

KINDS = {"乡": Township.Kind.TOWNSHIP, "镇": Township.Kind.TOWN, "街道": Township.Kind.SUBDISTRICT}


def enter_sample() -> Issue:
    """The page as an editor would have filed, signed and closed it. Returns its issue."""
    labels = json.loads((SEED_DIR / "roundup.expected.json").read_text(encoding="utf-8"))
    text = re.sub(r"\s", "", (SEED_DIR / "roundup.txt").read_text(encoding="utf-8"))
    Newsroom.objects.create(masthead="示范区报", district="示范区")
    _enter_registers(labels)
    issue = factories.make_issue("2021-W50", number=50)
    for story in labels["stories"]:
        _sign(file_item(_story(story, text), by=factories.author(), issue=issue))
    for photo in labels["photos"]:
        _sign(_photo_news(photo, issue))
    issue.close(by=factories.editor())
    return issue


def _sign(story: Article) -> None:
    story.submit(by=factories.author())
    factories.pass_reviews(story).sign(by=factories.editor())


def _enter_registers(labels: dict) -> None:
    roster = labels["roster"]
    for township in roster["townships"]:
        Township.objects.create(name=township["name"], kind=KINDS[township["kind"]])
    for village in roster["villages"]:
        Village.objects.create(name=village["name"], township=Township.objects.get(name=village["township"]))
    for place, name in enumerate(_protocol_order(labels), start=1):
        factories.make_official(name, [("党工委", "委员", place)])
    for kind in ("reporters", "correspondents", "photographers"):
        for person in roster[kind]:
            factories.make_reporter(person["name"], kind=kind.removesuffix("s") if kind != "reporters" else "staff")
    for story in labels["stories"]:
        for topic in story["topics"]:
            factories.make_topic(topic)


def _protocol_order(labels: dict) -> list[str]:
    """One order that no list of the page contradicts: a topological sort of all its lists."""
    lists = [[person["name"] for person in story["attendees"]] for story in labels["stories"]]
    names = [official["name"] for official in labels["roster"]["officials"]]
    before = {name: {a for row in lists if name in row for a in row[: row.index(name)]} for name in names}
    order: list[str] = []
    while len(order) < len(names):
        order.append(next(name for name in names if name not in order and before[name] <= set(order)))
    return order


def _story(story: dict, text: str) -> dict:
    return {
        "headline_lines": [line for line in _headline_lines(story) if line],
        "kicker": story["kicker"],
        "deck": story["subtitle"],
        "reporters": story["reporters"],
        "correspondents": story["correspondents"],
        "date_start": _day(story["date_start"]),
        "date_end": _day(story["date_end"]),
        "part_of_day": story["time_of_day"],
        "meeting": story["meeting_name"],
        "attendance": [
            {"name": person["name"], "post": person["role_as_written"], "verbs": [person["participation"]]}
            for person in story["attendees"]
        ]
        + [
            {"name": guest["name"], "post": guest["role"], "verbs": [], "organisation": guest["organisation"]}
            for guest in story["external_guests"]
        ],
        "townships": story["townships"],
        "villages": [
            {"township": place["parent"], "village": place["name"]} for place in story["places"] if place.get("parent")
        ],
        "flags": [
            {"township": name, "colour": colour}
            for colour in ("red", "blue")
            for name in story["awards"][f"{colour}_flag"]
        ],
        "flag_round": {"subject": "人居环境集中整治", "reason": story["awards"]["note"] or ""},
        "paragraphs": sample_paragraphs(story, text),
        "main_topic": story["topics"][0],
        "topics": story["topics"][1:],
    }


def _headline_lines(story: dict) -> list[str]:
    lines = story["title_lines_as_printed"]
    return lines if "".join(lines) == story["title"] else [story["title"]]


def _photo_news(photo: dict, issue: Issue) -> Article:
    story = Article.objects.create(
        genre=Article.Genre.PHOTO_NEWS,
        headline=re.split("[，。]", photo["caption"])[1],
        happened_on=_day(photo["date"]) and date.fromisoformat(_day(photo["date"])),
        main_topic=factories.make_topic("项目建设"),
        issue=issue,
        created_by=factories.author(),
        typed_in=True,
    )
    story.townships.set(Township.objects.filter(name__in=photo["townships"]))
    image = factories.make_photo(size=(900, 600), alt_text="照片", photographers=[])
    reporter = factories.Reporter.objects.get(name=photo["photographer"])
    factories.Credit.objects.create(photo=image, reporter=reporter, role=CreditRole.PHOTOGRAPHER)
    Placement.objects.create(article=story, photo=image, caption=photo["caption"])
    return story


def _day(month_and_day: str | None) -> str | None:
    return month_and_day and f"{YEAR}-{month_and_day}"
