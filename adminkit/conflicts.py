"""Two people in one form: what only one of them changed stays theirs; who changes the same field second is told first.

A field carries what stood in it when the page was opened (Django's show_hidden_initial). Whoever saves second keeps the
colleague's value wherever they changed nothing, and is asked where both changed one field: nothing is saved, what was
typed stays, and the next press puts it in the colleague's place, now knowingly.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .formsets import in_words


class AsksBeforeOverwriting(forms.ModelForm):
    """To be put before the form of an entry, or of rows, whose instance was read under its lock."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        carry_opened(self)

    def _post_clean(self):
        settle(self)
        super()._post_clean()


def carry_opened(form: Any) -> None:
    """Have an entry's form carry what it says now. Files cannot be carried; what is new has nothing to be lost."""
    if not form.instance.pk:
        return
    for name, field in form.fields.items():
        # Who sends no such value, as a program may, is not asked.
        is_sent = not form.is_bound or form[name].html_initial_name in form.data
        field.show_hidden_initial = is_sent and not field.disabled and not isinstance(field, forms.FileField)


def settle(form: Any) -> None:
    """Before the instance is filled: take over what a colleague changed alone, refuse what both changed."""
    for name, field in form.fields.items():
        if not field.show_hidden_initial or name in form.errors:
            continue
        bound = form[name]
        if name not in form.changed_data:
            form.cleaned_data[name] = _stored(bound)
        elif _was_changed_meanwhile(form, bound):
            form.data = form.data.copy()
            _carry_stored(form.data, bound)
            form.add_error(name, _refusal(bound))


def _was_changed_meanwhile(form: Any, bound: forms.BoundField) -> bool:
    """By somebody else, and to something else than what was typed here."""
    opened = form._widget_data_value(bound.field.hidden_widget(), bound.html_initial_name)
    return bound.field.has_changed(bound.initial, _lines(opened)) and bound.field.has_changed(
        bound.initial, _lines(bound.data)
    )


def _lines(sent: Any) -> Any:
    """A browser ends lines its own way."""
    return sent.replace("\r\n", "\n") if isinstance(sent, str) else sent


def _stored(bound: forms.BoundField) -> Any:
    """What stands in the database now, as the field would have cleaned it."""
    try:
        return bound.field.clean(bound.field.prepare_value(bound.initial))
    except ValidationError:  # it would not be taken today; what was sent is the same
        return bound.form.cleaned_data[bound.name]


def _carry_stored(data: Any, bound: forms.BoundField) -> None:
    value: Any = bound.field.prepare_value(bound.initial)
    several = value if isinstance(value, list | tuple) else [value]
    sent = ["" if one is None else str(bound.field.prepare_value(one)) for one in several]
    data.setlist(bound.html_initial_name, sent)


def _refusal(bound: forms.BoundField) -> str:
    stored = in_words(bound.field, bound.field.prepare_value(bound.initial))
    if not stored:
        return _(
            "A colleague emptied this after you opened the page. What you typed is not saved yet; "
            "save again to put it in its place."
        )
    return _(
        "A colleague changed this after you opened the page; stored now: “%(stored)s”. What you typed is not saved "
        "yet; save again to put it in its place."
    ) % {"stored": stored}
