"""What an editor says of an entry that a page proposed: it is new, it is one of those that were there, it is nobody.

What links to an entry is found by the models' own relations: the registers know no story.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from .models import ProposedEntry

Entry = TypeVar("Entry", bound=ProposedEntry)


def confirm(entry: ProposedEntry) -> None:
    entry.is_proposed = False
    entry.save(update_fields=["is_proposed"])


@transaction.atomic
def merge(entry: Entry, into: Entry) -> None:
    """Everything that links to the proposal links to the other entry from now on, and the proposal is gone.

    Raises ValueError when it is no proposal, or the same entry.
    """
    if not entry.is_proposed or entry == into:
        raise ValueError("only a proposal is merged, and into another entry")
    for row, name in _links(entry):
        if isinstance(row._meta.get_field(name), models.ManyToManyField):
            getattr(row, name).add(into)
            getattr(row, name).remove(entry)
        else:
            _point(row, name, into)
    entry.delete()


@transaction.atomic
def dismiss(entry: ProposedEntry) -> None:
    """The page's words stay in the stories; the links go, and with them the rows that cannot stand without one."""
    if not entry.is_proposed:
        raise ValueError("only a proposal is dismissed")
    for row, name in _links(entry):
        field: Any = row._meta.get_field(name)
        if isinstance(field, models.ManyToManyField):
            getattr(row, name).remove(entry)
        elif field.null:
            setattr(row, name, None)
            row.save(update_fields=[name])
        elif isinstance(row, ProposedEntry):
            dismiss(row)
        else:
            row.delete()
    entry.delete()


def _links(entry: Any) -> Iterator[tuple[models.Model, str]]:
    """Every row that links to the entry, with the name of its column or relation."""
    for relation in entry._meta.related_objects:
        accessor = relation.get_accessor_name()
        if accessor is None or relation.related_model is type(entry).history.model:
            continue
        for row in getattr(entry, accessor).all():
            yield row, relation.field.name


def _point(row: models.Model, name: str, into: ProposedEntry) -> None:
    setattr(row, name, into)
    try:
        with transaction.atomic():
            row.save(update_fields=[name])
    except IntegrityError:
        if isinstance(row, ProposedEntry) and row.is_proposed:
            # A village proposed with its township, which the other township holds already.
            unique = {name: into, "name": row.name}
            merge(row, type(row)._default_manager.get(**unique))
            return
        # The entry stands there already, as where a byline names one person twice.
        field: Any = row._meta.get_field(name)
        if not field.null:
            row.delete()
            return
        setattr(row, name, None)
        row.save(update_fields=[name])
