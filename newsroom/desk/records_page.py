"""三审三校台账: the records of a period, to look at and to take away for an inspection."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from articles.records.sign_off import sheets_of
from articles.review.report_access import may_inspect

from . import ledger, records_archive
from .count_words import days
from .counts import Span
from .period import PeriodForm

# More lines than anybody reads on a screen; the archive holds them all.
MOST_LINES = 300


class RecordsForm(PeriodForm):
    """Inspections ask for a month that is over."""

    by = forms.ChoiceField(label=pgettext_lazy("ledger", "Which"), choices=ledger.Chosen.choices)

    def __init__(self, asked):
        super().__init__({"by": ledger.Chosen.PUBLISHED.value, **asked})

    def usual(self) -> Span:
        today = timezone.localdate()
        return Span.month(today.year - 1, 12) if today.month == 1 else Span.month(today.year, today.month - 1)


def records_view(site, request: HttpRequest) -> HttpResponseBase:
    if not may_inspect(request.user):
        raise PermissionDenied
    form = RecordsForm(request.GET.dict())
    context = {**site.each_context(request), "title": _("Records of a period"), "form": form}
    if not form.is_valid():
        return TemplateResponse(request, "admin/records.html", context)
    span, chosen = form.span, form.cleaned_data["by"]
    stories = ledger.stories_of(span, chosen)
    number = stories.count()
    if request.GET.get("file") == "zip" and number:
        return _archive(records_archive.Order(span, chosen, str(request.user)))
    context |= {
        "days": days(span),
        "number": number,
        "left_out": max(0, number - MOST_LINES),
        "lines": [ledger.line_of(sheet) for sheet in sheets_of(_first(stories))],
        "headings": ledger.headings()[ledger.ABOUT :],
        "rules": ledger.rules(chosen),
        "ways": list(_ways(span, chosen)),
        "archive": _address(span, chosen, file="zip"),
    }
    return TemplateResponse(request, "admin/records.html", context)


def _first(stories):
    """Named by their numbers, since a set that was cut is neither sorted nor read by chunks again."""
    numbers = list(stories.order_by("pk").values_list("pk", flat=True)[:MOST_LINES])
    return stories.model.objects.filter(pk__in=numbers)


def _archive(order: records_archive.Order) -> StreamingHttpResponse:
    """Written while it is sent: an archive of years is never held in memory."""
    headers = {"Content-Disposition": f'attachment; filename="{order.name}.zip"'}
    return StreamingHttpResponse(records_archive.write(order), content_type="application/zip", headers=headers)


def _ways(span: Span, chosen: str):
    """The twelve months of the year, and the years beside it; none that is to come."""
    year, today = span.first_day.year, timezone.localdate()
    spans = [Span.year(year - 1), Span.year(year), *(Span.month(year, number) for number in range(1, 13))]
    for way in (*spans, Span.year(year + 1)):
        is_open = way.first_day <= today
        yield {"label": days(way), "url": _address(way, chosen) if is_open else "", "is_here": way == span}


def _address(span: Span, chosen: str, **more: str) -> str:
    asked = {"first": span.first_day, "last": span.last_day, "by": chosen, **more}
    return f"{reverse('admin:records')}?{urlencode(asked)}"
