"""The week's page: its days, its stories in order, who made it, and its closing."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from adminkit.admin import DeskAdmin
from adminkit.formsets import SharedRows
from people.admin import NATIVE_DAY

from ..desk.states import state_label
from ..models import Article, Issue, PageCredit
from ..models.issue_record import Turn
from ..models.locks import lock_pages, lock_stories
from ..review.rights import Role, has_role, is_editor
from ..review.workflow import State
from .issue_closing import record_in_words, turn_view
from .page_signing import sign_view
from .rows import TypedOrderRows
from .story_form import Lines, PartialForm


class PageCreditRows(TypedOrderRows):
    model = PageCredit
    fields = ["role", "name", "order"]
    extra = 0

    def has_add_permission(self, request, obj):
        return super().has_add_permission(request, obj) and _is_open(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _is_open(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _is_open(obj)


class PageFormSet(SharedRows):
    """The stories as they stand on the page, which no query alone can say."""

    def get_queryset(self):
        if not hasattr(self, "_page"):
            self._page = self.instance.in_order(super().get_queryset().for_lists())
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
        return is_editor(request.user) and _is_open(obj)

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

    def lock(self, key):
        """The stories stand in the form in the page's order; they are locked in the order of their keys."""
        lock_pages([key])
        lock_stories(Article.objects.filter(issue=key))

    # A closed page stays as it is

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _is_open(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _is_open(obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            is_chief = has_role(request.user, Role.CHIEF_EDITOR)
            context |= {
                "turn": (Turn.REOPEN if obj.is_closed else Turn.CLOSE) if is_chief else "",
                "turn_label": self.turn(obj),
                "records": record_in_words(obj),
                "to_sign": Article.objects.awaiting(request.user).filter(issue=obj).count() if is_chief else 0,
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Closing and signing

    def get_urls(self):
        turn, sign = self.admin_site.admin_view(self.turn_view), self.admin_site.admin_view(self.sign_view)
        return [
            path("<int:pk>/turn/<str:turn>/", turn, name="articles_issue_turn"),
            path("<int:pk>/sign/", sign, name="articles_issue_sign"),
            *super().get_urls(),
        ]

    def turn_view(self, request, pk, turn):
        issue = get_object_or_404(Issue, pk=pk)
        if turn not in Turn.values or not self.has_change_permission(request):
            raise PermissionDenied
        return turn_view(self, request, issue, Turn(turn))

    def sign_view(self, request, pk):
        return sign_view(self, request, get_object_or_404(Issue, pk=pk))


def _is_open(issue: Issue | None) -> bool:
    return issue is None or not issue.is_closed
