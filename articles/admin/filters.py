"""How the list of stories is narrowed. The choices are those that occur, and never too many to read."""

from abc import ABC, abstractmethod

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Reporter, Township

from ..models import ImportedPage, Issue, Photo, Topic
from ..review.rights import Role, has_role, is_editor
from ..review.workflow import UNDER_REVIEW, State

MOST = 60


class MineFilter(admin.SimpleListFilter):
    title = _("whose")
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        return [("yes", _("My own stories"))]

    def queryset(self, request, queryset):
        return queryset.of(request.user) if self.value() == "yes" else queryset


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        more = [
            ("review", _("Under review")),
            ("way", _("On their way to readers")),
            ("scheduled", pgettext_lazy("stories", "Scheduled")),
            ("offline", pgettext_lazy("stories", "Offline")),
        ]
        own = [("mine", _("Waiting for my review"))] if is_editor(request.user) else []
        if has_role(request.user, Role.PROOFREADER) and settings.PROOF_PASSES:
            own = [*own, ("proof", _("Waiting for my proof"))]
        return [*own, *State.choices, *more]

    def queryset(self, request, queryset):
        match self.value():
            case "mine":
                return queryset.awaiting(request.user)
            case "proof":
                return queryset.awaiting_proof(request.user)
            case "way":
                return queryset.on_their_way()
            case "review":
                return queryset.filter(state__in=UNDER_REVIEW)
            case "scheduled":
                return queryset.scheduled()
            case "offline":
                return queryset.offline()
        return queryset.filter(state=self.value()) if self.value() else queryset


class RowFilter(ABC, admin.SimpleListFilter):
    """One row of a register, out of those that the person's stories have to do with."""

    @abstractmethod
    def rows(self, stories):
        """The rows to choose from, given the stories that the person may read."""

    @abstractmethod
    def stories_of(self, queryset, row):
        """The stories that have to do with the chosen row."""

    def lookups(self, request, model_admin):
        return [(str(row.pk), str(row)) for row in self.rows(model_admin.get_queryset(request))[:MOST]]

    def queryset(self, request, queryset):
        row = self.value() and self.model.objects.filter(pk=_number(self.value())).first()
        return self.stories_of(queryset, row) if row else queryset

    def choices(self, changelist):
        # A row beyond the first sixty can still come from a link; it stays visible as the one that is chosen.
        if self.value() and self.value() not in {str(key) for key, _name in self.lookup_choices}:
            row = self.model.objects.filter(pk=_number(self.value())).first()
            self.lookup_choices += [(self.value(), str(row))] if row else []
        return super().choices(changelist)


class IssueFilter(RowFilter):
    model = Issue
    title = pgettext_lazy("of the paper", "issue")
    parameter_name = "issue"

    def rows(self, stories):
        return Issue.objects.with_stories(stories)

    def stories_of(self, queryset, row):
        return queryset.filter(issue=row)


class ReporterFilter(RowFilter):
    model = Reporter
    title = pgettext_lazy("register", "reporter")
    parameter_name = "reporter"

    def rows(self, stories):
        return Reporter.objects.credited_in(stories, Photo.objects.none())

    def stories_of(self, queryset, row):
        return queryset.credited_to(row)


class TownshipFilter(RowFilter):
    model = Township
    title = _("township or subdistrict")
    parameter_name = "township"

    def rows(self, stories):
        return Township.objects.all()

    def stories_of(self, queryset, row):
        return queryset.in_township(row)


class TopicFilter(RowFilter):
    model = Topic
    title = _("topic")
    parameter_name = "topic"

    def rows(self, stories):
        return Topic.objects.mentioned_in(stories)

    def stories_of(self, queryset, row):
        return queryset.about(row)


class PageFilter(RowFilter):
    """Only by a link from the page: shown while it narrows the list."""

    model = ImportedPage
    title = pgettext_lazy("read in", "page")
    parameter_name = "page"

    def rows(self, stories):
        return ImportedPage.objects.filter(pk=_number(self.value() or ""))

    def stories_of(self, queryset, row):
        return queryset.filter(imported_page=row)


STORY_FILTERS = (
    PageFilter,
    MineFilter,
    StateFilter,
    IssueFilter,
    ReporterFilter,
    TopicFilter,
    TownshipFilter,
    ("genre", admin.ChoicesFieldListFilter),
)
# For those who file; a reporter sets none.
IMPORTANCE_FILTER = ("importance", admin.ChoicesFieldListFilter)


def _number(value: str) -> int | None:
    return int(value) if value.isdecimal() and len(value) < 19 else None
