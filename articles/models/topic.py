"""Topics: tags that reporters pick and only editors create."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords
from taggit.models import ItemBase, TagBase

from adminkit.permanent_slugs import refuse_new_address
from people.fields import NameField
from people.models import MADE, RegisterEntry
from people.names import ascii_slug

from .signed_guard import StoryPart


class TopicQuerySet(models.QuerySet["Topic"]):
    def mentioned_in(self, stories: models.QuerySet) -> Self:
        """Topics, main or other, of the given stories."""
        return self.filter(
            Exists(stories.filter(main_topic=OuterRef("pk")))
            | Exists(stories.filter(topic_assignments__tag=OuterRef("pk")))
        )

    def usual_of_reporters(self, stories: models.QuerySet, reporters: Collection[int]) -> Self:
        """The main topics of each reporter's given stories, most frequent first, as `credited_id`."""
        who = "main_stories__credits__reporter"
        named = Q(**{f"{who}__in": reporters}) | Q(**{f"{who}__merged_into__in": reporters})
        theirs = Q(main_stories__in=stories) & named
        return (
            self.filter(theirs)
            .annotate(credited_id=Coalesce(f"{who}__merged_into", who), times=Count("main_stories", distinct=True))
            .order_by("-times", "order", "name")
        )


class Topic(RegisterEntry, TagBase):
    name = NameField(_("name"), max_length=40, unique=True)
    slug = models.SlugField(
        _("address name"),
        max_length=60,
        unique=True,
        blank=True,
        help_text=_("Part of the public address; made from the pinyin when left empty. Never changed once published."),
    )
    order = models.PositiveSmallIntegerField(
        pgettext_lazy("position", "order"),
        default=100,
        help_text=_("Readers see topics in this order; livelihood first."),
    )

    credited_id: int  # by TopicQuerySet.usual_of_reporters

    objects = TopicQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=MADE)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def save(self, *args, **kwargs):
        refuse_new_address(self, "slug")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = ascii_slug(tag)[:56] or "topic"
        return f"{slug}-{i}" if i else slug


class TopicAssignment(StoryPart, ItemBase):
    """A further topic of a story, beside its main one."""

    tag = models.ForeignKey(Topic, models.PROTECT, related_name="assignments", verbose_name=_("topic"))
    content_object = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="topic_assignments", verbose_name=_("story")
    )

    story_field = "content_object"

    objects = models.Manager()  # taggit's own finds rows by natural keys, which these have none of

    class Meta:
        ordering = ["tag__order", "pk"]
        verbose_name = _("further topic")
        verbose_name_plural = _("further topics")
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="topic_once_on_story"),
        ]

    def __str__(self) -> str:
        return self.tag.name
