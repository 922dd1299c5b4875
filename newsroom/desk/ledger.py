"""三审三校台账: the stories of a period, who took which review of them when, and what was found; in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from articles.models import Article, Correction, Review
from articles.records.sign_off import Seat, SignOffSheet
from articles.review.workflow import ReviewStep

from .count_words import days
from .counts import Span
from .spreadsheets import Table

# Columns that say what the story is; the others say what was done to it.
ABOUT = 5


class Chosen(TextChoices):
    """By what a story belongs to a period."""

    PUBLISHED = "published", pgettext_lazy("ledger", "Stories first published in these days")
    STEPS = "steps", pgettext_lazy("ledger", "Stories of which a step was taken in these days")


@dataclass(frozen=True)
class Cell:
    heading: str
    lines: list[str]
    is_narrow: bool = False  # of names and moments, which are not broken


@dataclass(frozen=True)
class Line:
    """One story: what it is, then what was done to it. In words alone, since an archive of years keeps them all."""

    article: int
    title: str
    state: str
    about: list[Cell]
    done: list[Cell]
    records: int
    faults: tuple[str, ...]

    @property
    def is_faulty(self) -> bool:
        return bool(self.faults)

    @property
    def cells(self) -> list[Cell]:
        return [*self.about, *self.done]


def stories_of(span: Span, chosen: str):
    stories = Article.objects.all()
    if chosen == Chosen.STEPS:
        return stories.on_record_within(span.first_day, span.last_day)
    return stories.signed_for_within(span.first_day, span.last_day)


def line_of(sheet: SignOffSheet) -> Line:
    narrow = {_("First published"), *(str(step.label) for step in ReviewStep)}
    cells = [Cell(heading, [*filter(None, said(sheet))], heading in narrow) for heading, said in _columns()]
    about, done = cells[:ABOUT], cells[ABOUT:]
    return Line(sheet.story.pk, str(sheet.story), sheet.state, about, done, sheet.verdict.records, sheet.verdict.faults)


def table_of(lines: Iterable[Line], *, title: str, notes: list[str]) -> Table:
    rows = [[_joined(cell.lines) for cell in line.cells] for line in lines]
    return Table(title=title, head=headings(), rows=rows, notes=notes)


def headings() -> list[str]:
    return [heading for heading, _said in _columns()]


def _columns() -> list[tuple[str, Callable[[SignOffSheet], Iterable[str]]]]:
    """The first few say what the story is."""
    return [
        (_("No."), lambda sheet: [str(sheet.story.pk)]),
        (_("Title"), lambda sheet: [str(sheet.story)]),
        (_("Genre"), lambda sheet: [sheet.story.get_genre_display()]),
        (pgettext("of a story", "Byline"), lambda sheet: [sheet.text.byline]),
        (_("State"), lambda sheet: [sheet.state]),
        (_("First published"), lambda sheet: [_moment(sheet.story.published_at)]),
        *((str(step.label), partial(_reviews, step=step)) for step in ReviewStep),
        (_("Proofs"), lambda sheet: (" ".join([seat.label, *_taken(seat)]) for seat in sheet.proofs if seat.record)),
        (_("Sent back, rejected"), lambda sheet: map(_said, sheet.turned_down)),
        (_("Corrections"), lambda sheet: (_told(*told) for told in sheet.notes if told[0].kind != "withdrawal")),
        (_("Offline, withdrawn"), lambda sheet: map(_said, sheet.taken_back)),
        (_("Verification"), lambda sheet: sheet.verdict.faults or [pgettext("records", "whole")]),
    ]


def title(span: Span) -> str:
    return _("Records of review and proof, %(days)s") % {"days": days(span)}


def rules(chosen: str) -> list[str]:
    """What stands in the ledger, in words; a list without its rule is worth nothing."""
    return [
        str(Chosen(chosen).label),
        _("A correction is reviewed as a story of its own and has a line of its own."),
        _("Reviews and proofs are those of the last round; earlier rounds stand on each story’s sheet."),
        _("Each story’s records were verified when this was drawn up."),
    ]


def _reviews(sheet: SignOffSheet, step: ReviewStep) -> list[str]:
    return [line for seat in sheet.review(step) for line in _taken(seat)]


def _taken(seat: Seat) -> list[str]:
    record = seat.record
    if record is None:
        return []
    return [str(record.by or "—"), _moment(record.at), _("with changes") if seat.is_edited else ""]


def _moment(at: datetime | None) -> str:
    """In the narrowest form, which also sorts in Excel."""
    return date_format(timezone.localtime(at), "Y-m-d H:i") if at else ""


def _said(record: Review) -> str:
    return _with_reason(f"{record.get_verb_display()} {record.by or '—'} {_moment(record.at)}", record.reason)


def _told(note: Correction, at: datetime | None) -> str:
    return _with_reason(f"{note.get_kind_display()} {_moment(at)}".strip(), note.text)


def _with_reason(words: str, reason: str) -> str:
    if not reason:
        return words
    return pgettext("step and its reason", "%(step)s: %(reason)s") % {"step": words, "reason": reason}


def _joined(lines: list[str]) -> str:
    return " / ".join(line.replace("\n", " ") for line in lines)
