"""Items, as a page is read into or a demo is written in, to drafts that are linked to the registers.

An item has the keys of `import_page --json`, with full days; genre, standfirst, main_topic, topics, villages,
headline_lines, list_title and flag_round may stand beside them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from ..models import (
    Article,
    Attendance,
    Credit,
    Flag,
    FlagRound,
    ImportedPage,
    Issue,
    Photo,
    Placement,
    Topic,
    TopicAssignment,
)
from ..models.imported_page import Pictured
from ..models.locks import lock_open_pages
from ..pictures.intake import TakenFile, TakenPicture
from ..values.bylines import CreditRole
from .passages import begins_at
from .registers import PARTS_OF_DAY, KnownEntries, ProposingEntries

Item = Mapping[str, Any]

DISTRICT_LEADERS = "区领导"


def file_page(
    page: ImportedPage, items: Sequence[Item], *, by, pictures: Sequence[Pictured] | None = None
) -> list[Article]:
    """A draft for each item of the page; all of them or none.

    Names that the registers do not plainly hold become proposals. What is filed already is not filed again: an item is
    known by the place at which it begins. pictures: of the page, as taken in before by who holds a transaction.
    """
    spans = [span for item in items for span in item["source_spans"]]
    # Before the transaction: pictures take seconds.
    if pictures is None:
        kept = [row for row in page.pictures.all() if any(start <= row.at < end for start, end in spans)]
        pictures = [(picture.at, picture.taken()) for picture in kept]
    with transaction.atomic():
        return _file_page(page, items, pictures, by=by)


def _file_page(page: ImportedPage, items: Sequence[Item], pictures: Sequence[Pictured], *, by) -> list[Article]:
    # Two people may press at once.
    page = ImportedPage.objects.select_for_update(no_key=True).get(pk=page.pk)
    lock_open_pages()
    there = {begins_at(draft.page_spans) for draft in page.drafts.all()}
    new = [item for item in items if begins_at(item["source_spans"]) not in there]
    entries = ProposingEntries()
    return [_file_from_page(page, item, pictures, by=by, entries=entries) for item in new]


@transaction.atomic
def file_item(
    item: Item,
    *,
    by,
    issue: Issue | None = None,
    typed_in: bool = True,
    entries: KnownEntries | None = None,
    **columns: Any,
) -> Article:
    """One draft with its credits, attendance, places and flags. Its pictures are placed by the caller.

    entries: where names are looked up; as a rule, raises DoesNotExist for one that the registers do not hold, and
    nothing is then written. columns: further ones of the story.
    """
    entries = entries or KnownEntries()
    words = words_of(item)
    day, part_of_day = words["happened_on"], words["part_of_day"]
    meeting = _fitting(item.get("meeting"), 120)
    story = Article.objects.create(
        genre=item.get("genre") or Article.Genre.BRIEF,
        **words,
        list_title=item.get("list_title") or "",
        standfirst=item.get("standfirst") or "",
        meeting=entries.meeting(meeting, day, part_of_day) if meeting else None,
        main_topic=Topic.objects.get(name=item["main_topic"]) if item.get("main_topic") else None,
        issue=issue,
        created_by=by,
        typed_in=typed_in,
        **columns,
    )
    for name in item.get("topics") or ():
        TopicAssignment.objects.create(content_object=story, tag=Topic.objects.get(name=name))
    story.townships.set(entries.township(name) for name in _names(item.get("townships")))
    story.villages.set(
        entries.village(place["township"], place["village"])
        for place in item.get("villages") or ()
        if _names(place.values()) == [*place.values()]
    )
    _add_credits(item, entries, article=story)
    _add_attendance(story, item, entries)
    _add_flags(story, item, entries)
    return story


def _file_from_page(page: ImportedPage, item: Item, pictures: Sequence[Pictured], *, by, entries) -> Article:
    own = [taken for at, taken in pictures if any(start <= at < end for start, end in item["source_spans"])]
    is_photo = item["kind"] == "photo"
    # Without its picture, the words below it are all there is: they wait in the text until a picture is placed.
    in_text = [item["caption"]] if is_photo and item.get("caption") and not own else []
    story = file_item(
        {
            **item,
            "genre": genre_of(item),
            "paragraphs": [*(item.get("paragraphs") or ()), *in_text],
            "headline_lines": _headline_lines(item),
            "credits": credits_of(item) if not (is_photo and own) else [],
        },
        by=by,
        entries=entries,
        printed_in=page.paper,
        printed_on=page.printed_on,
        imported_page=page,
        page_spans=item["source_spans"],
    )
    for order, picture in enumerate(own, start=1):
        photo = _photo(picture, item, by=by, entries=entries)
        caption = item.get("caption") or "" if order == 1 else ""
        Placement.objects.create(article=story, photo=photo, caption=caption, order=order, after_paragraph=1)
    return story


def _headline_lines(item: Item) -> list[str]:
    """As printed, so long as nobody has mended the headline since."""
    headline, printed = item.get("headline") or "", list(item.get("headline_lines") or ())
    return printed if "".join("".join(printed).split()) == "".join(headline.split(" ")) else headline.split("\n")


def _photo(picture: TakenPicture, item: Item, *, by, entries: KnownEntries) -> Photo:
    photo = Photo.objects.create(image=TakenFile(picture), taken_on=_day(item.get("date_start")), uploaded_by=by)
    if item["kind"] == "photo":
        _add_credits({"credits": credits_of(item)}, entries, photo=photo)
    return photo


def genre_of(item: Item) -> Article.Genre | None:
    """As far as the words tell: a caption alone is photo news, and a brief says who sent it in its opening tag."""
    if item["kind"] == "photo":
        return Article.Genre.PHOTO_NEWS
    return Article.Genre.BRIEF if "本报讯" in (item.get("byline_as_written") or "") else None


def words_of(item: Item) -> dict[str, Any]:
    """Titles, text and days as a story's columns hold them."""
    start, end = _day(item.get("date_start")), _day(item.get("date_end"))
    titles, above = _titles(item)
    return {
        **titles,
        "body": "\n".join([*above, *(item.get("paragraphs") or ())]),
        "happened_on": start,
        "happened_until": end if start and end and end > start else None,
        "part_of_day": PARTS_OF_DAY.get(item.get("part_of_day") or "", ""),
    }


def _titles(item: Item) -> tuple[dict[str, str], list[str]]:
    """The titles; and what is too long to be one, which then stands above the text, so that nothing is lost."""
    given = {
        "kicker": item.get("kicker") or "",
        "headline": "\n".join(item.get("headline_lines") or [item.get("headline") or item.get("web_headline") or ""]),
        "deck": item.get("deck") or "",
    }
    columns = {column.name: column.max_length or 0 for column in Article._meta.fields}
    fits = {name: text for name, text in given.items() if len(text) <= columns[name]}
    return {name: fits.get(name, "") for name in given}, [text for name, text in given.items() if name not in fits]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _fitting(text: str | None, longest: int) -> str:
    """Empty when no column holds it: what is that long is no name, and stands in the text anyway."""
    return text if text and len(text) <= longest else ""


def _names(names: Iterable[str] | None) -> list[str]:
    return [name for name in names or () if _fitting(name, 40)]


def credits_of(item: Item) -> list[tuple[CreditRole, str]]:
    """Roles and names of a story in the order of print: writers, then who took its pictures."""
    photographers = item.get("photographers") or ()
    credits = []
    for key, role in (
        ("reporters", CreditRole.REPORTER),
        ("correspondents", CreditRole.CORRESPONDENT),
        ("interns", CreditRole.INTERN),
    ):
        for name in item.get(key) or ():
            both = role == CreditRole.REPORTER and name in photographers and item.get("kind") != "photo"
            credits.append((CreditRole.TEXT_AND_PHOTO if both else role, name))
    named = {name for _role, name in credits}
    return credits + [(CreditRole.PHOTOGRAPHER, name) for name in photographers if name not in named]


def _add_credits(item: Item, entries: KnownEntries, **owner: models.Model) -> None:
    # A demo's pictures are credited on the pictures.
    credits = item.get("credits", credits_of({**item, "photographers": ()}))
    for order, (role, name) in enumerate(dict.fromkeys(credits), start=1):
        if _names([name]):
            reporter = entries.reporter(name, role)
            Credit.objects.create(role=role, reporter=reporter, name_as_printed=name, order=order, **owner)


def people_of(item: Item) -> Iterator[dict[str, Any]]:
    """The columns of each who was there, in the order of print; without the official, whom a register knows."""
    for person in item.get("attendance") or ():
        if _names([person["name"]]):
            yield {
                "group": _group(person),
                "name": person["name"],
                "post": _fitting(person.get("post"), 120),
                "verbs": _fitting("、".join(person.get("verbs") or ()), 60),
                "organisation": _fitting(person.get("organisation"), 120),
            }


def _add_attendance(story: Article, item: Item, entries: KnownEntries) -> None:
    listed = set()
    for order, person in enumerate(people_of(item), start=1):
        official = None
        if not person["organisation"]:
            official = entries.official(person["name"], person["post"], person["group"], story.happened_on)
        official = None if official in listed else official
        Attendance.objects.create(article=story, official=official, order=order, **person)
        listed.add(official)


def _group(person: Mapping[str, Any]) -> Attendance.Group:
    if person.get("organisation"):
        return Attendance.Group.GUEST
    return Attendance.Group.DISTRICT_LEADERS if person.get("post") == DISTRICT_LEADERS else Attendance.Group.PRINCIPAL


def colours_of(item: Item) -> dict[str, str]:
    """Townships with their flag; where one is named twice, the first colour stands: the database holds one a round."""
    colours: dict[str, str] = {}
    for flag in item.get("flags") or ():
        if _names([flag["township"]]):
            colours.setdefault(flag["township"], flag["colour"])
    return colours


def ranking_words(item: Item) -> dict[str, str]:
    """What the ranking is called, and why flags were given; the headline stands for a name that is not told."""
    told = item.get("flag_round") or {}
    headline = item.get("list_title") or "".join((item.get("headline") or "").split("\n"))
    columns: Any = FlagRound._meta
    longest = {name: columns.get_field(name).max_length for name in ("subject", "reason")}
    subject = told.get("subject") or headline or _("Ranking")
    return {"subject": subject[: longest["subject"]], "reason": (told.get("reason") or "")[: longest["reason"]]}


def _add_flags(story: Article, item: Item, entries: KnownEntries) -> None:
    if not item.get("flags"):
        return
    round_ = FlagRound.objects.create(article=story, **ranking_words(item))
    for order, (name, colour) in enumerate(colours_of(item).items(), start=1):
        Flag.objects.create(round=round_, township=entries.township(name), colour=colour, order=order)
