"""Rows under a form that a colleague may change while it is open, and what stands in them as words."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

# Rows that one form takes beside those that are stored; nobody types as many, and each costs milliseconds.
MOST_NEW_ROWS = 200


class SharedRows(forms.BaseInlineFormSet):
    """Leaves out, and says so, what a colleague removed; a constraint of the rows is said in its own words."""

    data: Any  # a QueryDict, once sent
    model: Any
    prefix: str

    def __init__(self, *args, form_mixin: type | None = None, **kwargs):
        """form_mixin: what the forms of the rows do besides, as conflicts.AsksBeforeOverwriting."""
        if form_mixin:
            self.form: Any = type(self.form.__name__, (form_mixin, self.form), {})
        super().__init__(*args, **kwargs)
        self._gone: list[str] = []
        if self.is_bound and self.management_form.is_valid():
            # Django builds two thousand, whatever number was sent, and believes any number of stored ones.
            self.absolute_max = self.max_num = len(self.get_queryset()) + MOST_NEW_ROWS
            self._leave_out_what_is_gone()

    def initial_form_count(self):
        """Never more than there are rows: a number that was made up would be counted to."""
        number = super().initial_form_count()
        return max(0, min(number, self.total_form_count())) if self.is_bound else number

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.as_read = _columns(form.instance)

    def save_existing(self, form, obj, commit=True):
        """Writes what the form changed and no more: a colleague may have changed the rest since the row was read."""
        if not commit:
            return super().save_existing(form, obj, commit=False)
        form.instance.save(update_fields=_changed_columns(form))
        form._save_m2m()
        return form.instance

    def clean(self):
        super().clean()
        if self._gone:
            refusal = _("A colleague removed this row after you opened the page: %(row)s. Save again to go on without.")
            raise ValidationError([refusal % {"row": row} for row in self._gone], code="gone")

    def get_unique_error_message(self, unique_check):
        for constraint in self.model._meta.constraints:
            is_meant = isinstance(constraint, UniqueConstraint) and {*constraint.fields} == {*unique_check}
            if is_meant and constraint.violation_error_message != constraint.default_violation_error_message:
                return constraint.get_violation_error_message()
        return super().get_unique_error_message(unique_check)

    def _leave_out_what_is_gone(self) -> None:
        # Django would say that a hidden key is no valid choice, and pair the other rows with the wrong entries.
        key = self.model._meta.pk.name
        there = {str(row.pk) for row in self.get_queryset()}
        sent = {
            number: self.data.get(self.add_prefix(number) + f"-{key}") for number in range(self.initial_form_count())
        }
        gone = [number for number, value in sent.items() if value and value not in there]
        if not gone:
            return
        for number in gone:
            form = self.form(self.data, prefix=self.add_prefix(number), **self.form_kwargs)
            words = dict(typed(form, [name for name in form.fields if name not in (key, self.fk.name, "order")]))
            self._gone.append(" ".join(words.values()) or "—")
        kept = [number for number in range(self.total_form_count()) if number not in gone]
        counts = {INITIAL_FORM_COUNT: len(sent) - len(gone), TOTAL_FORM_COUNT: len(kept)}
        self.data = self._moved({str(old): new for new, old in enumerate(kept)})
        for name, count in counts.items():
            self.data[f"{self.prefix}-{name}"] = str(count)
        del self.__dict__["management_form"]

    def _moved(self, places: dict[str, int]) -> QueryDict:
        """What was sent, with each row in its new place and without those that have none."""
        moved = QueryDict(mutable=True)
        for name, values in self.data.lists():
            row = re.fullmatch(rf"{re.escape(self.prefix)}-(\d+)-(.+)", name)
            if row is None:
                moved.setlist(name, values)
            elif row[1] in places:
                moved.setlist(f"{self.prefix}-{places[row[1]]}-{row[2]}", values)
        return moved


def _columns(row) -> dict[str, Any]:
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _changed_columns(form: Any) -> list[str]:
    """Those that differ from the row as it was read."""
    return [name for name, value in _columns(form.instance).items() if value != form.as_read[name]]


def typed(form: forms.BaseForm, names: Iterable[str]) -> list[tuple[str, str]]:
    """What stands in these fields of a form as sent, each with its label: words, not keys; empty ones left out."""
    said = [(str(capfirst(form[name].label)), in_words(form.fields[name], form[name].data)) for name in names]
    return [(label, words) for label, words in said if words]


def in_words(field: Any, value) -> str:
    try:
        cleaned = field.clean(value)
    except ValidationError:
        cleaned = value
    if isinstance(field, forms.TypedChoiceField):
        choices: Any = field.choices
        cleaned = dict(choices).get(cleaned, cleaned)
    if isinstance(field, forms.ModelMultipleChoiceField):
        cleaned = pgettext("between items of a list", ", ").join(map(str, cleaned))
    return "" if cleaned is None else str(cleaned)
