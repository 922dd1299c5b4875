"""Rankings of townships that a story tells: red flags for the first, blue flags for the last."""

from collections.abc import Collection

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Township

from ..review.signed_content import SignedContent
from .signed_guard import StoryPart, all_stories


class FlagQuerySet(models.QuerySet["Flag"]):
    def mentioned_in(self, stories: models.QuerySet | Collection[models.Model]) -> "FlagQuerySet":
        return self.filter(round__article__in=stories)

    def newest_first(self) -> "FlagQuerySet":
        return self.order_by(F("round__article__happened_on").desc(nulls_last=True), "-round", "-colour", "order", "pk")


class FlagRound(StoryPart):
    """One ranking (评比通报), with the story that is its source."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="flag_rounds", verbose_name=_("story"))
    subject = models.CharField(_("subject of the ranking"), max_length=80)
    reason = models.CharField(
        _("reason"), max_length=200, blank=True, help_text=_("As the story gives it: 排名前两位、排名后两位.")
    )

    SIGNED = SignedContent(
        fields=("subject", "reason"), parts={"flags": SignedContent(fields=("township", "colour", "order"))}
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("flag round")
        verbose_name_plural = _("flag rounds")

    def __str__(self) -> str:
        return self.subject


class Flag(StoryPart):
    """One township's flag. Never two of them for one township in one round: the database refuses."""

    class Colour(models.TextChoices):
        RED = "red", pgettext_lazy("flag", "Red flag")
        BLUE = "blue", pgettext_lazy("flag", "Blue flag")

    round = models.ForeignKey(FlagRound, models.CASCADE, related_name="flags", verbose_name=_("flag round"))
    township = models.ForeignKey(
        Township, models.PROTECT, related_name="flags", verbose_name=_("township or subdistrict")
    )
    colour = models.CharField(
        _("colour"),
        max_length=4,
        choices=Colour,
        help_text=_("Red commends the first places, blue criticises the last."),
    )
    order = models.PositiveSmallIntegerField(pgettext_lazy("position", "order"), default=0)

    objects = FlagQuerySet.as_manager()

    SIGNED = FlagRound.SIGNED.parts["flags"]

    class Meta:
        ordering = ["-colour", "order", "pk"]  # red before blue
        verbose_name = pgettext_lazy("ranking", "flag")
        verbose_name_plural = pgettext_lazy("ranking", "flags")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "township"],
                name="one_flag_for_a_township_in_a_round",
                violation_error_message=_("A township has either a red or a blue flag in one round."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.township.name} {self.get_colour_display()}"

    def stories(self) -> models.QuerySet:
        stored = type(self)._base_manager.filter(pk=self.pk).values("round_id")
        rounds = FlagRound.objects.filter(models.Q(pk=self.round_id) | models.Q(pk__in=stored))
        return all_stories().filter(pk__in=rounds.values("article_id"))
