"""The verbs that move a story from draft to readers. Only they write its record: state, round, moment, signature."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..review import clock, rights
from ..review.signed_content import reads
from ..review.workflow import (
    UNDER_REVIEW,
    VERBS,
    WITH_THE_WRITER,
    Part,
    ReviewStep,
    State,
    Step,
    StepRefused,
    Verb,
    is_open,
)
from . import working_copy
from .correction import Correction
from .locks import lock_story
from .notice import Notice
from .outbox import OutboxTask
from .questions import Question, on_record, questions_of, refuse_open
from .recorded import RecordedStory
from .review import Review
from .reviewers import authors_of
from .revision import RecordError, Revision
from .search_entry import SearchEntry
from .signed_guard import lifted

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User

    from .article import Article

ONLY_SUBMITTER = gettext_lazy("You handed this story in, and nobody else has passed it: somebody else signs it.")


class ChangedBesideReviewError(StepRefused):
    """The text is not the one that the earlier steps saw; the story went back to its first step."""


class ReviewedStory(RecordedStory):
    """Each verb locks the row, asks the table, writes its Review and the new state, in one transaction."""

    class Meta:
        abstract = True

    def submit(self, *, by, answered: Collection[str] = ()) -> None:
        """answered: the keys of the questions that this person says are right."""
        self._take(Verb.SUBMIT, by=by, answered=answered)

    def ask_urgent(self, *, by, reason: str, seen: str | None = None, answered: Collection[str] = ()) -> None:
        """Hand a correction to the second of two people, who signs it at once. One of them is a chief editor."""
        self._take(Verb.URGENT, by=by, reason=reason, seen=seen, answered=answered)

    def recall(self, *, by, reason: str = "") -> None:
        self._take(Verb.RECALL, by=by, reason=reason)

    def pass_review(self, *, by, reason: str = "", seen: str | None = None) -> None:
        """Hand the story to the next review. The pass covers the text as its reviewer leaves it.

        seen: the digest of the text that was on the screen; another text is not passed in its place.
        """
        self._take(Verb.PASS, by=by, reason=reason, seen=seen)

    def sign(
        self,
        *,
        by,
        at: datetime | None = None,
        reason: str = "",
        seen: str | None = None,
        answered: Collection[str] = (),
    ) -> None:
        """Bring the story before readers, now or at a moment to come. Nobody publishes into the past."""
        now = clock.now()
        if at is not None and at < clock.not_before(Review.objects.aggregate(latest=models.Max("at"))["latest"]):
            raise StepRefused(_("The moment of publication is in the past. Choose a later one, or sign for now."))
        if at is not None and self.corrects_id:
            raise StepRefused(_("A correction takes effect when it is signed; it cannot be scheduled."))
        self._take(Verb.SIGN, by=by, reason=reason, seen=seen, moment=at or now, answered=answered)

    def pass_proof(self, *, by, reason: str = "", seen: str | None = None) -> None:
        self._take(Verb.PROOF, by=by, reason=reason, seen=seen)

    def override(self, *, by, person, reason: str) -> None:
        """Let somebody who took an earlier review of this story take the present one as well (特批)."""
        self._take(Verb.OVERRIDE, by=by, reason=reason, person=person)

    def send_back(self, *, by, reason: str) -> None:
        self._take(Verb.SEND_BACK, by=by, reason=reason)

    def reject(self, *, by, reason: str) -> None:
        self._take(Verb.REJECT, by=by, reason=reason)

    def hold(self, *, by, reason: str = "") -> None:
        self._take(Verb.HOLD, by=by, reason=reason)

    def resume(self, *, by, reason: str = "") -> None:
        self._take(Verb.RESUME, by=by, reason=reason)

    def correct(self, *, by, reason: str = "") -> "Article":
        """Open the working copy of a story that readers have; there is one at a time."""
        return self._take(Verb.CORRECT, by=by, reason=reason)["copy"]

    def take_offline(self, *, by, reason: str = "") -> None:
        """Hide the story from readers at once; the reason may follow within a day."""
        self._take(Verb.TAKE_OFFLINE, by=by, reason=reason)

    def explain(self, *, by, reason: str) -> None:
        self._take(Verb.EXPLAIN, by=by, reason=reason)

    def restore(self, *, by, reason: str = "") -> None:
        self._take(Verb.RESTORE, by=by, reason=reason)

    def withdraw(self, *, by, reason: str, notice: str | None = None) -> None:
        """Take the story from readers for good.

        notice: what they are told in its place, None for the usual words; empty when the law asks that nothing at all
        is shown.
        """
        usual = _("This story has been withdrawn.")
        self._take(Verb.WITHDRAW, by=by, reason=reason, notice=usual if notice is None else notice)

    def questions(self) -> list[Question]:
        """What is asked of whoever hands the story in or signs it."""
        return questions_of([self._story])[self.pk]

    def take_step(self, verb: Verb, *, by: "User | AnonymousUser", **arguments) -> Any:
        """The verb, by its name: for whoever has it from a form. Raises StepRefused, as the verbs do."""
        return getattr(self, VERBS[verb].method or verb.value)(by=by, **arguments)

    @transaction.atomic
    def record_edit(self, *, by) -> bool:
        """Record what was changed under review. Call it in the transaction that saved the change.

        The reviewer of the present step may mend the text; a change by another editor sends the story to its first
        step. True if earlier passes were lost by that.
        """
        stored = self._locked()
        if stored.state not in UNDER_REVIEW or stored._is_as_recorded():
            return False
        had_passes = stored._has_passes
        self._take(Verb.EDIT, by=by)
        return had_passes and self.round != stored.round

    def delete(self, *args, **kwargs):
        """A draft that nobody ever submitted may go; everything else is on record."""
        if self.reviews.exists():
            raise RecordError(_("This story has been submitted and is on record; it cannot be deleted."))
        return super().delete(*args, **kwargs)

    def refuse_written_record(self, stored: "ReviewedStory | None") -> None:
        """Raise if the record differs from what the verbs left in the database."""
        for name, unwritten in self.UNWRITTEN.items():
            field: Any = self._meta.get_field(name)
            attname = field.attname
            if getattr(self, attname) != (getattr(stored, attname) if stored else unwritten):
                raise RecordError(_("The state of a story changes only by submitting, signing and the other steps."))
        if stored and (self.created_by_id, self.corrects_id) != (stored.created_by_id, stored.corrects_id):
            raise RecordError(_("Who filed a story, and what it corrects, stays on record."))
        if stored and self.typed_in != stored.typed_in and stored.state not in WITH_THE_WRITER:
            raise RecordError(_("Whether a story was typed in for somebody else is settled when it is submitted."))

    # How a verb is taken

    def _locked(self) -> "Article":
        return type(self._story)._default_manager.select_for_update(no_key=True).get(pk=self.pk)

    def _read_records(self) -> None:
        """Read once what a step asks of the record. Nobody else writes it while the row is locked."""
        self.locked_records = list(
            self.reviews.select_related("revision").defer("revision__content").order_by("number")
        )
        self.locked_authors = authors_of([self._story])[self.pk]

    def _read_signed_content(self) -> None:
        """Read once what a step's snapshots compare. Nobody else writes it while the row is locked."""
        prefetch_related_objects([self], *reads(self._story.SIGNED))

    def _take(self, verb: Verb, *, by, **said) -> dict[str, Any]:
        with transaction.atomic():
            # Locked before anything is asked: two editors may press at once.
            if verb == Verb.SIGN and self.corrects_id:
                lock_story(self.pk)
            stored = self._locked()
            stored._read_records()
            parts = rights.parts_in(stored, by)
            step = stored.step_with(parts, verb)
            if step is None:
                raise StepRefused(stored._refusal(verb, by, parts))
            stored._read_signed_content()
            is_stale = VERBS[verb].continues_round and stored._has_passes and not stored._is_as_recorded()
            done = stored._return_to_first_step() if is_stale else stored._do(step, by=by, **said)
        self._take_over_record(stored)
        if is_stale:
            raise ChangedBesideReviewError(
                _("The text was changed beside the review, so the story went back to its first step. Look at it again.")
            )
        return done

    def _do(
        self, step: Step, *, by, reason="", seen=None, moment=None, person=None, notice="", answered=()
    ) -> dict[str, Any]:
        verb, rule = step.verb, VERBS[step.verb]
        reason = reason.strip()
        if step.needs_reason and not reason:
            raise StepRefused(_("Give a reason; the author reads it."))
        if rule.needs_complete:
            prefetch_related_objects([self], *self._story.ENTRIES)
            if missing := self._story.missing_for_review():
                raise StepRefused(" ".join(missing))
        if verb == Verb.WITHDRAW and notice and self.is_out:
            with lifted(self.pk):
                withdrawal = Correction(kind="withdrawal", text=notice, told_at=clock.now())
                self.corrections.add(withdrawal, bulk=False)  # and forget those read before
        revision = Revision.objects.take(self, by=by)
        if seen is not None and seen != revision.sha256:
            raise StepRefused(_("The text was changed meanwhile. Look at it again, then decide."))
        if verb == Verb.SIGN:
            self._refuse_unapproved(by)
        if verb == Verb.OVERRIDE:
            self._refuse_needless_override(by, person)
        if rule.asks_questions:
            reason = on_record(reason, refuse_open(self._story, answered))
            if self.corrects_id and self._story.untold_reason:
                untold = _("Without meaning for readers: %(reason)s") % {"reason": self._story.untold_reason}
                reason = "\n".join(filter(None, [reason, untold]))
        record = self._record_of(step, revision=revision, moment=moment)
        taken = Review.objects.append(
            self,
            round=record.get("round", self.round),
            revision=revision,
            verb=verb,
            step=self._review_taken(verb, by),
            proof=self.proofs_passed + 1 if verb == Verb.PROOF else None,
            by=by,
            person=person,
            reason=reason,
            published_at=record.get("published_at"),
        )
        if rule.opens_round or verb == Verb.EDIT:
            self._note_authors(also_typist=verb == Verb.SUBMIT or (verb == Verb.EDIT and bool(record)))
        self._write(**record)
        done = self._side_effects(verb, by=by)
        self._tell(taken)
        return done

    def _record_of(self, step: Step, *, revision: Revision, moment: datetime | None) -> dict[str, Any]:
        """The columns that change with this step."""
        match step.verb:
            case Verb.SUBMIT:
                return self._first_step()
            case Verb.URGENT:
                return self._first_step() | {"steps": 2, "is_urgent": True}
            case Verb.EDIT:
                return self._first_step(keep=True) if step.target else {}
            case Verb.HOLD:
                return {"state": State.HELD, "held_from": self.state}
            case Verb.RESUME:
                return {"state": self.held_from, "held_from": ""}
            case Verb.SIGN:
                target = State.APPLIED if self.corrects_id else State.SIGNED
                return {"state": target, "published_at": moment, "signed_revision": revision}
            case Verb.TAKE_OFFLINE:
                return {"offline_since": clock.now()}
            case Verb.RESTORE:
                return {"offline_since": None}
            case Verb.WITHDRAW:
                return {"state": State.WITHDRAWN, "offline_since": None, "signed_revision": revision}
            case Verb.RECALL | Verb.SEND_BACK | Verb.REJECT:
                cleared = {"published_at": None, "signed_revision": None, "is_urgent": False, "held_from": ""}
                return cleared | {"state": step.target}
        return {"state": step.target} if step.target else {}

    def _first_step(self, *, keep: bool = False) -> dict[str, Any]:
        """A new round. keep: a story under way keeps its number of reviews, unless it was an urgent one."""
        steps = self.number_of_steps if keep and not self.is_urgent else settings.REVIEW_STEPS
        return {"state": State.SUBMITTED, "round": self.round + 1, "steps": steps, "is_urgent": False, "held_from": ""}

    def _review_taken(self, verb: Verb, by) -> ReviewStep | None:
        if verb == Verb.URGENT:
            return ReviewStep.FINAL if rights.has_role(by, rights.Role.CHIEF_EDITOR) else None
        return self.step if verb in (Verb.PASS, Verb.SIGN, Verb.OVERRIDE) else None

    def _side_effects(self, verb: Verb, *, by) -> dict[str, Any]:
        """What follows from the step, in the same transaction."""
        if verb == Verb.CORRECT:
            return {"copy": working_copy.open_copy(self._story, by=by)}
        if verb == Verb.SIGN and self.corrects_id:
            self._replace_original(by=by)
        elif verb == Verb.SIGN:
            SearchEntry.keep(self._story)
        elif verb in (Verb.RECALL, Verb.WITHDRAW):
            SearchEntry.drop(self._story)
        if verb in (Verb.WITHDRAW, Verb.TAKE_OFFLINE):
            self._purge_pictures()
        return {}

    def _replace_original(self, *, by) -> None:
        assert self.corrects is not None
        original = self.corrects._locked()
        if not original.is_out:
            raise StepRefused(_("The story that this corrects is no longer before readers."))
        original._purge_pictures()
        working_copy.put_in_place(self._story, original)
        original = original._locked()  # as it stands now
        original._read_signed_content()
        revision = Revision.objects.take(original, by=by)
        record = {
            "round": original.round,
            "revision": revision,
            "verb": Verb.REPLACE,
            "reason": self._story.untold_reason,
        }
        taken = Review.objects.append(original, by=by, **record)
        original._write(signed_revision=revision)
        SearchEntry.keep(original)
        original._tell(taken)

    def _return_to_first_step(self) -> dict[str, Any]:
        """Somebody changed the text beside the review: what was passed is not what stands here."""
        record = self._first_step(keep=True)
        revision = Revision.objects.take(self, by=None)
        taken = Review.objects.append(self, round=record["round"], revision=revision, verb=Verb.EDIT)
        self._note_authors(also_typist=True)
        self._write(**record)
        self._tell(taken)
        return {}

    def _write(self, **record) -> None:
        """Of the story's own row, with the head of its chain."""
        type(self)._default_manager.filter(pk=self.pk).update(chain_head=self.chain_head, **record)
        for name, value in record.items():
            setattr(self, name, value)

    def _take_over_record(self, stored: "Article") -> None:
        for name in self.UNWRITTEN:
            field: Any = self._meta.get_field(name)
            setattr(self, field.attname, getattr(stored, field.attname))

    def _tell(self, taken: Review) -> None:
        Notice.objects.tell(self, taken)

    def _note_authors(self, *, also_typist: bool) -> None:
        """also_typist: who typed a correction in is its author, unless two people sign it at once."""
        authors = {*self._story.present_authors()} | (
            {self.created_by_id} if self.corrects_id and also_typist else set()
        )
        self.authors.add(*authors)
        if self.locked_authors is not None:
            self.locked_authors |= authors

    def _purge_pictures(self) -> None:
        if photos := list(self.placements.values_list("photo_id", flat=True)):
            OutboxTask.objects.leave(OutboxTask.Kind.PURGE_PICTURES, photos=photos)

    @property
    def _has_passes(self) -> bool:
        return any(record.verb in (Verb.PASS, Verb.URGENT, Verb.PROOF, Verb.OVERRIDE) for record in self.round_records)

    def _is_as_recorded(self) -> bool:
        """Whether the text is the one that the latest record names."""
        last = self.records[-1] if self.records else None
        return last is not None and last.revision.sha256 == Revision.objects.digest_of(self)

    # Refusals

    def barred_because(self, user, parts: Collection[Part] | None = None) -> str:
        """Why this person, whatever their role, takes no review of the story now; empty where nothing bars them.

        parts: what they are to the story, where somebody has asked already.
        """
        if Part.AUTHOR in (rights.parts_in(self._story, user) if parts is None else parts):
            return _("You wrote this story, so somebody else reviews and signs it.")
        if self.was_approved_by(user):
            return _("You took an earlier review of this story; nobody takes two.")
        return str(ONLY_SUBMITTER) if self.has_only_submitter_in(user) else ""

    def _refuse_unapproved(self, by) -> None:
        """The last guard before readers: as many people as the story's own number, and no author among them."""
        approvers = {*(record.by_id for record in self.approvals), by.pk}
        if approvers & authors_of([self._story])[self.pk]:
            raise StepRefused(_("Somebody who passed this story is one of its authors by now. Send it back."))
        if approvers == {by.pk} and self.has_only_submitter_in(by):
            raise StepRefused(ONLY_SUBMITTER)
        overrides = {record.step for record in self.round_records if record.verb == Verb.OVERRIDE}
        waived = overrides if settings.OVERRIDE else set()
        if len(approvers) + len(waived) < self.number_of_steps:
            raise StepRefused(_("Fewer people have passed this story than it needs. Send it back."))
        if self.proofs_passed < settings.PROOF_PASSES:
            raise StepRefused(
                _("Proof passes so far: %(passed)d of %(needed)d. Sign when the proofs are read.")
                % {"passed": self.proofs_passed, "needed": settings.PROOF_PASSES}
            )

    def _refuse_needless_override(self, by, person) -> None:
        if person is None or person.pk == by.pk or not self.was_approved_by(person):
            raise StepRefused(_("An override names somebody else, who took an earlier review of this story."))

    def _refusal(self, verb: Verb, by, parts: set[Part]) -> str:
        standing = self.standing(self._now())
        if is_open(verb, standing) and VERBS[verb].approves and (barred := self.barred_because(by, parts)):
            return barred
        if is_open(verb, standing) and verb == Verb.CORRECT and self.open_copy:
            return _("A correction of this story is being written already.")
        if is_open(verb, standing):
            return _("You may not do this to this story: %(verb)s.") % {"verb": verb.label}
        return _("This story is “%(state)s”; that step is not open: %(verb)s.") % {
            "state": self.get_state_display(),
            "verb": verb.label,
        }
