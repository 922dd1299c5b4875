"""What every page of the desk does alike: it keeps what is in use, loses nothing typed, and says what was changed."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import get_fields_from_path, get_model_from_relation, unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import BadRequest, FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from . import saved_posts
from .autocomplete import PicksFromRegisters
from .conflicts import AsksBeforeOverwriting
from .error_summary import wrong_in
from .form_tokens import FIELD, FormToken, form_token_of
from .formsets import SharedRows
from .idempotency import Submission
from .refusals import Refused

MOST_NAMED = 5
# Sent to see the form filled with it, and not to save.
TO_LOOK_AT = "_look"


class DeskAdmin(PicksFromRegisters, admin.ModelAdmin):
    # Ways from an entry to the stories that use it; by reverse names, since the registers know no story.
    used_in: Sequence[str] = ()
    # The column that a public address is made of: open only while the entry is made.
    address_field = ""
    # Whether what is typed may be kept for an hour when its person was signed out. A password never is.
    keeps_what_is_typed = True
    # Whether who saves second is asked field by field, before a colleague's value goes.
    asks_before_overwriting = True

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        return [*readonly, self.address_field] if obj and self.address_field else readonly

    def get_object(self, request, object_id, from_field=None):
        """Django takes an empty name of a field, which an address may hold, for a field of its own."""
        return super().get_object(request, object_id, from_field or None)

    # Lists

    def lookup_allowed(self, lookup, value, request):
        """By a column of its own or as the list offers: a relation would tell of stories hidden from a person."""
        name = lookup.split(LOOKUP_SEP)[0]
        try:
            field = self.opts.get_field(name)
        except FieldDoesNotExist:
            return super().lookup_allowed(lookup, value, request)
        offered = [part[0] if isinstance(part, tuple) else part for part in self.get_list_filter(request)]
        named = [str(getattr(part, "parameter_name", part)) for part in offered]
        if field.is_relation and not any(lookup.startswith(part) for part in named):
            return False
        return super().lookup_allowed(lookup, value, request)

    def response_action(self, request, queryset):
        """Rows are ticked by their keys; Django asks the database for whatever was sent instead."""
        for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
            try:
                self.opts.pk.clean(key, None)
            except ValidationError as refusal:
                raise BadRequest("That is no key of a row.") from refusal
        return super().response_action(request, queryset)

    # Saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Takes each press once, and none that belongs to somebody else."""
        if "_saveasnew" in request.POST and not self.save_as:
            raise BadRequest("No form here saves an entry as a new one.")
        asked = (request, object_id, form_url, extra_context)
        if request.method == "GET" and saved_posts.ADDRESS in request.GET:
            return self._kept_view(*asked)
        token = form_token_of(request) if request.method == "POST" else None
        if token is None:
            return self.form_view(*asked)
        if token.account != request.user.pk:
            return answer_to_another(self.admin_site, request, token.account, saved_posts.keep(request))
        if TO_LOOK_AT in request.POST:
            return self.form_view(*asked)
        with transaction.atomic():
            submission = Submission(request, token)
            if submission.is_repeated:
                return self._pressed_again(request, object_id, submission)
            response = self.form_view(*asked)
            submission.settle(response, getattr(request, "saved", None))
            return response

    def form_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            if request.method != "POST" or object_id is None:
                return super().changeform_view(request, object_id, form_url, extra_context)
            with transaction.atomic():
                entry = self.get_object(request, unquote(object_id))
                if entry is not None:
                    self.lock(entry.pk)
                return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            return self.refused(request, object_id, refusal)

    def refused(self, request, object_id, refusal: Refused) -> HttpResponse:
        """Nothing of the form was saved; the person reads why not, and sees the entry as it stands."""
        request.saved = None
        messages.error(request, str(refusal))
        return HttpResponseRedirect(request.path)

    def lock(self, key) -> None:
        """Lock what the form will write, before any of it is read: what is saved whole is then not out of date."""
        # Stories that link to the entry go on meanwhile; only its key they rely on.
        list(self.model._base_manager.filter(pk=key).select_for_update(no_key=True).values_list("pk"))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        mixins = (OnlyShown,) if TO_LOOK_AT in request.POST else ()
        if change and self.asks_before_overwriting:
            mixins += (AsksBeforeOverwriting,)
        return type(form.__name__, (*mixins, form), {}) if mixins else form

    def get_changelist_form(self, request, **kwargs):
        form = super().get_changelist_form(request, **kwargs)
        return type(form.__name__, (AsksBeforeOverwriting, form), {})

    def get_formset_kwargs(self, request, obj, inline, prefix):
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        if self.asks_before_overwriting and issubclass(inline.formset, SharedRows):
            given["form_mixin"] = AsksBeforeOverwriting
        return given

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["opening_field"] = FIELD
        context["opening"] = FormToken.new(request.user.pk, keeps=self.keeps_what_is_typed)
        context["is_unsaved"] = context["adminform"].form.is_bound
        context["wrong"] = wrong_in(context["adminform"].form, context["inline_admin_formsets"], request.FILES)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _kept_view(self, request, object_id, form_url, extra_context):
        """What was typed before the person was signed out stands in the form again, unsaved."""
        found = saved_posts.find(request)
        if found and found.account != request.user.pk:
            return answer_to_another(self.admin_site, request, found.account, request.get_full_path())
        if found is None:
            return HttpResponseRedirect(request.path)
        messages.warning(request, _("What you typed stands below and is NOT saved yet. Look it through, then save."))
        if found.had_files:
            messages.warning(request, _("Choose the file again: it was not kept."))
        saved_posts.fill(request, found.typed | {TO_LOOK_AT: ["1"]})
        return self.form_view(request, object_id, form_url, extra_context)

    def _pressed_again(self, request, object_id, submission: Submission) -> HttpResponse:
        if went := submission.went():
            return HttpResponseRedirect(went)
        saved = self.get_object(request, str(submission.saved))
        if saved is None:
            opts = self.opts
            return HttpResponseRedirect(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"))
        return self.response_change(request, saved) if object_id else self.response_add(request, saved)

    def log_addition(self, request, obj, message):
        request.saved = obj
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        request.saved = obj
        return super().log_change(request, obj, message) if message else None

    # What is in use

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


def answer_to_another(site, request, account: int, way_back: str) -> HttpResponse:
    """A colleague signed in on this machine meanwhile: the text is neither shown to them nor saved as theirs."""
    context = site.each_context(request) | {
        "title": _("Somebody else typed this"),
        "whose": get_user_model().objects.filter(pk=account).first(),
        "way_back": way_back,
    }
    return TemplateResponse(request, "admin/kept_for_another.html", context, status=409)


class OnlyShown:
    """A form that was sent to be looked at: it holds what was typed, and is never saved."""

    def is_valid(self) -> bool:
        return False


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
    return [_sentence(entry, stories, user) for entry in entries if (stories := stories_using(entry, ways))]


def stories_using(entry: models.Model, ways: Sequence[str]) -> models.QuerySet | None:
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
