"""What is wrong in a form that was sent, as one list that leads to each place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Wrong:
    """place: the id of what is wrong; empty for the form as a whole. label: what it is called there."""

    place: str
    label: str
    sentences: list[str]


def wrong_in(form: forms.BaseForm, inlines: Iterable[Any], files: Any) -> list[Wrong]:
    if not form.is_bound:
        return []
    found = [*_in_fields(form, ""), *(wrong for inline in inlines for wrong in _in_rows(inline.formset))]
    if found and files:
        # Whatever we did with the file, the browser empties the field.
        names = ", ".join(file.name for file in files.values())
        found.append(Wrong("", names, [_("Choose this file again: browsers do not keep it.")]))
    return found


def _in_rows(formset: Any) -> Iterator[Wrong]:
    title = str(capfirst(formset.model._meta.verbose_name))
    if errors := formset.non_form_errors():
        yield Wrong(f"{formset.prefix}-group", title, list(errors))
    for number, row in enumerate(formset.forms, start=1):
        named = _("%(rows)s, row %(number)d") % {"rows": title, "number": number}
        if errors := row.non_field_errors():
            yield Wrong(row.prefix, named, list(errors))
        yield from _in_fields(row, named)


def _in_fields(form: Any, rows: str) -> Iterator[Wrong]:
    for name, errors in form.errors.items():
        if name in form.fields:
            label = str(capfirst(form[name].label))
            said = _("%(rows)s: %(field)s") % {"rows": rows, "field": label} if rows else label
            yield Wrong(form[name].id_for_label, said, list(errors))
