"""The verbs that move a story from draft to readers. Only they write its record: state, moment, signature."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..pictures import gate
from ..review import clock, rights
from ..review.workflow import WITH_THE_WRITER, State, Step, StepRefused, Verb, find_step
from .review import Review
from .revision import RecordError, Revision

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from .photo import Placement


class ReviewedStory(models.Model):
    """A story's record and the verbs. Each locks the row, asks the table, writes its Review and the new state."""

    state = models.CharField(gettext_lazy("state"), max_length=16, choices=State, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField(
        gettext_lazy("published at"),
        null=True,
        editable=False,
        help_text=gettext_lazy("In the future: embargoed until then."),
    )
    signed_revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=gettext_lazy("signed text")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="filed_stories",
        verbose_name=gettext_lazy("filed by"),
    )
    typed_in = models.BooleanField(
        gettext_lazy("typed in for somebody else"),
        default=False,
        help_text=gettext_lazy("Tick when you only type in a correspondent’s story: then you are not its author."),
    )

    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("authors on record"),
        help_text=gettext_lazy("Everyone who was an author at a submission; none of them ever reviews the story."),
    )

    reviews: "RelatedManager[Review]"  # by Review.article
    placements: "RelatedManager[Placement]"  # by Placement.article

    if TYPE_CHECKING:
        # Article's own
        def missing_for_review(self) -> list[str]: ...
        def present_authors(self) -> list[int]: ...

    RECORD = ("state", "published_at", "signed_revision", "created_by", "typed_in", "authors")
    UNWRITTEN = {"state": State.DRAFT, "published_at": None, "signed_revision_id": None}

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        """See also ArticleQuerySet.public, the same rule for sets."""
        return self._has_come_out(timezone.now())

    @property
    def is_scheduled(self) -> bool:
        return self.state == State.SIGNED and not self.is_public

    @property
    def withdrawn_at(self) -> datetime | None:
        record = self.reviews.filter(verb=Verb.WITHDRAW).last() if self.state == State.WITHDRAWN else None
        return record.at if record else None

    def step_for(self, verb: Verb, user) -> Step | None:
        """The row of the table that lets this person do this now."""
        parts = rights.parts_in(self, user)
        return find_step(verb, state=State(self.state), parts=parts, is_public=self._has_come_out(clock.now()))

    def submit(self, *, by) -> None:
        self._take(Verb.SUBMIT, by=by)

    def recall(self, *, by, reason: str = "") -> None:
        self._take(Verb.RECALL, by=by, reason=reason, published_at=None, signed_revision=None)

    def send_back(self, *, by, reason: str) -> None:
        self._take(Verb.SEND_BACK, by=by, reason=reason)

    def sign(self, *, by, at: datetime | None = None, seen: str | None = None) -> None:
        """Bring the story before readers, now or at a moment to come. Nobody publishes into the past.

        seen: the digest of the text that the signer looked at; another text is not signed in its place.
        """
        now = clock.now()
        if at is not None and at < now:
            raise StepRefused(_("The moment of publication is in the past. Choose a later one, or sign for now."))
        self._take(Verb.SIGN, by=by, seen=seen, published_at=at or now)

    def withdraw(self, *, by, reason: str) -> None:
        self._take(Verb.WITHDRAW, by=by, reason=reason)
        for photo in self.placements.values_list("photo_id", flat=True):
            transaction.on_commit(partial(gate.purge, photo))

    def delete(self, *args, **kwargs):
        """A draft that nobody ever submitted may go; everything else is on record."""
        if self.reviews.exists():
            raise RecordError(_("This story has been submitted and is on record; it cannot be deleted."))
        return super().delete(*args, **kwargs)

    def refuse_written_record(self, stored: "ReviewedStory | None") -> None:
        """Raise if the record differs from what the verbs left in the database."""
        for name, unwritten in self.UNWRITTEN.items():
            if getattr(self, name) != (getattr(stored, name) if stored else unwritten):
                raise RecordError(_("The state of a story changes only by submitting, signing and the other steps."))
        if stored and self.created_by_id != stored.created_by_id:
            raise RecordError(_("Who filed a story stays on record."))
        if stored and self.typed_in != stored.typed_in and stored.state not in WITH_THE_WRITER:
            raise RecordError(_("Whether a story was typed in for somebody else is settled when it is submitted."))

    @transaction.atomic
    def _take(self, verb: Verb, *, by, reason: str = "", seen: str | None = None, **record) -> None:
        # Locked before anything is asked: two editors may press at once.
        stored = type(self)._default_manager.select_for_update().get(pk=self.pk)
        step = stored.step_for(verb, by)
        if step is None:
            raise StepRefused(stored._refusal(verb, by))
        reason = reason.strip()
        if step.needs_reason and not reason:
            raise StepRefused(_("Give a reason; the author reads it."))
        if verb in (Verb.SUBMIT, Verb.SIGN) and (missing := stored.missing_for_review()):
            raise StepRefused(" ".join(missing))
        revision = Revision.objects.take(stored, by=by)
        if seen is not None and seen != revision.sha256:
            raise StepRefused(_("The text was changed meanwhile. Look at it again, then decide."))
        Review.objects.create(article_id=stored.pk, revision=revision, verb=verb, by=by, reason=reason, at=clock.now())
        if verb == Verb.SUBMIT:
            stored.authors.add(*stored.present_authors())
        if verb == Verb.SIGN:
            record["signed_revision"] = revision
        type(self)._default_manager.filter(pk=self.pk).update(state=step.target, **record)
        self.refresh_from_db(fields=["state", "published_at", "signed_revision"])

    def _has_come_out(self, moment: datetime) -> bool:
        return self.state == State.SIGNED and self.published_at is not None and self.published_at <= moment

    def _refusal(self, verb: Verb, by) -> str:
        parts = rights.parts_in(self, by)
        if verb == Verb.SIGN and rights.Part.AUTHOR in parts and rights.has_role(by, rights.Role.EDITOR):
            return _("You wrote this story, so somebody else signs it.")
        if any(find_step(verb, state=State(self.state), parts={part}) for part in rights.Part):
            return _("You may not do this to this story: %(verb)s.") % {"verb": verb.label}
        return _("This story is “%(state)s”; that step is not open: %(verb)s.") % {
            "state": self.get_state_display(),
            "verb": verb.label,
        }
