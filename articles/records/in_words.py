"""What a snapshot holds as keys, codes and dates, in words for people."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Field, Model, TextField
from django.template.defaultfilters import yesno
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..review.signed_content import SignedContent

Taken = Mapping[str, Any]  # a snapshot, or what it holds of one row

# The column that stands for the file of a picture.
HASH = "sha256"
LABELS: Mapping[str, str | Promise] = {HASH: _("picture file")}
SHORT_HASH = 8


class Words:
    """One query for each register that the snapshots link to; the names are those of today."""

    def __init__(self, model: type[Model], content: SignedContent, *snapshots: Taken):
        keys: dict[type[Model], set] = defaultdict(set)
        for taken in snapshots:
            for register, key in _links(model, content, taken):
                keys[register].add(key)
        # With what an entry's name is made of: a village is named with its township.
        self._names = {
            register: _told_apart(register._base_manager.select_related().filter(pk__in=wanted))
            for register, wanted in keys.items()
        }

    def entry(self, register: type[Model], key: Any) -> str:
        known = self._names.get(register, {})
        return known[key] if key in known else gettext("no longer in the register (no. %(number)s)") % {"number": key}

    def in_register_order(self, register: type[Model], keys: Iterable[Any]) -> list[Any]:
        """What is no longer in the register comes last."""
        places = {key: place for place, key in enumerate(self._names.get(register, {}))}
        return sorted(keys, key=lambda key: (places.get(key, len(places)), key))

    def of(self, field: Field, value: Any) -> str:
        if is_blank(value):
            return ""
        if register := field.related_model:
            return self.entry(register, value)
        if field.name == HASH:
            return f"{value[:SHORT_HASH]}…"
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return _plain_words(field, value)


def column(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)


def rows_of(model: type[Model], name: str) -> type[Model]:
    """The model of a part, of what links lead to, or of what a foreign key follows."""
    return column(model, name).related_model


def label(model: type[Model], name: str) -> str:
    field = column(model, name)
    rows_belong_to_it = field.auto_created and not field.concrete
    return str(
        rows_of(model, name)._meta.verbose_name_plural if rows_belong_to_it else LABELS.get(name, field.verbose_name)
    )


def is_blank(value: Any) -> bool:
    return value is None or value == ""


def is_text(field: Field) -> bool:
    return isinstance(field, CharField | TextField) and not field.choices and field.name != HASH


def _links(model: type[Model], content: SignedContent, taken: Taken) -> Iterator[tuple[type[Model], Any]]:
    """Every register that the snapshot links to, with the key of the entry."""
    for name in content.fields:
        register = column(model, name).related_model
        if register and name not in content.follows and not is_blank(taken.get(name)):
            yield register, taken[name]
    for name in content.links:
        for key in taken.get(name) or ():
            yield rows_of(model, name), key
    for name, part in content.parts.items():
        for row in taken.get(name) or ():
            yield from _links(rows_of(model, name), part, row)
    for name, followed in content.follows.items():
        yield from _links(rows_of(model, name), followed, taken.get(name) or {})


def _told_apart(entries: Iterable[Model]) -> dict[Any, str]:
    """Two people may share a name: then each has the number of the entry too."""
    names = {entry.pk: str(entry) for entry in entries}
    times = Counter(names.values())
    numbered = gettext("%(name)s (no. %(number)s)")
    return {key: numbered % {"name": name, "number": key} if times[name] > 1 else name for key, name in names.items()}


def _plain_words(field: Field, value: Any) -> str:
    try:
        said = field.to_python(value)
    except ValidationError:  # the column was of another kind when the snapshot was taken
        return str(value)
    if isinstance(said, datetime):
        return date_format(timezone.localtime(said) if timezone.is_aware(said) else said, "DATETIME_FORMAT")
    if isinstance(said, date):
        return date_format(said, "DATE_FORMAT")
    return str(yesno(said) if isinstance(said, bool) else said)
