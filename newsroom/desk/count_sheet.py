"""用稿统计: the page of the count sheet, the stories behind each of its lines, and its files. Internal only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from articles.models.article import is_plausible
from articles.review.report_access import Sight, sight_of_counts
from people.models import Reporter

from . import count_words, spreadsheets
from .counts import COLUMNS, PICTURES, WITHDRAWN, CountSheet, Grouping, Line, Shared, Span, count_sheet
from .period import PeriodForm

FILES = {
    "csv": (spreadsheets.csv_of, spreadsheets.CSV_TYPE),
    "xlsx": (spreadsheets.xlsx_of, spreadsheets.XLSX_TYPE),
}
SHARED_CHOICES = [
    (Shared.FULL, pgettext_lazy("shared byline", "full: each name counts one")),
    (Shared.SPLIT, pgettext_lazy("shared byline", "split: one story is divided among its names")),
]
# One line, or the months of one's own year.
OF_ONE = [(Grouping.PERSON, pgettext_lazy("count", "In all")), (Grouping.MONTH, Grouping.MONTH.label)]


class CountForm(PeriodForm):
    by = forms.ChoiceField(label=pgettext_lazy("count", "Lines"), choices=Grouping.choices)
    shared = forms.ChoiceField(label=pgettext_lazy("count", "Shared bylines"), choices=SHARED_CHOICES)

    def __init__(self, asked: QueryDict, *, is_own: bool):
        super().__init__({"by": Grouping.PERSON.value, "shared": settings.COUNT_SHARED_BYLINES, **asked.dict()})
        if is_own:
            self.fields["by"].choices = OF_ONE  # type: ignore[attr-defined]  # of a ChoiceField


@dataclass(frozen=True)
class Way:
    """To another span of days, under the same choices."""

    label: str
    url: str  # empty for days to come
    is_here: bool = False


def count_sheet_view(site, request: HttpRequest) -> HttpResponse:
    sight = sight_of_counts(request.user)
    if sight is None:
        raise PermissionDenied
    is_own = sight == Sight.OWN
    entry = getattr(request.user, "reporter", None) if is_own else None
    person = entry and entry.canonical
    form = CountForm(request.GET, is_own=is_own)
    context = {
        **site.each_context(request),
        "title": _("Count sheet"),
        "form": form,
        "is_own": is_own,
        "nobody": is_own and person is None,
    }
    if not form.is_valid() or context["nobody"]:
        return TemplateResponse(request, "admin/count_sheet.html", context)
    sheet = _sheet(form, person)
    if wanted := FILES.get(request.GET.get("file", "")):
        table = count_words.table(sheet, user=request.user, is_own=is_own)
        return _file(table, *wanted, ending=request.GET["file"])
    context |= {
        "sheet": sheet,
        "days": count_words.days(sheet.span),
        "rules": count_words.rules(sheet, is_own=is_own),
        "drawn_up": count_words.drawn_up(request.user),
        "back": address(sheet),
    }
    if line := sheet.line(request.GET.get("line", "")):
        return TemplateResponse(request, "admin/count_sheet_line.html", context | _behind(line, may_open=not is_own))
    context |= {
        "headings": [*map(count_words.heading, COLUMNS)],
        "lines": [_as_row(sheet, line) for line in sheet.lines],
        "foot": [(label, _cells(counts)) for label, counts in count_words.foot(sheet, is_own=is_own)],
        "ways": list(_ways(sheet)),
        "files": [(ending, address(sheet, file=ending)) for ending in FILES],
    }
    return TemplateResponse(request, "admin/count_sheet.html", context)


def address(sheet: CountSheet, span: Span | None = None, **more: str) -> str:
    span = span or sheet.span
    asked = {"first": span.first_day, "last": span.last_day, "by": sheet.grouping, "shared": sheet.shared, **more}
    return f"{reverse('admin:count_sheet')}?{urlencode(asked)}"


def _sheet(form: CountForm, person: Reporter | None) -> CountSheet:
    grouping, shared = Grouping(form.cleaned_data["by"]), Shared(form.cleaned_data["shared"])
    return count_sheet(form.span, grouping=grouping, shared=shared, of=person)


def _file(table, write, content_type: str, *, ending: str) -> HttpResponse:
    name = content_disposition_header(True, f"{table.title}.{ending}")
    return HttpResponse(write(table), content_type=content_type, headers={"Content-Disposition": name})


def _as_row(sheet: CountSheet, line: Line) -> dict:
    behind = address(sheet, line=line.key) if line.shares else ""
    small = " · ".join(filter(None, count_words.of_the_register(line)))
    return {"name": count_words.name(line), "small": small, "url": behind, "cells": _cells(line.counts)}


def _cells(counts) -> list[dict]:
    return [
        {"column": column, "number": count_words.number(counts[column]), "anchor": _part(column)} for column in COLUMNS
    ]


def _part(column: str) -> str:
    """Of the page behind a line: genres stand together."""
    return column if column in (PICTURES, WITHDRAWN) else "stories"


def _behind(line: Line, *, may_open: bool) -> dict:
    parts: dict[str, list] = {"stories": [], PICTURES: [], WITHDRAWN: []}
    for entry, share in line.shares:
        url = entry.story.get_absolute_url()
        if entry.column == WITHDRAWN:
            url = reverse("admin:articles_article_change", args=[entry.story.pk]) if may_open else ""
        parts[_part(entry.column)].append(
            {"entry": entry, "url": url, "share": count_words.number(share), "people": entry.people}
        )
    headings = {
        "stories": pgettext("count", "Stories"),
        PICTURES: count_words.heading(PICTURES),
        WITHDRAWN: count_words.heading(WITHDRAWN),
    }
    return {
        "line": count_words.name(line),
        "small": " · ".join(filter(None, count_words.of_the_register(line))),
        "parts": [(name, headings[name], rows) for name, rows in parts.items() if rows],
        "counts": line.counts,
    }


def _ways(sheet: CountSheet) -> Iterator[Way]:
    year, today = sheet.span.first_day.year, timezone.localdate()
    way = partial(_way, sheet, today)
    yield way(Span.year(year - 1), f"‹ {year - 1}")
    yield way(Span.year(year), pgettext("count", "All of %(year)d") % {"year": year})
    for number in range(1, 13):
        span = Span.month(year, number)
        yield way(span, date_format(span.first_day, pgettext("date format: month of the year", "M")))
    yield way(Span.year(year + 1), f"{year + 1} ›")


def _way(sheet: CountSheet, today: date, span: Span, label: str) -> Way:
    is_open = is_plausible(span.first_day) and span.first_day <= today
    return Way(label, address(sheet, span) if is_open else "", span == sheet.span)
