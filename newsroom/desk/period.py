"""The days of a sheet: a month by its name, or any two days, typed by people."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from articles.models.article import is_plausible

from .counts import Span

MONTH = re.compile(r"([12]\d{3})-(0[1-9]|1[0-2])", re.ASCII)


class PeriodForm(forms.Form):
    first = forms.DateField(
        label=pgettext_lazy("count", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=pgettext_lazy("count", "to and with"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, asked: Mapping[str, Any]):
        data = dict(asked)
        if not data.get("first") and not data.get("last") and (span := self._asked_month(str(data.get("month", "")))):
            data |= {"first": f"{span.first_day}", "last": f"{span.last_day}"}
        super().__init__(data)

    def usual(self) -> Span | None:
        """Where nothing is asked for."""
        today = timezone.localdate()
        return Span.month(today.year, today.month)

    def clean_first(self):
        return self._plausible(self.cleaned_data["first"])

    def clean_last(self):
        return self._plausible(self.cleaned_data["last"])

    def clean(self):
        super().clean()
        if not {"first", "last"} & {*self.errors}:
            first, last = self.cleaned_data["first"], self.cleaned_data["last"]
            if (first is None or last is None) and (first or last or self.usual()):
                self.add_error("last" if first else "first", _("Give both days, or choose a month."))
            elif first and last and last < first:
                self.add_error("last", _("The last day is before the first."))
        return self.cleaned_data

    @property
    def span(self) -> Span:
        return Span(self.cleaned_data["first"], self.cleaned_data["last"])

    def _plausible(self, day: date | None) -> date | None:
        if day is not None and not is_plausible(day):
            raise ValidationError(_("This day cannot be right: look at its year."), code="implausible_day")
        return day

    def _asked_month(self, name: str) -> Span | None:
        found = MONTH.fullmatch(name)
        return Span.month(int(found[1]), int(found[2])) if found else None if name else self.usual()
