"""The story: one form in the order in which a reporter fills it, and the list that editors work from."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from adminkit.admin import DeskAdmin
from adminkit.formsets import typed
from adminkit.refusals import Refused
from people.admin import NATIVE_DAY, name_with_posts

from ..desk.reminders import reminder_of
from ..desk.states import importance_word, state_word
from ..models import Article, Attendance, Correction, Credit, FlagRound, Placement
from ..models.locks import lock_placed_story
from ..reading.page import LONGEST_PAGE
from ..review import rights
from ..review.workflow import UNDER_REVIEW, WITH_THE_WRITER, Verb
from ..values.bylines import CreditRole
from . import steps
from .filed_already import filed_already
from .filters import IMPORTANCE_FILTER, STORY_FILTERS
from .proposed import names_link
from .read_this import read_this, too_long
from .review_page import review_view
from .rows import OrderedRows, StoryRows, as_if_open, may_edit
from .sheet import sheet_view
from .story_form import ArticleForm, FlagRoundForm, Lines
from .two_texts import opened_with, resolve_conflict

WHEN = ("happened_on", "happened_until", "part_of_day")
PLACE_ON_THE_PAGE = ("issue", "page_order", "importance")
FILING = (*PLACE_ON_THE_PAGE, "slugline")
# What a form sends beside what was typed into it.
UNSEEN = ("seen", "id", "article", "order")


class CreditRows(OrderedRows):
    model = Credit
    fields = ["reporter", "role", "name_as_printed", "order"]
    autocomplete_fields = ["reporter"]
    extra = 1
    verbose_name_plural = pgettext_lazy("of a story", "byline")


class AttendanceRows(OrderedRows):
    model = Attendance
    fields = ["official", "name", "group", "post", "verbs", "organisation", "order"]
    autocomplete_fields = ["official"]
    extra = 3

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "official":
            field.queryset = field.queryset.prefetch_related("appointments__body")
            field.label_from_instance = name_with_posts
        return field


class PlacementRows(OrderedRows):
    model = Placement
    fields = ["photo", "caption", "alt_text", "after_paragraph", "order"]
    autocomplete_fields = ["photo"]
    formfield_overrides = {models.TextField: {"form_class": Lines, "widget": forms.Textarea(attrs={"rows": 2})}}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "photo":
            field.queryset = field.queryset.readable_by(request.user, Article.objects.readable_by(request.user))
        return field


class CorrectionRows(StoryRows):
    """What a working copy will tell readers; earlier notes stay as they were told."""

    model = Correction
    fields = ["kind", "text", "after_paragraph"]
    formfield_overrides = {models.TextField: {"form_class": Lines, "widget": forms.Textarea(attrs={"rows": 2})}}
    max_num = 1

    def get_extra(self, request, obj=None, **kwargs):
        return 1

    def get_queryset(self, request):
        return super().get_queryset(request).filter(told_at=None)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "kind":  # a withdrawal writes its own
            kwargs["choices"] = [(kind.value, kind.label) for kind in Correction.Kind if kind != "withdrawal"]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


class FlagRows(StoryRows):
    model = FlagRound
    form = FlagRoundForm
    fields = ["subject", "reason", "red", "blue"]

    @admin.display(description=pgettext_lazy("flag", "Red flags"))
    def red(self, flag_round):
        return _places(flag_round, "red")

    @admin.display(description=pgettext_lazy("flag", "Blue flags"))
    def blue(self, flag_round):
        return _places(flag_round, "blue")


@admin.register(Article)
class ArticleAdmin(DeskAdmin):
    form = ArticleForm
    asks_before_overwriting = False  # both texts stand beside each other instead; see two_texts
    fieldsets = [
        (_("Titles"), {"fields": ["genre", "kicker", "headline", "deck", "list_title"]}),
        (_("Text"), {"fields": ["body", "standfirst"]}),
        (_("When and where"), {"fields": [WHEN, "meeting", "townships", "villages"]}),
        (_("Topics"), {"fields": ["main_topic", "topics"]}),
        (_("Reprint"), {"fields": ["source", "original_author", "original_title"], "classes": ["collapse"]}),
        (_("From an old paper"), {"fields": [("printed_in", "printed_on")], "classes": ["collapse"]}),
        (_("Filing"), {"fields": ["responsible_editor", PLACE_ON_THE_PAGE, "slugline", "typed_in"]}),
    ]
    inlines = [CreditRows, AttendanceRows, PlacementRows, FlagRows]
    autocomplete_fields = ["meeting", "townships", "villages", "main_topic", "issue"]
    formfield_overrides = NATIVE_DAY

    list_display = ["title", "state_label", "byline", "happened_on", "issue", "main_topic", "published_at"]
    list_filter = STORY_FILTERS
    search_fields = ["headline", "kicker", "body", "credits__name_as_printed"]
    search_help_text = _("Headline, kicker, text or a name in the byline")
    date_hierarchy = "happened_on"
    list_per_page = 50
    empty_value_display = ""
    show_facets = admin.ShowFacets.NEVER
    actions = ["pass_selected", "sign_selected"]

    @admin.display(description=_("headline"), ordering="headline")
    def title(self, story):
        small = " · ".join(filter(None, [importance_word(story), story.get_genre_display(), story.kicker]))
        return format_html('{}<span class="kicker">{}</span>', story, small)

    @admin.display(description=_("state"), ordering="state")
    def state_label(self, story):
        return state_word(story)

    @admin.display(description=pgettext_lazy("of a story", "byline"))
    def byline(self, story):
        return story.byline

    def get_queryset(self, request):
        return super().get_queryset(request).readable_by(request.user)

    def get_list_filter(self, request):
        return [*STORY_FILTERS, IMPORTANCE_FILTER] if _files(request) else STORY_FILTERS

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        changelist.result_list = changelist.result_list.for_lists()
        return changelist

    def get_inlines(self, request, obj):
        return [CorrectionRows, *self.inlines] if _is_copy(obj) else self.inlines

    def get_fieldsets(self, request, obj=None):
        """What readers are told of a correction, or why nothing, stands before the text."""
        fieldsets = super().get_fieldsets(request, obj)
        return (
            [(_("Or why readers are not told"), {"fields": ["untold_reason"]}), *fieldsets]
            if _is_copy(obj)
            else fieldsets
        )

    # Rights

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_edit(request, obj) or _files(request))

    def has_delete_permission(self, request, obj=None):
        """A draft that was never submitted, by whoever filed it. Never several at once."""
        if obj is None or not super().has_delete_permission(request, obj):
            return False
        return obj.created_by_id == request.user.pk and may_edit(request, obj) and not obj.reviews.exists()

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return () if _files(request) else PLACE_ON_THE_PAGE
        written = [name for name in _names(self.get_fieldsets(request, obj)) if name not in FILING]
        readonly = [] if may_edit(request, obj) else written
        if not _files(request):
            readonly = [*readonly, *PLACE_ON_THE_PAGE]
        if obj.issue and obj.issue.is_closed:
            readonly = [*readonly, "issue", "page_order"]
        if obj.created_by_id != request.user.pk or obj.state not in WITH_THE_WRITER:
            readonly = [*readonly, "typed_in"]
        return list(dict.fromkeys(readonly))

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not _files(request):
            actions.clear()
        return actions

    # Saving

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "GET" and obj.pk is None and isinstance(inline, CreditRows):
            kwargs["initial"] = _own_credit(request.user)
        return kwargs

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """With the rows and links the story is whole: what was changed under review goes on record."""
        super().save_related(request, form, formsets, change)
        if change and form.instance.record_edit(by=request.user):
            back = _("Your change is saved and the story is back at its first review; earlier passes no longer count.")
            messages.warning(request, back)

    def form_view(self, request, object_id=None, form_url="", extra_context=None):
        """A verb or a colleague may come between the opening of the form and its saving; nothing typed is lost."""
        story = self.get_object(request, unquote(object_id)) if object_id and "headline" in request.POST else None
        if story is None:
            return super().form_view(request, object_id, form_url, extra_context)
        try:
            with transaction.atomic():
                lock_placed_story(story.pk, *_pages(request))
                story = self.get_object(request, story.pk)
                if story and may_edit(request, story):
                    page = resolve_conflict(self, request, story)
                    return page or super().form_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            return self.refused(request, object_id, refusal)
        return self._too_late(request, object_id, self.get_object(request, unquote(object_id)))

    def refused(self, request, object_id, refusal):
        answer = super().refused(request, object_id, refusal)
        story = self.get_object(request, unquote(object_id)) if object_id and "headline" in request.POST else None
        return self._too_late(request, object_id, story) if story else answer

    def _too_late(self, request, object_id, story):
        """The story as it stands now, and beside it what was sent, to be copied."""
        refusal = _("This story is “%(state)s” by now. What you typed was NOT saved; it stands below, to be copied.")
        messages.error(request, refusal % {"state": story.get_state_display()})
        with as_if_open(request, story):
            form = self.get_form(request, story, change=True)(request.POST, instance=story)
            rows, _inlines = self._create_formsets(request, story, change=True)
            unsaved = [(form, form.changed_data), *((row, row.fields) for row in _changed(rows))]
            unsaved = [pair for part, names in unsaved for pair in typed(part, [n for n in names if n not in UNSEEN])]
        request.method = "GET"
        return super().form_view(request, object_id, extra_context={"unsaved": unsaved})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if obj is not None:
            form.initial["seen"], context["digest"] = opened_with(obj)
        if add:
            context["title"] = _("New story")
        context["steps"] = [steps.OpenStep(Verb.SUBMIT, str(steps.BUTTONS[Verb.SUBMIT]), "")]
        if self.has_add_permission(request) and (add or _is_draft_of(request, obj)):
            context["read_this"] = {"longest": LONGEST_PAGE, "too_long": too_long()}
        if change:
            obj.notices.told_to(request.user).read()  # whoever opens a story has read what they were told of it
            reviews = list(obj.reviews.select_related("by", "revision"))
            context |= {
                "state_label": self.state_label(obj),
                "steps": steps.open_steps(obj, request.user),
                "reviews": reviews,
                "remark": reviews[-1] if reviews and reviews[-1].reason else None,
                "restarts": obj.state in UNDER_REVIEW and not obj.is_mended_by(request.user),
                "unconfirmed": obj.proposed_entries() if obj.imported_page_id else [],
                "names_link": names_link(),
                "reminder": reminder_of(request, obj),
            }
            if any(step.verb == Verb.SUBMIT for step in context["steps"]):
                context |= {"questions": obj.questions(), "answered": request.POST.getlist("answered")}
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Steps, and reading a pasted text into the form

    def get_urls(self):
        step = self.admin_site.admin_view(self.step_view)
        sheet = self.admin_site.admin_view(partial(sheet_view, self))
        read = self.admin_site.admin_view(require_POST(self.read_this_view))
        review = self.admin_site.admin_view(self.review_view)
        return [
            path("<int:pk>/step/<str:verb>/", step, name="articles_article_step"),
            path("<int:pk>/review/", review, name="articles_article_review"),
            path("<int:pk>/sheet/", sheet, name="articles_article_sheet"),
            path("read-this/", read, name="articles_article_read_this"),
            *super().get_urls(),
        ]

    def read_this_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return read_this(request)

    def step_view(self, request, pk, verb):
        return steps.step_view(self, request, pk, verb)

    def review_view(self, request, pk):
        return review_view(self, request, pk)

    def response_add(self, request, obj, post_url_continue=None):
        request.said_of_story = _saved(obj)
        for said in filter(None, filed_already(request.user, [obj])):
            messages.warning(request, said)
        return self._take_pressed_step(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        request.said_of_story = _saved(obj)
        return self._take_pressed_step(request, obj) or super().response_change(request, obj)

    def response_delete(self, request, obj_display, obj_id):
        request.said_of_story = _("“%(title)s” is deleted.") % {"title": obj_display}
        return super().response_delete(request, obj_display, obj_id)

    def message_user(self, request, message, level=messages.INFO, **kwargs):
        """Django's own sentences have quotation marks for every name; a story's title has marks of its own."""
        super().message_user(request, getattr(request, "said_of_story", message), level, **kwargs)

    def _take_pressed_step(self, request, story):
        pressed = request.POST.get("_step")
        if pressed not in Verb.values:
            return None
        if pressed != Verb.SUBMIT:
            return HttpResponseRedirect(reverse("admin:articles_article_step", args=[story.pk, pressed]))
        if steps.take(request, story, Verb.SUBMIT, **steps.answers_in(request, Verb.SUBMIT)):
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        saved = _("What you typed is saved. The story stays as it was: %(state)s.")
        messages.info(request, saved % {"state": story.get_state_display()})
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[story.pk]))

    @admin.action(description=_("Sign selected stories, one by one"))
    def sign_selected(self, request, queryset):
        return self._decide(request, Verb.SIGN, queryset)

    @admin.action(description=_("Pass selected stories, one by one"))
    def pass_selected(self, request, queryset):
        return self._decide(request, Verb.PASS, queryset)

    def _decide(self, request, verb, queryset):
        stories = list(queryset.with_everything().select_related("imported_page"))
        return steps.decide_several(self, request, verb, stories)


def _saved(story) -> str:
    address = reverse("admin:articles_article_change", args=[story.pk])
    return format_html(str(_("“{title}” is saved.")), title=format_html('<a href="{}">{}</a>', address, story))


def _is_copy(story) -> bool:
    return story is not None and story.corrects_id is not None


def _files(request) -> bool:
    """Whether the person may put stories into issues and arrange the page."""
    return rights.is_editor(request.user)


def _is_draft_of(request, story) -> bool:
    return story.state in WITH_THE_WRITER and may_edit(request, story)


def _pages(request) -> list[int]:
    """Where the form wants the story to stand."""
    page = request.POST.get("issue", "")
    return [int(page)] if page.isascii() and page.isdigit() and len(page) < 19 else []


def _names(fieldsets) -> list[str]:
    return flatten_fieldsets(fieldsets)


def _places(flag_round: FlagRound, colour: str) -> str:
    return " ".join(flag.township.name for flag in flag_round.flags.all() if flag.colour == colour)


def _changed(formsets) -> list[forms.ModelForm]:
    return [row for formset in formsets for row in formset.forms if row.has_changed()]


def _own_credit(user) -> list[dict]:
    """Most stories are filed by who wrote them."""
    entry = getattr(user, "reporter", None)
    if entry is None:
        return []
    reporter = entry.canonical
    role = reporter.kind if reporter.kind in CreditRole.values and reporter.kind != "photographer" else "reporter"
    return [{"reporter": reporter.pk, "role": role}]
