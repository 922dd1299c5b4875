"""What readers are told of a story that was changed or taken back after they had read it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..review.signed_content import SignedContent
from ..review.workflow import State
from .signed_guard import StoryPart


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def told(self, stories: models.QuerySet) -> Self:
        """What stands on the given public stories, and the notices of withdrawn ones, newest first."""
        withdrawn = Q(article__state=State.WITHDRAWN, kind=Correction.Kind.WITHDRAWAL)
        return self.filter(Q(article__in=stories) | withdrawn).exclude(told_at=None).order_by("-told_at", "-pk")


class Correction(StoryPart):
    """A dated note. It is written into the working copy and signed with it; a withdrawal writes its own."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", pgettext_lazy("correction", "Correction")
        CLARIFICATION = "clarification", pgettext_lazy("correction", "Clarification")
        WITHDRAWAL = "withdrawal", pgettext_lazy("correction", "Withdrawal")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="corrections", verbose_name=_("story"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField(
        _("what readers are told"),
        max_length=400,
        help_text=_("What is right now, and where. Do not repeat a wrong name or post unless readers need it."),
    )
    after_paragraph = models.PositiveSmallIntegerField(
        _("after paragraph"), default=0, help_text=_("Where the change stands; 0 puts the note above the text.")
    )
    told_at = models.DateTimeField(_("told at"), null=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    SIGNED = SignedContent(fields=("kind", "text", "after_paragraph"), filing=("told_at",))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("note to readers")
        verbose_name_plural = _("notes to readers")

    @property
    def anchor(self) -> str:
        """Where it stands on the story's page: by its moment, since a later correction writes the rows anew."""
        return f"note-{self.told_at.timestamp():.0f}" if self.told_at else "note"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text[:30]}"
