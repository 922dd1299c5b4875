"""Rows of a story in the order in which they are typed: names in a byline, people in a list, pictures."""

from contextlib import contextmanager
from math import inf

from django import forms
from django.contrib import admin
from django.utils.translation import pgettext_lazy

from adminkit.autocomplete import PicksFromRegisters
from adminkit.formsets import SharedRows

from ..review import rights


class TypedOrderFormSet(SharedRows):
    """Numbers the rows 1, 2, 3 as they stand; a number typed moves its row to that place."""

    is_open = True

    def add_fields(self, form, index):
        super().add_fields(form, index)
        initial = form.instance.order if form.instance.pk else None
        label = pgettext_lazy("position", "order")
        number = forms.NumberInput(attrs={"inputmode": "numeric", "class": "row-order"})
        form.fields["order"] = forms.IntegerField(
            required=False, min_value=0, max_value=999, label=label, initial=initial, widget=number
        )
        form.initial.pop("order", None)

    def full_clean(self):
        super().full_clean()
        self._renumbered = []
        if self.is_bound and self.is_open:
            rows = sorted(enumerate(self._kept()), key=lambda row: _wanted_place(*row))
            for number, (_position, form) in enumerate(rows, start=1):
                if form.instance.order != number or "order" in form.changed_data:
                    form.instance.order = number
                    self._renumbered.append(form)

    def save(self, commit=True):
        saved = super().save(commit)
        if commit:
            for form in self._renumbered:
                if not form.has_changed():
                    form.instance.save(update_fields=["order"])
        return saved

    def _kept(self):
        for form in self.forms:
            is_kept = hasattr(form, "cleaned_data") and not self._should_delete_form(form)
            if is_kept and (form.instance.pk or form.has_changed()):
                yield form


def _wanted_place(position: int, form: forms.ModelForm) -> tuple[float, int, int]:
    """A row moved up comes before the one that held the place, a row moved down after it."""
    number = form.cleaned_data.get("order")
    if number is None:
        return (inf, 0, position)
    before = form["order"].initial
    moved = 0 if number == before else 1 if before is not None and number > before else -1
    return (number, moved, position)


class TypedOrderRows(PicksFromRegisters, admin.TabularInline):
    template = "admin/rows.html"
    formset = TypedOrderFormSet

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.is_open = self.has_change_permission(request, obj)
        return formset


class StoryRows(PicksFromRegisters, admin.TabularInline):
    """Open to whoever may edit the story that the rows belong to."""

    template = "admin/rows.html"
    formset = SharedRows
    extra = 0

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else self.extra

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and self._is_open(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_open(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_open(request, obj)

    def _is_open(self, request, story) -> bool:
        return story is None or may_edit(request, story)


class OrderedRows(StoryRows, TypedOrderRows):
    formset = TypedOrderFormSet


def may_edit(request, story) -> bool:
    """rights.may_edit, asked once a request: a form of many rows would ask it for each kind of row, several times."""
    answers = _answers(request)
    key = (story.pk, story.state)
    if key not in answers:
        answers[key] = rights.may_edit(story, request.user)
    return answers[key]


@contextmanager
def as_if_open(request, story):
    """Within, the form is that of a story still open: to read what was typed into it, never to save."""
    key = (story.pk, story.state)
    before = may_edit(request, story)
    _answers(request)[key] = True
    try:
        yield
    finally:
        _answers(request)[key] = before


def _answers(request) -> dict[tuple[int, str], bool]:
    return request.__dict__.setdefault("_editable_stories", {})
