"""What every page of the desk does alike: it keeps what is in use, and says in words what was changed."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import get_fields_from_path, get_model_from_relation
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponseRedirect
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from .addresses import FixedAddressError
from .rows import SharedRows

MOST_NAMED = 5


class DeskAdmin(admin.ModelAdmin):
    # Ways from an entry to the stories that use it; by reverse names, since the registers know no story.
    used_in: Sequence[str] = ()
    # The column that a public address is made of: open only while the entry is made.
    address_field = ""

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        return [*readonly, self.address_field] if obj and self.address_field else readonly

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except FixedAddressError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)

    def get_deleted_objects(self, objs, request):
        """What is in use stays, and the page says which stories use it; not what rows would go with it."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        refusals = in_use(objs, self.used_in, request.user)
        if protected and not refusals:
            refusals = [_belongings(protected)]
        return (deleted, counts, lacking, []) if not refusals else ([], {}, set(), refusals)

    def construct_change_message(self, request, form, formsets, add=False):
        """Django names rows in English, also where the name holds a word of ours: “Reporter 程墨言”."""
        message = super().construct_change_message(request, form, formsets, add)
        rows = [row for formset in formsets or () for row in _touched(formset)]
        names = _in_english_and_here(rows)
        for what in (what for part in message for what in part.values()):
            if "object" in what:
                what["object"] = names.get(what["object"], what["object"])
        return message

    def log_change(self, request, obj, message):
        return super().log_change(request, obj, message) if message else None

    def history_view(self, request, object_id, extra_context=None):
        response = super().history_view(request, object_id, extra_context)
        words = self._words()
        for entry in (getattr(response, "context_data", None) or {}).get("action_list", ()):
            entry.change_message = _in_words(entry.change_message, words)
        return response

    def _words(self) -> dict[str, str]:
        """Django keeps the English labels, and finds none that has a context or a capital again."""
        labels: list[Any] = []
        for part in (self, *self.inlines):
            labels += [part.model._meta.verbose_name, *(field.label for field in part.form.declared_fields.values())]
            for field in part.model._meta.get_fields():
                if name := getattr(field, "verbose_name", None):
                    labels += [name, capfirst(name)]
        return _in_english_and_here(labels)


class KeptInUseFormSet(SharedRows):
    """Rows of a register that are ticked to go stay while stories use them."""

    used_in: Sequence[str] = ()
    user: Any = None

    def clean(self):
        super().clean()
        going = [form.instance for form in self.initial_forms if self._should_delete_form(form)]
        if refusals := in_use(going, self.used_in, self.user):
            raise ValidationError(refusals, code="in_use")


def in_use(entries: Iterable[models.Model], ways: Sequence[str], user) -> list[str]:
    """A sentence for each entry that stories use, with the titles that this person may read."""
    return [_sentence(entry, stories, user) for entry in entries if (stories := _stories_using(entry, ways))]


def _stories_using(entry: models.Model, ways: Sequence[str]) -> models.QuerySet | None:
    entries = type(entry)._base_manager.filter(pk=entry.pk)
    keys = {key for way in ways for key in entries.values_list(way, flat=True) if key is not None}
    if not keys:
        return None
    story: Any = get_model_from_relation(get_fields_from_path(type(entry), ways[0])[-1])
    return story.objects.filter(pk__in=keys)


def _sentence(entry: models.Model, stories: Any, user) -> str:
    number = stories.count()
    refusal = ngettext(
        "“%(entry)s” stays: %(number)d story uses it.", "“%(entry)s” stays: %(number)d stories use it.", number
    )
    said = refusal % {"entry": entry, "number": number}
    titles = [_("“%(title)s”") % {"title": story} for story in stories.readable_by(user)[:MOST_NAMED]]
    if not titles:
        return said
    listed = pgettext("between items of a list", ", ").join(titles)
    return _("%(refusal)s It stands in %(stories)s.") % {"refusal": said, "stories": listed}


def _belongings(protected: Sequence[str]) -> str:
    comma = pgettext("between items of a list", ", ")
    listed = format_html_join(comma, "{}", ((row,) for row in protected[:MOST_NAMED]))
    return format_html(_("First remove what belongs to it: {rows}"), rows=listed)


def _touched(formset) -> list[models.Model]:
    return [*formset.new_objects, *(row for row, _fields in formset.changed_objects), *formset.deleted_objects]


def _in_english_and_here(things: Sequence[Any]) -> dict[str, str]:
    with override(None):
        english = [str(thing) for thing in things]
    return dict(zip(english, map(str, things), strict=True))


def _in_words(message: str, words: dict[str, str]) -> str:
    if not message.startswith("["):
        return message
    parts = json.loads(message)
    for part in parts:
        for what in part.values():
            if "name" in what:
                what["name"] = words.get(what["name"], what["name"])
            if "fields" in what:
                what["fields"] = [words.get(name, name) for name in what["fields"]]
    return json.dumps(parts)
