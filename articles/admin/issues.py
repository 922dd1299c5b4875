"""The week's page: its days, its stories in order, who made it, and its closing."""

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.admin import NATIVE_DAY
from people.desk_admin import DeskAdmin
from people.rows import SharedRows

from ..models import Article, Issue, PageCredit
from ..page_order import in_page_order
from ..review.rights import is_editor
from ..review.workflow import State, StepRefused
from .rows import TypedOrderRows
from .states import importance_word, state_label
from .story_form import Lines, PartialForm

TURNS = ("close", "reopen")


class PageCreditRows(TypedOrderRows):
    model = PageCredit
    fields = ["role", "name", "order"]
    extra = 0


class PageFormSet(SharedRows):
    """The stories as they stand on the page, which no query alone can say."""

    def get_queryset(self):
        if not hasattr(self, "_page"):
            self._page = _as_on_the_page(self.instance, super().get_queryset())
        return self._page


class StoriesOnThePage(admin.TabularInline):
    model = Article
    form = PartialForm
    formset = PageFormSet
    template = "admin/rows.html"
    fields = ["title", "state_label", "happened_on", "page_order", "importance"]
    readonly_fields = ["title", "state_label", "happened_on"]
    extra = 0
    can_delete = False
    verbose_name_plural = _("stories on the page")

    def get_queryset(self, request):
        return super().get_queryset(request).readable_by(request.user)

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return is_editor(request.user)

    @admin.display(description=_("story"))
    def title(self, story):
        address = reverse("admin:articles_article_change", args=[story.pk])
        return format_html('<a href="{}">{}</a>', address, story)

    @admin.display(description=_("state"))
    def state_label(self, story):
        return state_label(story)


@admin.register(Issue)
class IssueAdmin(DeskAdmin):
    fields = ["week", ("first_day", "last_day", "number"), "lead", "editors_note"]
    formfield_overrides = {**NATIVE_DAY, models.TextField: {"form_class": Lines, "widget": AdminTextareaWidget}}
    inlines = [StoriesOnThePage, PageCreditRows]
    list_display = ["__str__", "turn", "closed_at"]
    search_fields = ["week", "number"]
    used_in = ["stories"]
    address_field = "week"
    show_facets = admin.ShowFacets.NEVER

    @admin.display(description=_("state"))
    def turn(self, issue):
        word = pgettext_lazy("issue", "Closed") if issue.is_closed else pgettext_lazy("issue", "Open")
        return format_html('<span class="state state-{}">{}</span>', "signed" if issue.is_closed else "draft", word)

    def get_fields(self, request, obj=None):
        return self.fields if obj else [name for name in self.fields if name != "lead"]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if "lead" in form.base_fields:
            form.base_fields["lead"].queryset = (
                obj.stories.exclude(state=State.WITHDRAWN)
                .exclude(genre=Article.Genre.PHOTO_NEWS)
                .order_by("page_order", "happened_on", "pk")
            )
            form.base_fields["lead"].widget.can_add_related = False
        return form

    def get_changeform_initial_data(self, request):
        following = Issue.objects.following()
        days = {name: getattr(following, name) for name in ("week", "first_day", "last_day", "number")}
        return days | super().get_changeform_initial_data(request)

    def get_inlines(self, request, obj):
        return self.inlines if obj else [PageCreditRows]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and is_editor(request.user):
            context["turn"] = "reopen" if obj.is_closed else "close"
        context["turn_label"] = self.turn(obj) if obj else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        view = self.admin_site.admin_view(self.turn_view)
        return [path("<int:pk>/turn/<str:turn>/", view, name="articles_issue_turn"), *super().get_urls()]

    def turn_view(self, request, pk, turn):
        """签印, or opening the page again: asked once more, then the model's verb."""
        issue = get_object_or_404(Issue, pk=pk)
        if turn not in TURNS or not self.has_change_permission(request, issue):
            raise PermissionDenied
        here = reverse("admin:articles_issue_change", args=[pk])
        if request.method == "POST":
            try:
                getattr(issue, turn)(by=request.user)
            except StepRefused as refusal:
                messages.error(request, str(refusal))
            else:
                said = _("Issue %(week)s is closed.") if turn == "close" else _("Issue %(week)s is open again.")
                messages.success(request, said % {"week": issue})
            return HttpResponseRedirect(here)
        title = _("Close the issue") if turn == "close" else _("Open the issue again")
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
            "issue": issue,
            "turn": turn,
            "stories": [
                (story, state_label(story), importance_word(story))
                for story in _as_on_the_page(issue, issue.stories.all())
            ],
            "back": here,
        }
        return TemplateResponse(request, "admin/articles/issue/turn.html", context)


def _as_on_the_page(issue: Issue, stories) -> list[Article]:
    return in_page_order(stories.for_ordering().for_lists(), lead_id=issue.lead_id)
