"""A story's record as it stands: only verbs write it, everybody may ask it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..review import clock, rights
from ..review.workflow import (
    APPROVING,
    SPENT,
    UNDER_REVIEW,
    Part,
    Publication,
    ReviewStep,
    Standing,
    State,
    Step,
    Verb,
    find_step,
    present_step,
)
from .review import Review
from .revision import Revision

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from .article import Article
    from .correction import Correction
    from .notice import NoticeQuerySet
    from .photo import Placement


class RecordedStory(models.Model):
    """State, round, moment, signature, and who may do what next."""

    state = models.CharField(_("state"), max_length=16, choices=State, default=State.DRAFT, editable=False)
    steps = models.PositiveSmallIntegerField(
        _("number of reviews"), null=True, editable=False, help_text=_("Settled at submission.")
    )
    round = models.PositiveIntegerField(_("round of review"), default=0, editable=False)
    is_urgent = models.BooleanField(_("urgent correction"), default=False, editable=False)
    held_from = models.CharField(_("held while"), max_length=16, choices=State, blank=True, editable=False)
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        editable=False,
        help_text=_("In the future: embargoed until then."),
    )
    offline_since = models.DateTimeField(_("offline since"), null=True, editable=False)
    signed_revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("signed text")
    )
    chain_head = models.CharField(max_length=64, blank=True, editable=False)
    corrects = models.ForeignKey(
        "articles.Article",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="working_copies",
        verbose_name=_("corrects"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="filed_stories",
        verbose_name=_("filed by"),
    )
    typed_in = models.BooleanField(
        _("typed in for somebody else"),
        default=False,
        help_text=_("Tick when you only type in a correspondent’s story: then you are not its author."),
    )

    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        editable=False,
        related_name="+",
        verbose_name=_("authors on record"),
        help_text=_("Everyone who was an author at a submission; none of them ever reviews the story."),
    )

    reviews: "RelatedManager[Review]"  # by Review.article
    notices: "NoticeQuerySet"  # by Notice.story
    placements: "RelatedManager[Placement]"  # by Placement.article
    corrections: "RelatedManager[Correction]"  # by Correction.article
    working_copies: "RelatedManager[Article]"  # by Article.corrects

    # What only verbs write, and how it stands in a story that no verb has touched.
    UNWRITTEN = {
        "state": State.DRAFT,
        "steps": None,
        "round": 0,
        "is_urgent": False,
        "held_from": "",
        "published_at": None,
        "offline_since": None,
        "signed_revision": None,
        "chain_head": "",
    }
    RECORD = (*UNWRITTEN, "corrects", "created_by", "typed_in", "authors")

    class Meta:
        abstract = True

    @property
    def _story(self) -> "Article":
        """Itself, by the name of the only story there is: this class and the next are abstract."""
        return cast("Article", self)

    # Where the story stands

    @property
    def is_public(self) -> bool:
        """See also ArticleQuerySet.public, the same rule for sets."""
        return self._has_come_out(timezone.now()) and self.offline_since is None

    @property
    def is_scheduled(self) -> bool:
        return self.state == State.SIGNED and not self._has_come_out(timezone.now())

    @property
    def is_offline(self) -> bool:
        return self.state == State.SIGNED and self.offline_since is not None

    @property
    def is_out(self) -> bool:
        """Readers have it, or had it before it was taken offline."""
        return self._has_come_out(self._now())

    @property
    def withdrawn_at(self) -> datetime | None:
        record = self.reviews.filter(verb=Verb.WITHDRAW).last() if self.state == State.WITHDRAWN else None
        return record.at if record else None

    @property
    def number_of_steps(self) -> int:
        """The story's own, once it is submitted; until then the newsroom's."""
        return self.steps or settings.REVIEW_STEPS

    @property
    def step(self) -> ReviewStep | None:
        """The review that the story waits for, or would wait for when it is handed in again or taken up."""
        state = self.held_from if self.state == State.HELD else self.state
        return present_step(state, self.number_of_steps, is_urgent=self.is_urgent)

    # What a step has read once under the lock of the row, where nobody else writes it; None outside of one.
    locked_records: list[Review] | None = None
    locked_authors: set[int] | None = None

    @property
    def records(self) -> list[Review]:
        """All that was done to the story, the first first."""
        return list(self.reviews.order_by("number")) if self.locked_records is None else self.locked_records

    @property
    def round_records(self) -> list[Review]:
        """What happened since the story was last handed in, or sent to its first step by a change."""
        return [record for record in self.records if record.round == self.round]

    @property
    def approvals(self) -> list[Review]:
        """The passes that count: of this round."""
        return [record for record in self.round_records if record.verb in APPROVING]

    @property
    def proofs_passed(self) -> int:
        return sum(record.verb == Verb.PROOF for record in self.round_records)

    def was_approved_by(self, user) -> bool:
        """Whether this person took a review of this round."""
        return any(record.by_id == user.pk for record in self.approvals)

    @property
    def open_copy(self) -> "Article | None":
        """The working copy that is being written or reviewed."""
        return self.working_copies.exclude(state__in=SPENT).first() if self.state == State.SIGNED else None

    def standing(self, moment: datetime | None = None) -> Standing:
        publication = Publication.UNSEEN
        if self._has_come_out(moment or timezone.now()):
            publication = Publication.PUBLIC if self.offline_since is None else Publication.OFFLINE
        return Standing(State(self.state), self.step, publication, self.corrects_id is not None)

    def awaits(self, user, roles) -> bool:
        """Whether this person, who did not write the story, takes its present review. Nobody takes two."""
        if self.state not in UNDER_REVIEW or self.step is None:
            return False
        if self.is_urgent:
            asked = next((record for record in self.round_records if record.verb == Verb.URGENT), None)
            if asked is None or asked.by_id == user.pk:
                return False
            # One of the two is a chief editor, whichever of them asked.
            return rights.Role.CHIEF_EDITOR in roles or (asked.step == ReviewStep.FINAL and rights.is_editor(user))
        if rights.REVIEWERS[self.step] not in roles:
            return False
        return (not self.was_approved_by(user) or self._is_waived_for(user)) and not self.has_only_submitter_in(user)

    def has_only_submitter_in(self, user) -> bool:
        """Whether this person's signature would be the only approval of a story that they handed in themselves.

        Somebody else has looked at every story that readers see, whoever wrote it and whoever typed it in.
        """
        if self.is_urgent or self.step != ReviewStep.FINAL or any(record.by_id != user.pk for record in self.approvals):
            return False
        return any(record.verb == Verb.SUBMIT and record.by_id == user.pk for record in self.records)

    def step_for(self, verb: Verb, user) -> Step | None:
        """The row of the table that lets this person do this now."""
        return self.steps_for(user, (verb,)).get(verb)

    def steps_for(self, user, verbs: Iterable[Verb] = tuple(Verb)) -> dict[Verb, Step]:
        """Those of the verbs that this person may take now, in the order given."""
        parts = rights.parts_in(self, user)
        found = ((verb, self.step_with(parts, verb)) for verb in verbs)
        return {verb: step for verb, step in found if step}

    def step_with(self, parts: Collection[Part], verb: Verb) -> Step | None:
        """The row of the table that lets somebody who is this to the story do this now."""
        step = find_step(verb, standing=self.standing(self._now()), parts=parts)
        return step if step and self._is_offered(verb) else None

    def is_mended_by(self, user) -> bool:
        """Whether this person's change under review is part of their review, and costs no pass."""
        step = self.step_for(Verb.EDIT, user)
        return step is not None and step.target is None

    @property
    def owes_reason(self) -> bool:
        """It was taken offline in a hurry, and nobody has said why."""
        if not self.is_offline:
            return False
        said = self.reviews.filter(verb__in=(Verb.TAKE_OFFLINE, Verb.EXPLAIN)).last()
        return said is not None and not said.reason

    def _is_waived_for(self, user) -> bool:
        return settings.OVERRIDE and any(
            (record.verb, record.person_id, record.step) == (Verb.OVERRIDE, user.pk, self.step)
            for record in self.round_records
        )

    def _is_offered(self, verb: Verb) -> bool:
        """What the newsroom's rules and the story's record add to the table."""
        if verb == Verb.PROOF:
            return self.proofs_passed < settings.PROOF_PASSES
        if verb == Verb.OVERRIDE:
            return settings.OVERRIDE and bool(self.approvals)
        if verb == Verb.CORRECT:
            return self.open_copy is None
        if verb == Verb.EXPLAIN:
            return self.owes_reason
        return True

    def _now(self) -> datetime:
        """The moment at which a verb happens to it. What readers had stays published when a clock is set back."""
        if self.published_at is None or self.published_at <= clock.now():
            return clock.now()
        return clock.not_before(Review.objects.aggregate(latest=models.Max("at"))["latest"])

    def _has_come_out(self, moment: datetime) -> bool:
        return self.state == State.SIGNED and self.published_at is not None and self.published_at <= moment
