"""One page of text in; its stories, its photos and what found no place out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..values.weeks import Week
from .attendance import Person, attendance_of
from .bylines import Byline
from .days import EventDay, event_day
from .findings import Finding
from .layout import paragraphs_of
from .meetings import meeting_name
from .places import Flag, Gazetteer, flags_of
from .rankings import Ranking, ranking_of
from .stories import Draft, drafts_of
from .text import Line, spans_of, squeeze

# A printed page holds ten to twenty thousand characters; what is much longer is not one.
LONGEST_PAGE = 60_000

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Item:
    kind: str  # story, photo
    source_spans: Spans
    kicker: str | None = None
    headline: str | None = None
    headline_lines: tuple[str, ...] = ()
    deck: str | None = None
    byline_as_written: str | None = None
    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    interns: tuple[str, ...] = ()
    dates_as_written: tuple[str, ...] = ()
    date_start: date | None = None
    date_end: date | None = None
    part_of_day: str | None = None
    meeting: str | None = None
    attendance: tuple[Person, ...] = ()
    townships: tuple[str, ...] = ()
    villages: tuple[tuple[str, str], ...] = ()
    flags: tuple[Flag, ...] = ()
    ranking: Ranking | None = None
    paragraphs: tuple[str, ...] = ()
    caption: str | None = None
    credit_as_written: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def sureness(self) -> float:
        return min((finding.sureness for finding in self.findings), default=1.0)


@dataclass(frozen=True)
class Leftover:
    text: str
    span: tuple[int, int]


@dataclass(frozen=True)
class Page:
    items: tuple[Item, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def holds_a_story(self) -> bool:
        """Words alone are none: a story has a headline, a byline or a day, a photo its caption."""
        return any(
            item.kind == "photo" or item.headline or item.byline_as_written or item.date_start for item in self.items
        )


def read_page(text: str, *, week: Week | None = None, today: date) -> Page:
    if len(text) > LONGEST_PAGE:
        return Page(leftovers=_leftovers(text, ((0, len(text)),)), findings=(Finding("too_long", "text"),))
    drafts, left = drafts_of(paragraphs_of(text))
    gazetteer = Gazetteer(told for draft in drafts for told in [*draft.texts, _raw(draft)])
    kept = [draft for draft in drafts if draft.texts or draft.kind == "photo"]
    left += [line for draft in drafts if not draft.texts and draft.kind == "story" for line in draft.lines]
    staff = {name for draft in kept for byline in draft.byline for name in byline.names("reporter", "both")}
    items = [_item(_with_roles(draft, staff), gazetteer, week, today) for draft in kept]
    items.sort(key=lambda item: item.source_spans[0])
    return Page(tuple(items), _leftovers(text, spans_of(left)))


def _leftovers(text: str, spans: Spans) -> tuple[Leftover, ...]:
    return tuple(Leftover(text[start:end].strip(), (start, end)) for start, end in spans if text[start:end].strip())


def _with_roles(draft: Draft, staff: Collection[str]) -> Draft:
    """Who signs at the end with a bare name writes from outside, unless the page has them as a reporter elsewhere."""
    draft.byline = [
        replace(
            byline,
            credits=tuple(
                replace(credit, role="reporter" if credit.name in staff else "correspondent")
                if credit.role == "writer"
                else credit
                for credit in byline.credits
            ),
        )
        for byline in draft.byline
    ]
    return draft


def _raw(draft: Draft) -> str:
    return "\n".join(paragraph.text for paragraph in draft.paragraphs)


def _item(draft: Draft, gazetteer: Gazetteer, week: Week | None, today: date) -> Item:
    return _photo(draft, gazetteer, week, today) if draft.kind == "photo" else _story(draft, gazetteer, week, today)


def _story(draft: Draft, gazetteer: Gazetteer, week: Week | None, today: date) -> Item:
    texts = [text for text in draft.texts if not text.startswith("## ")]
    day = event_day(texts, week=week, today=today)
    titles = draft.titles
    flags = flags_of(texts, gazetteer)
    ranking = ranking_of(texts, titles.headline, flags, gazetteer) if flags else None
    return Item(
        kind="story",
        source_spans=_spans(draft.lines),
        kicker=titles.kicker,
        headline=titles.headline,
        headline_lines=titles.lines,
        deck=titles.deck,
        byline_as_written=" ".join(draft.written) or None,
        reporters=_names(draft.byline, "reporter", "both"),
        correspondents=_names(draft.byline, "correspondent"),
        photographers=_names(draft.byline, "photographer", "both"),
        interns=_names(draft.byline, "intern"),
        dates_as_written=day.written,
        date_start=day.start,
        date_end=day.end,
        part_of_day=day.part,
        meeting=meeting_name(texts, titles.headline),
        attendance=tuple(attendance_of(texts)),
        townships=_townships(texts, gazetteer),
        villages=_villages(texts, gazetteer),
        flags=tuple(flags),
        ranking=ranking,
        paragraphs=tuple(draft.texts),
        findings=(*_findings(draft, day, week), *(ranking.findings if ranking else ())),
    )


def _photo(draft: Draft, gazetteer: Gazetteer, week: Week | None, today: date) -> Item:
    credit = draft.credit
    raws = [paragraph.raw for paragraph in draft.paragraphs]
    if credit and credit.text:
        raws[-1] = credit.text
    elif credit:
        raws.pop()
    caption = squeeze("".join(squeeze(raw) for raw in raws)) or None
    day = event_day([caption or ""], week=week, today=today)
    return Item(
        kind="photo",
        source_spans=_spans(draft.lines),
        kicker=draft.titles.kicker,
        headline=draft.titles.headline,
        headline_lines=draft.titles.lines,
        deck=draft.titles.deck,
        reporters=credit.reporters if credit else (),
        correspondents=credit.correspondents if credit else (),
        photographers=credit.photographers if credit else (),
        dates_as_written=day.written,
        date_start=day.start,
        date_end=day.end,
        part_of_day=day.part,
        townships=_townships([caption or ""], gazetteer),
        villages=_villages([caption or ""], gazetteer),
        caption=caption,
        credit_as_written=credit.written if credit else None,
        findings=_photo_findings(draft, caption, day, week),
    )


def _spans(lines: Sequence[Line]) -> Spans:
    return spans_of(list(lines))


def _names(bylines: Sequence[Byline], *roles: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for byline in bylines for name in byline.names(*roles)))


def _townships(texts: Sequence[str], gazetteer: Gazetteer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for text in texts for _at, name in gazetteer.townships(text)))


def _villages(texts: Sequence[str], gazetteer: Gazetteer) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(place for text in texts for place in gazetteer.villages(text)))


def _findings(draft: Draft, day: EventDay, week: Week | None) -> tuple[Finding, ...]:
    found: list[Finding] = []
    if not draft.titles.headline:
        found.append(Finding("no_headline", "headline"))
    if draft.titles.doubtful:
        found.append(Finding("title_lines", "headline", draft.titles.headline or ""))
    if not draft.byline:
        found.append(Finding("no_byline", "byline_as_written", " ".join(draft.written)))
    found += [Finding("names_run_together", "correspondents", doubt) for b in draft.byline for doubt in b.doubts]
    if draft.subheads:
        found.append(Finding("subheads", "paragraphs"))
    found += [Finding("paragraph_break", "paragraphs", p.text[:12]) for p in draft.paragraphs if p.doubtful_break]
    return (*found, *_day_findings(day, week))


def _photo_findings(draft: Draft, caption: str | None, day: EventDay, week: Week | None) -> tuple[Finding, ...]:
    found = [] if caption else [Finding("no_caption", "caption")]
    if not draft.credit:
        found.append(Finding("caption_without_credit", "photographers"))
    return (*found, *_day_findings(day, week))


def _day_findings(day: EventDay, week: Week | None) -> tuple[Finding, ...]:
    found = [Finding(rule, "date_start") for rule in day.doubts]
    if day.start:
        found.append(Finding("year_of_week" if week else "year_before_today", "date_start", str(day.start.year)))
    return tuple(found)


def as_json(page: Page) -> dict[str, Any]:
    """The contract of `import_page --json`."""
    return {
        "items": [item_as_json(item) for item in page.items],
        "leftovers": [leftover.text for leftover in page.leftovers],
    }


def item_as_json(item: Item) -> dict[str, Any]:
    plain = ("kind", "kicker", "headline", "deck", "byline_as_written", "part_of_day", "meeting", "caption")
    lists = (
        "headline_lines",
        "reporters",
        "correspondents",
        "photographers",
        "interns",
        "dates_as_written",
        "townships",
    )
    return {
        **{name: getattr(item, name) for name in (*plain, "credit_as_written")},
        **{name: list(getattr(item, name)) for name in (*lists, "paragraphs")},
        "date_start": item.date_start.isoformat() if item.date_start else None,
        "date_end": item.date_end.isoformat() if item.date_end else None,
        "attendance": [
            {"name": p.name, "post": p.post, "verbs": list(p.verbs), "organisation": p.organisation}
            for p in item.attendance
        ],
        "villages": [{"township": township, "village": village} for township, village in item.villages],
        "flags": [{"township": flag.township, "colour": flag.colour} for flag in item.flags],
        "flag_round": {"subject": item.ranking.subject, "reason": item.ranking.reason} if item.ranking else None,
        "source_spans": [list(span) for span in item.source_spans],
        "findings": [finding.as_json() for finding in item.findings],
    }
