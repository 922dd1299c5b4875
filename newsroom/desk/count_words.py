"""The count sheet in words: its headings, its lines, the rules by which it counts; and the whole as a table."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from articles.models import Article
from people.models import Reporter

from ..pages.dates import full_day, moment, month
from .counts import COLUMNS, PICTURES, STORIES, WITHDRAWN, CountSheet, Grouping, Line, Person, Shared, Span
from .spreadsheets import Table


def heading(column: str) -> str:
    if column in Article.Genre.values:
        return str(Article.Genre(column).label)
    return {
        STORIES: pgettext("count", "Stories in all"),
        PICTURES: pgettext("count", "Pictures"),
        WITHDRAWN: pgettext("count", "Withdrawn, offline"),
    }[column]


def days(span: Span) -> str:
    if span == Span.month(span.first_day.year, span.first_day.month):
        return month(span.first_day)
    if span == Span.year(span.first_day.year):
        return _("Year %(year)s") % {"year": span.first_day.year}
    return f"{full_day(span.first_day)}—{full_day(span.last_day)}"


def number(count: Fraction) -> str:
    """To two places, without the noughts that say nothing: 3, 2.5, 0.33."""
    exact = Decimal(count.numerator) / Decimal(count.denominator)
    return f"{exact.quantize(Decimal('0.01'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")


def name(line: Line) -> str:
    match line.subject:
        case Person():
            return line.subject.name
        case date():
            return month(line.subject)
        case str():
            return line.subject or _("(no unit in the register)")
        case _:
            return _("(nobody named)")


def of_the_register(line: Line) -> tuple[str, str]:
    """Kind and unit of a person."""
    if isinstance(line.subject, Person):
        return str(Reporter.Kind(line.subject.kind).label), line.subject.unit
    return "", ""


def rules(sheet: CountSheet, *, is_own: bool) -> list[str]:
    """What is counted, on the page and in every file; a number without its rule is worth nothing."""
    words = {"days": days(sheet.span)}
    return [
        _("Stories of %(days)s that readers can see now, by the day on which they were published.") % words,
        *_shared_rule(sheet, is_own=is_own),
        _(
            "A story counts for everyone who is named as writing it. Where nobody is, it counts for whoever else its "
            "byline names, and photo news for whoever is named under its pictures."
        ),
        _(
            "A picture counts once, when a story first shows it, for those named under it; where nobody is, for those "
            "whom the byline names for pictures. It is not added to the stories."
        ),
        _(
            "Withdrawn, offline: published in these days, seen by readers and taken from before them since. It is in "
            "no other column, and its pictures do not count."
        ),
        *_pictures_of_nobody(sheet),
        _("Stories of old papers are left out."),
        _("Names, kinds and units are those of the register today."),
    ]


def _pictures_of_nobody(sheet: CountSheet) -> list[str]:
    if not sheet.pictures_of_nobody:
        return []
    said = ngettext(
        "%(number)d picture has no credit and is counted for nobody: ask whose it is.",
        "%(number)d pictures have no credit and are counted for nobody: ask whose they are.",
        sheet.pictures_of_nobody,
    )
    return [said % {"number": sheet.pictures_of_nobody}]


def _shared_rule(sheet: CountSheet, *, is_own: bool) -> list[str]:
    if sheet.grouping == Grouping.MONTH and not is_own:
        return [_("By month every story counts once, however many names it has.")]
    if sheet.shared == Shared.SPLIT:
        return [
            _("Shared bylines, split: a story is divided among its names in equal parts, and so is a picture."),
            _("Parts are shown to two places and added up unrounded."),
        ]
    said = [_("Shared bylines, full: a story counts one for each of its names, and so does a picture.")]
    if sheet.grouping == Grouping.UNIT:
        said.append(_("A unit counts it once, however many of its people are named."))
    return said


def foot(sheet: CountSheet, *, is_own: bool) -> list[tuple[str, dict[str, Fraction]]]:
    if not sheet.lines or (is_own and sheet.grouping == Grouping.PERSON):
        return []
    if is_own or sheet.total == sheet.each_once:
        return [(pgettext("count", "Total"), sheet.total)]
    return [(_("Lines added up"), sheet.total), (_("Each story and picture once"), sheet.each_once)]


def drawn_up(user) -> str:
    return _("Drawn up on %(moment)s by %(name)s; internal.") % {"moment": moment(timezone.now()), "name": user}


def title(sheet: CountSheet) -> str:
    shared = Shared(sheet.shared).label
    return _("Count sheet %(days)s, %(grouping)s, shared bylines %(rule)s") % {
        "days": days(sheet.span),
        "grouping": Grouping(sheet.grouping).label,
        "rule": shared,
    }


def table(sheet: CountSheet, *, user, is_own: bool) -> Table:
    of_people = sheet.grouping == Grouping.PERSON
    first = {
        Grouping.PERSON: [
            pgettext("of a person", "Name"),
            pgettext("of a person", "Kind"),
            pgettext("of a person", "Unit"),
        ],
        Grouping.UNIT: [pgettext("of a person", "Unit")],
        Grouping.MONTH: [pgettext("of the year", "Month")],
    }[sheet.grouping]
    return Table(
        title=title(sheet),
        head=[*first, *map(heading, COLUMNS)],
        rows=[
            [name(line), *(of_the_register(line) if of_people else ()), *(line.counts[column] for column in COLUMNS)]
            for line in sheet.lines
        ],
        foot=[
            [label, *([""] * (len(first) - 1)), *(counts[column] for column in COLUMNS)]
            for label, counts in foot(sheet, is_own=is_own)
        ],
        notes=[title(sheet), *rules(sheet, is_own=is_own), drawn_up(user)],
    )
