"""The record of what was done to a story, by whom, when and why."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..review import chain, clock
from ..review.workflow import ReviewStep, Verb
from .revision import AppendOnly, Revision

if TYPE_CHECKING:
    from .recorded import RecordedStory


class ReviewManager(models.Manager["Review"]):
    def append(self, article: "RecordedStory", **record) -> "Review":
        """The next link of the story's chain. Call it under the lock of the story's row, then write `chain_head`."""
        last = article.records[-1] if article.records else None
        at = clock.not_before(last.at if last else None)
        review = Review(article_id=article.pk, number=last.number + 1 if last else 1, at=at, **record)
        review.mac = review.link(before=article.chain_head)
        review.save()
        article.chain_head = review.mac
        if article.locked_records is not None:
            article.locked_records.append(review)
        return review


class Review(AppendOnly):
    """One verb on one story. Written by the verb itself, in its transaction."""

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="reviews", verbose_name=_("story"))
    number = models.PositiveIntegerField(_("number"))
    round = models.PositiveIntegerField(_("round of review"), default=0)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="reviews", verbose_name=_("revision"))
    verb = models.CharField(_("step"), max_length=16, choices=Verb)
    step = models.PositiveSmallIntegerField(_("review"), choices=ReviewStep, null=True)
    proof = models.PositiveSmallIntegerField(_("proof pass"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="reviews",
        verbose_name=_("by"),
        help_text=_("Empty: a change made beside the review, found by the next step."),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("for whom")
    )
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"))
    published_at = models.DateTimeField(_("published at"), null=True)
    mac = models.CharField(max_length=64)

    objects = ReviewManager()

    class Meta:
        ordering = ["article_id", "number"]
        verbose_name = _("review record")
        verbose_name_plural = _("review records")
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="review_number_stands_once")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.by or '—'}"

    def link(self, *, before: str) -> str:
        """What ties this record to the one before it: see chain.link."""
        return chain.link(settings.RECORDS_KEY, before, self.told)

    @property
    def told(self) -> dict:
        """What the chain covers of this record."""
        columns = ("article_id", "number", "round", "verb", "step", "proof", "by_id", "person_id", "at", "published_at")
        return {name: getattr(self, name) for name in columns} | {
            "revision": self.revision.number,
            "sha256": self.revision.sha256,
            "reason": chain.text_digest(self.reason),
        }


class ProofPassManager(ReviewManager):
    def get_queryset(self):
        return super().get_queryset().filter(verb=Verb.PROOF)


class ProofPass(Review):
    """One of the three proofs (三校): a record of its own kind in the same chain."""

    objects = ProofPassManager()  # type: ignore[misc]  # a proxy may have a manager of its own

    class Meta:
        proxy = True
        verbose_name = _("proof pass")
        verbose_name_plural = _("proof passes")
