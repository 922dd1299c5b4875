"""Unchangeable snapshots of a story's signed content."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from adminkit.refusals import Refused

from ..review import clock
from ..review.signed_content import digest, snapshot


class RecordError(Refused):
    """An attempt to change or remove a record."""


class AppendOnly(models.Model):
    """A row that is written once. Bulk SQL can still reach it and is found by comparing hashes."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise RecordError(f"{self._meta.label} {self.pk} is a record; records are not changed.")
        # A new object under an old key would otherwise overwrite that record.
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args, **kwargs):
        raise RecordError(f"{self._meta.label} {self.pk} is a record; records are not removed.")


class RevisionManager(models.Manager["Revision"]):
    def digest_of(self, article) -> str:
        """Of the story's signed content as it stands."""
        return digest(snapshot(article, type(article).SIGNED))

    def take(self, article, *, by) -> "Revision":
        """The snapshot of the story as it stands; the latest one again if nothing changed since.

        Call it under the lock of the story's row.
        """
        taken = snapshot(article, type(article).SIGNED)
        sha256 = digest(taken)
        latest = self.filter(article=article).order_by("-number").first()
        if latest and latest.sha256 == sha256:
            return latest
        return self.create(
            article=article,
            number=latest.number + 1 if latest else 1,
            content=taken,
            sha256=sha256,
            taken_by=by,
            taken_at=clock.now(),
        )


class Revision(AppendOnly):
    """第3稿: what a verb saw when it acted on a story."""

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="revisions", verbose_name=_("story"))
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField(_("content"))
    sha256 = models.CharField(max_length=64)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken by")
    )
    taken_at = models.DateTimeField(_("taken at"))

    objects = RevisionManager()

    class Meta:
        ordering = ["article_id", "number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_stands_once"),
        ]

    def __str__(self) -> str:
        return pgettext_lazy("revision", "Draft %(number)d") % {"number": self.number}
