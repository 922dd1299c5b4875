"""A published address is kept for ever: what it is made of is settled when the entry is first saved."""

from django.db import models
from django.utils.translation import gettext as _

from .refusals import Refused


class FixedAddressError(Refused):
    """An attempt to change an entry's public address; its text says so, for people."""


def refuse_new_address(entry: models.Model, field: str) -> None:
    if entry.pk is None:
        return
    stored = type(entry)._base_manager.filter(pk=entry.pk).values_list(field, flat=True).first()
    if stored and stored != getattr(entry, field):
        raise FixedAddressError(_("The public address is settled when an entry is made, and is never changed."))
