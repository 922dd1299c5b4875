"""Who attended what a story tells, with name, post and verb as printed."""

from collections import Counter
from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.fields import NameField
from people.models import Official

from ..review.signed_content import SignedContent
from .signed_guard import StoryPart

# By the day of the story.
NEWEST = (F("article__happened_on").desc(nulls_last=True), "-article__part_of_day", "-article_id", "pk")


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def latest_of_each(self, officials: Collection[int]) -> Self:
        """The newest one of each of these officials, by `stayed_id`, with its story."""
        who = Coalesce("official__merged_into", "official")
        theirs = self.filter(Q(official__in=officials) | Q(official__merged_into__in=officials))
        place = Window(RowNumber(), partition_by=who, order_by=NEWEST)
        latest = theirs.annotate(stayed_id=who, place=place).filter(place=1)
        return latest.select_related("article")

    def composed_from(self, stories: models.QuerySet | Collection[models.Model]) -> list["Attendance"]:
        """Everyone whom the stories name, each once, in the order of the story that names most."""
        rows: list[Attendance] = list(self.filter(article__in=stories).select_related("official__merged_into"))
        sizes = Counter(row.article_id for row in rows)
        seen: dict[object, Attendance] = {}
        for row in sorted(rows, key=lambda row: (-sizes[row.article_id], row.article_id, row.order, row.pk)):
            seen.setdefault(row.official.canonical.pk if row.official else (row.name, row.organisation), row)
        return list(seen.values())


class Attendance(StoryPart):
    """A leader or guest as a story names them. Post and verb are printed words and stay when the register moves on."""

    class Group(models.TextChoices):
        """Lists of names; protocol order is meant inside each of them."""

        PRINCIPAL = "principal", _("Leader with post")
        DISTRICT_LEADERS = "district_leaders", _("District leaders (names only)")
        GUEST = "guest", _("Guest")
        OTHER = "other", pgettext_lazy("group of attendance", "Other")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="attendances", verbose_name=_("story"))
    group = models.CharField(_("group"), max_length=16, choices=Group, default=Group.PRINCIPAL)
    official = models.ForeignKey(
        Official,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name=_("official"),
        help_text=_("Pick the person from the register; leave empty for a guest and type the name."),
    )
    name = NameField(_("name as printed"), max_length=40, blank=True, help_text=_("Empty: the official’s name."))
    post = models.CharField(
        _("post as printed"),
        max_length=120,
        blank=True,
        help_text=_("Word for word, as 党工委副书记、管委会主任; or 区领导 before a list of names."),
    )
    verbs = models.CharField(
        _("verbs as printed"),
        max_length=60,
        blank=True,
        help_text=_("主持会议, 出席会议并讲话, 参加, 列席: what the story says, not what it means."),
    )
    organisation = models.CharField(_("organisation of a guest"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(pgettext_lazy("position", "order"), default=0)

    stayed_id: int  # by AttendanceQuerySet.latest_of_each

    objects = AttendanceQuerySet.as_manager()

    SIGNED = SignedContent(fields=("group", "official", "name", "post", "verbs", "organisation", "order"))

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "official"],
                name="official_attends_once",
                violation_error_message=_("This official is already in the list."),
            ),
            models.CheckConstraint(
                condition=Q(official=None) | Q(organisation=""),
                name="official_is_no_guest",
                violation_error_message=_("An official of the district has no organisation as a guest."),
            ),
            models.CheckConstraint(
                condition=Q(official__isnull=False) | ~Q(name=""),
                name="attendance_has_a_name",
                violation_error_message=_("Pick an official or type a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self):
        self._take_name()

    def save(self, *args, **kwargs):
        self._take_name()
        super().save(*args, **kwargs)

    def _take_name(self) -> None:
        if not self.name.strip() and self.official:
            self.name = self.official.name
