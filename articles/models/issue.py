"""The week's page: its days, number, lead and who made it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from adminkit.permanent_slugs import refuse_new_address
from people.fields import NameField

from ..review import clock, rights
from ..review.signed_content import digest
from ..review.workflow import UNDER_REVIEW, WITH_THE_WRITER, State, StepRefused
from ..values.page_order import in_page_order
from ..values.weeks import Week
from .issue_record import IssueRecord, Turn
from .locks import lock_open_pages, lock_stories
from .revision import RecordError
from .signed_guard import SealedContentError

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from .article import Article

# The order of a closed page, whose every story has its place.
PLACED = (F("page_order").asc(nulls_last=True), "pk")
ON_THEIR_WAY = WITH_THE_WRITER | UNDER_REVIEW | {State.HELD}


class ClosedIssueError(SealedContentError):
    """An attempt to change a closed page."""

    def __init__(self, issue: "Issue"):
        said = gettext("Issue %(issue)s is closed: its lead, order, days and note stay. A chief editor opens it again.")
        super().__init__(said % {"issue": issue})


class IssueQuerySet(models.QuerySet["Issue"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def closed(self) -> Self:
        return self.exclude(closed_at=None)

    def refuse_closed(self) -> None:
        """Lock them, so that nobody closes one meanwhile, and refuse if one is closed."""
        for issue in self.order_by("pk").select_for_update(no_key=True):
            if issue.is_closed:
                raise ClosedIssueError(issue)

    def with_stories(self, stories: models.QuerySet) -> Self:
        """Those in which one of the given stories stands."""
        return self.filter(Exists(stories.filter(issue=OuterRef("pk"))))

    def with_story_counts(self, stories: models.QuerySet) -> Self:
        # Django drops the model's order from a query that counts.
        return self.annotate(story_count=Count("stories", filter=Q(stories__in=stories))).order_by("-first_day")

    def covering(self, day: date) -> Self:
        return self.filter(first_day__lte=day, last_day__gte=day)

    def for_story_of(self, day: date | None) -> "Issue":
        """The open issue whose days hold the day, else the open one; a new week's when all are closed."""
        newest_first = self.open().order_by("-first_day")
        if issue := (day and newest_first.covering(day).first()) or newest_first.first():
            return issue
        try:
            with transaction.atomic():
                # Who holds the latest page opens the next one; who had to wait for it finds that one open.
                list(self.select_for_update(no_key=True).order_by("-last_day")[:1])
                return newest_first.first() or self.open_next()
        except IntegrityError:  # another first story opened the page in the same moment
            return newest_first.get()

    def open_next(self) -> "Issue":
        """Open the page of the present week, or of the first week after it that has none."""
        week = Week.of(timezone.localdate())
        latest = self.order_by("-last_day").first()
        while self.filter(week=str(week)).exists() or (latest and latest.last_day >= week.last_day):
            week = week.next
        first_day = max(week.first_day, latest.last_day + timedelta(days=1)) if latest else week.first_day
        number = latest.number + 1 if latest and latest.number else None
        if self.filter(number=number).exists():  # given out of turn by hand; an editor numbers this one
            number = None
        return self.create(week=str(week), first_day=first_day, last_day=week.last_day, number=number)

    def following(self) -> "Issue":
        """The issue after the latest one, not saved: what an editor who opens a page by hand starts from."""
        latest = self.order_by("-last_day").first()
        week = Week.parse(latest.week).next if latest else Week.of(timezone.localdate())
        first_day = min(latest.last_day + timedelta(days=1), week.last_day) if latest else week.first_day
        number = latest.number + 1 if latest and latest.number else None
        return Issue(week=str(week), first_day=first_day, last_day=week.last_day, number=number)


class Issue(models.Model):
    """One issue of 一周动态. Its name is for ever that of its ISO week; its days may be moved, never overlap."""

    week = models.CharField(
        _("week"), max_length=8, unique=True, help_text=_("2021-W50: the public address; cannot be changed later.")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    number = models.PositiveIntegerField(_("issue number"), null=True, blank=True, unique=True)
    editors_note = models.TextField(_("editor’s note"), blank=True)
    lead = models.ForeignKey(
        "articles.Article",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("of an issue", "lead"),
        help_text=_("Empty: the first story in the page’s order."),
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    chain_head = models.CharField(max_length=64, blank=True, editable=False)

    # What a closing fixes, beside the stories and their order. Only closing and opening again write the rest.
    MADE_UP = ("first_day", "last_day", "number", "editors_note", "lead_id")
    RECORD = ("closed_at", "chain_head")

    stories: "RelatedManager[Article]"  # by Article.issue
    records: "RelatedManager[IssueRecord]"  # by IssueRecord.issue
    page_credits: "RelatedManager[PageCredit]"  # by PageCredit.issue

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "pk"]
        verbose_name = pgettext_lazy("of the paper", "issue")
        verbose_name_plural = pgettext_lazy("of the paper", "issues")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="issue_ends_after_it_begins",
                violation_error_message=_("The last day of an issue cannot be before its first."),
            ),
        ]

    def __str__(self) -> str:
        """第313期 11月16日—11月22日（2026-W47）: picked by its number, its days or its week."""
        number = gettext("No. %(number)s") % {"number": self.number} if self.number else ""
        format_ = pgettext("date format: day", "j F")
        days = f"{format_date(self.first_day, format_)}—{format_date(self.last_day, format_)}"
        picked_by = {"days": f"{number} {days}".strip(), "week": self.week}
        return gettext("%(days)s (%(week)s)") % picked_by

    def save(self, *args, **kwargs):
        """Refuses a change of a closed page, and of the record that only closing and opening again write."""
        refuse_new_address(self, "week")
        with transaction.atomic():
            stored = type(self).objects.select_for_update(no_key=True).filter(pk=self.pk).first() if self.pk else None
            unwritten: Any = stored or type(self)()
            if any(getattr(self, name) != getattr(unwritten, name) for name in self.RECORD):
                raise RecordError(gettext("An issue is closed and opened again only by a chief editor’s own step."))
            if stored and stored.is_closed and any(getattr(self, n) != getattr(stored, n) for n in self.MADE_UP):
                raise ClosedIssueError(self)
            super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("roundup", args=[self.week])

    def delete(self, *args, **kwargs):
        if self.records.exists():
            raise RecordError(gettext("This issue has been closed and is on record; it cannot be deleted."))
        return super().delete(*args, **kwargs)

    def clean(self):
        try:
            Week.parse(self.week)
        except ValueError:
            raise ValidationError(
                {"week": _("There is no week of that name; write for example 2021-W50.")}, code="week"
            ) from None
        if self.first_day and self.last_day:
            self._refuse_overlap()
        if self.lead_id and self.lead.issue_id != self.pk:
            raise ValidationError({"lead": _("The lead is one of the stories of this issue.")}, code="lead")

    @property
    def is_under_way(self) -> bool:
        """Whether today is one of its days."""
        return self.first_day <= timezone.localdate() <= self.last_day

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    def made_up(self) -> dict[str, Any]:
        """The page as it stands, in plain values: its days, note, lead, stories in order, and who made it."""
        told = {name: getattr(self, name) for name in self.MADE_UP}
        return {name: str(value) if isinstance(value, date) else value for name, value in told.items()} | {
            "stories": list(self.stories.order_by(*PLACED).values_list("pk", flat=True)),
            "page_credits": [[credit.role, credit.name] for credit in self.page_credits.all()],
        }

    def in_order(self, stories) -> "list[Article]":
        """These of its stories as they stand on the page."""
        return in_page_order(stories.for_ordering(), lead_id=self.lead_id)

    def shown_digest(self) -> str:
        """Of what closing shows to readers and no story's signature covers: days, note, lead, who made it."""
        return digest({name: value for name, value in self.made_up().items() if name != "stories"})

    def close(self, *, by, unsigned_to_next: bool = False, seen: str | None = None) -> None:
        """签印: the page is made up, lead and order are fixed, and readers see it on the home page.

        unsigned_to_next: stories that nobody has signed go to the page of the next open issue.
        seen: the digest of what was on the screen of whoever closes it; another page is refused with StepRefused.
        """
        with self._turned(Turn.CLOSE, by=by) as stored:
            if seen is not None and seen != stored.shown_digest():
                raise StepRefused(gettext("The page was changed meanwhile. Look at it again, then close it."))
            if unsigned_to_next:
                stored._hand_on_unsigned()
            stories = stored.stories.all()
            in_order = stored.in_order(stories)
            if stored.lead_id is None:
                stored.lead = next((story for story in in_order if story.may_lead), None)
                type(self).objects.filter(pk=self.pk).update(lead=stored.lead)
            for place, story in enumerate(in_order, start=1):
                stories.filter(pk=story.pk).update(page_order=place)
            stored.closed_at = clock.now()

    def reopen(self, *, by, reason: str = "") -> None:
        """The page is worked on again; what stood on it stays on record."""
        if not reason.strip():
            raise StepRefused(gettext("Say why the issue is opened again; it stays on record."))
        with self._turned(Turn.REOPEN, by=by, reason=reason.strip()) as stored:
            stored.closed_at = None

    @contextmanager
    def _turned(self, turn: Turn, *, by, reason: str = "") -> "Iterator[Issue]":
        """The stored row under its lock, to be turned within; its new record after that."""
        if not rights.has_role(by, rights.Role.CHIEF_EDITOR):
            raise StepRefused(gettext("Only a chief editor closes an issue or opens it again."))
        with transaction.atomic():
            # The page that takes what is handed on, too; and all stories, since each gets its place.
            lock_open_pages(self.pk)
            lock_stories(self.stories.all())
            stored = type(self).objects.get(pk=self.pk)
            if turn == Turn.CLOSE and stored.is_closed:
                raise StepRefused(gettext("This issue is closed already."))
            if turn == Turn.REOPEN and not stored.is_closed:
                raise StepRefused(gettext("This issue is open already."))
            yield stored
            type(self).objects.filter(pk=self.pk).update(closed_at=stored.closed_at)
            IssueRecord.objects.append(stored, turn=turn, by=by, reason=reason, content=stored.made_up())
        self.closed_at, self.chain_head, self.lead = stored.closed_at, stored.chain_head, stored.lead

    def _hand_on_unsigned(self) -> None:
        waiting = self.stories.filter(state__in=ON_THEIR_WAY)
        keys = list(waiting.values_list("pk", flat=True))
        if keys:
            issues = type(self).objects
            following = issues.open().filter(first_day__gt=self.first_day).order_by("first_day").first()
            waiting.update(issue=following or issues.open_next(), page_order=None)
        if self.lead_id in keys:
            self.lead = None
            type(self).objects.filter(pk=self.pk).update(lead=None)

    def _refuse_overlap(self) -> None:
        # The database refuses it too (articles.database); here the other issue can be named.
        others = type(self).objects.exclude(pk=self.pk)
        if other := others.filter(first_day__lte=self.last_day, last_day__gte=self.first_day).first():
            raise ValidationError(
                _("These days overlap issue %(week)s, which runs from %(first)s to %(last)s."),
                params={"week": other.week, "first": other.first_day, "last": other.last_day},
                code="overlap",
            )


class PageCredit(models.Model):
    """Who made the page: printed at its foot, and belongs to the page, not to a story."""

    class Role(models.TextChoices):
        RESPONSIBLE_EDITOR = "responsible_editor", pgettext_lazy("page credit", "Responsible editor")
        PROOFREADER = "proofreader", pgettext_lazy("page credit", "Proofreader")
        LAYOUT = "layout", pgettext_lazy("page credit", "Layout")
        DUTY_EDITOR = "duty_editor", pgettext_lazy("page credit", "Editor on duty")

    issue = models.ForeignKey(
        Issue, models.CASCADE, related_name="page_credits", verbose_name=pgettext_lazy("of the paper", "issue")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    name = NameField(_("name as printed"), max_length=40)
    order = models.PositiveSmallIntegerField(pgettext_lazy("position", "order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("page credit")
        verbose_name_plural = _("page credits")

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.name}"

    def save(self, *args, **kwargs):
        with transaction.atomic():
            self._refuse_closed()
            super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            self._refuse_closed()
            return super().delete(*args, **kwargs)

    def _refuse_closed(self) -> None:
        stored = type(self).objects.filter(pk=self.pk).values("issue")
        Issue.objects.filter(Q(pk=self.issue_id) | Q(pk__in=stored)).refuse_closed()
