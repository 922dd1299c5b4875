"""Entries that pages proposed for the registers: which stories wait for them, and where they are settled."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from adminkit.admin import DeskAdmin
from people.models import ProposedEntry, Village

from ..importing.registers import REGISTERS
from ..models import Article, ImportedPage


def proposals_of(register: type[ProposedEntry]) -> QuerySet:
    """In the order in which they were proposed; with all that their name says."""
    entries: Any = register._default_manager
    entries = entries.filter(is_proposed=True).order_by("pk")
    return entries.select_related("township") if register is Village else entries


def proposed_in(site: admin.AdminSite, stories: Collection[Article]) -> list[ProposedEntry]:
    """Those that one of the stories links to."""
    found: list[ProposedEntry] = []
    for register in REGISTERS:
        uses = Q()
        for way in _ways(site, register):
            uses |= Q(**{f"{way}__in": [story.pk for story in stories]})
        found += proposals_of(register).filter(pk__in=register._default_manager.filter(uses).values("pk"))
    return found


def stories_of(site: admin.AdminSite, entries: Iterable[ProposedEntry]) -> dict[ProposedEntry, list[int]]:
    """Keys of the stories that wait for each entry, in the order in which they were filed."""
    by_register: dict[type[ProposedEntry], dict[int, ProposedEntry]] = defaultdict(dict)
    for entry in entries:
        by_register[type(entry)][entry.pk] = entry
    found: dict[ProposedEntry, set[int]] = defaultdict(set)
    for register, of_key in by_register.items():
        for way in _ways(site, register):
            pairs = register._default_manager.filter(pk__in=of_key).values_list("pk", way)
            for key, story in pairs:
                if story is not None:
                    found[of_key[key]].add(story)
    return {entry: sorted(keys) for entry, keys in found.items()}


def names_link(page: ImportedPage | None = None) -> SafeString:
    address = reverse("admin:articles_names") + (f"?page={page.pk}" if page else "")
    return format_html('<a href="{}">{}</a>', address, _("Names that wait to be confirmed"))


def _ways(site: admin.AdminSite, register: type[ProposedEntry]) -> Collection[str]:
    model_admin = site.get_model_admin(register)
    assert isinstance(model_admin, DeskAdmin)
    return model_admin.used_in
