"""A proposed entry as a row: what it may turn out to be, and what an editor says of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from adminkit.autocomplete import PickOne
from people.models import Official, ProposedEntry, Reporter, Township, Village

from ..importing.namesakes import namesakes_of
from ..models import Article, Attendance, Credit, Meeting
from .proposed import stories_of

NEW, NOBODY, LATER = "new", "nobody", "later"
SAME = "same:"
MOST_STORIES = 3
# Columns that point to each register: its autocomplete asks by them.
POINTING = {
    Township: Village._meta.get_field("township"),
    Village: Article._meta.get_field("villages"),
    Official: Attendance._meta.get_field("official"),
    Reporter: Credit._meta.get_field("reporter"),
    Meeting: Article._meta.get_field("meeting"),
}


class NameForm(forms.Form):
    choice = forms.ChoiceField(widget=forms.RadioSelect, label=_("What it is"))

    def __init__(self, entry: ProposedEntry, namesakes: Sequence[ProposedEntry], labels, *, data=None):
        prefix = f"{entry._meta.model_name}{entry.pk}"
        # What was proposed after the page was opened is not judged by what was sent.
        is_sent = data is not None and f"{prefix}-choice" in data
        super().__init__(data if is_sent else None, prefix=prefix, initial={"choice": LATER if namesakes else NEW})
        self.entry = entry
        self.known = {f"{SAME}{known.pk}": known for known in namesakes}
        choice: Any = self.fields["choice"]
        choice.choices = [
            *((key, gettext("It is %(entry)s") % {"entry": labels(known)}) for key, known in self.known.items()),
            (NEW, gettext("A new entry")),
            (NOBODY, gettext("No entry: only the printed words")),
            (LATER, gettext("Later")),
        ]
        register = type(entry)
        self.fields["other"] = forms.ModelChoiceField(
            register._default_manager.exclude(pk=entry.pk),
            label=_("or another entry"),
            required=False,
            widget=PickOne(POINTING[register], admin.site, attrs={"data-placeholder": gettext("Type a name")}),
        )

    def clean(self):
        super().clean()
        choice, other = self.cleaned_data.get("choice"), self.cleaned_data.get("other")
        if other and choice and (choice == NOBODY or choice in self.known and self.known[choice] != other):
            refusal = _("Either what is ticked or the entry that was picked, not both.")
            self.add_error("other", ValidationError(refusal, code="both"))
        return self.cleaned_data

    @property
    def verdict(self) -> tuple[str, ProposedEntry | None]:
        """new, nobody, later; or same, with the entry that is meant."""
        choice, other = self.cleaned_data["choice"], self.cleaned_data["other"]
        into = other or self.known.get(choice)
        return ("same", into) if into else (choice, None)


@dataclass
class NameRow:
    entry: ProposedEntry
    form: NameForm | None
    address: str
    stories: list[Article] = field(default_factory=list)
    further_stories: int = 0

    @property
    def printed(self) -> str:
        """What the page says beside the name."""
        if isinstance(self.entry, Official):
            return self.entry.note
        return self.entry.get_kind_display() if isinstance(self.entry, Reporter) else ""

    @property
    def name(self) -> str:
        return str(self.entry) if isinstance(self.entry, Village | Meeting) else name_of(self.entry)


def rows_of(
    site: admin.AdminSite, entries: Sequence[ProposedEntry], *, user, is_open: bool, data=None
) -> list[NameRow]:
    """In as many queries for two hundred entries as for two."""
    namesakes = namesakes_of(entries)
    keys = stories_of(site, entries)
    wanted = {key for found in keys.values() for key in found}
    readable = Article.objects.readable_by(user).in_bulk(wanted)
    rows = []
    for entry in entries:
        register = site.get_model_admin(type(entry))
        labels = getattr(register, "autocomplete_label", str)
        form = NameForm(entry, namesakes[entry], labels, data=data) if is_open else None
        stories = [readable[key] for key in keys.get(entry, ()) if key in readable][:MOST_STORIES]
        row = NameRow(entry, form, _address(entry), stories, len(keys.get(entry, ())) - len(stories))
        rows.append(row)
    return rows


def name_of(entry: ProposedEntry) -> str:
    return entry.name


def _address(entry: ProposedEntry) -> str:
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk])
