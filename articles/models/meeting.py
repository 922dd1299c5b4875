"""Meetings that stories tell of."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from people.models import MADE, EntryQuerySet, ProposedEntry

from .part_of_day import PartOfDay


class MeetingQuerySet(EntryQuerySet):
    def mentioned_in(self, stories: models.QuerySet) -> Self:
        """Those that one of the given stories covers, as themselves or as an entry merged into them."""
        own = Exists(stories.filter(meeting=OuterRef("pk")))
        return self.standing().filter(own | Exists(stories.filter(meeting__merged_into=OuterRef("pk"))))


class Meeting(ProposedEntry):
    """A meeting, by its name as printed; several stories may cover it, and its page composes what they say."""

    name = models.CharField(_("name of the meeting"), max_length=120)
    day = models.DateField(_("day"), null=True, blank=True)
    part_of_day = models.CharField(_("part of day"), max_length=12, choices=PartOfDay, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=MADE)

    class Meta:
        ordering = [F("day").desc(nulls_last=True), "name", "pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "day"],
                name="meeting_once_a_day",
                violation_error_message=_("This meeting is already in the register for that day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{date.isoformat(self.day)}）" if self.day else self.name

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.pk])
