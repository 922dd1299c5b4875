"""The record of what was done to a story, by whom, when and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..review.workflow import Verb
from .revision import AppendOnly, Revision


class Review(AppendOnly):
    """One verb on one story. Written by the verb itself, in its transaction."""

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="reviews", verbose_name=_("story"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="reviews", verbose_name=_("revision"))
    verb = models.CharField(_("step"), max_length=16, choices=Verb)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews", verbose_name=_("by"))
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("review record")
        verbose_name_plural = _("review records")

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.by}"
