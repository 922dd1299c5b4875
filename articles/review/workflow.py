"""The states of a story and the one table of the steps between them. Takes and gives plain values.

The rules are those of a Chinese newsroom's review (三审制); the words are in docs/editors.md.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy, pgettext_lazy

from adminkit.refusals import Refused


class State(TextChoices):
    DRAFT = "draft", pgettext_lazy("state", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state", "Waits for first review")
    FIRST_PASSED = "first_passed", pgettext_lazy("state", "Waits for second review")
    SECOND_PASSED = "second_passed", pgettext_lazy("state", "Waits for final review")
    SIGNED = "signed", pgettext_lazy("state", "Signed")
    RETURNED = "returned", pgettext_lazy("state", "Returned")
    REJECTED = "rejected", pgettext_lazy("state", "Rejected")
    HELD = "held", pgettext_lazy("state", "Held")
    WITHDRAWN = "withdrawn", pgettext_lazy("state", "Withdrawn")
    APPLIED = "applied", pgettext_lazy("state", "Applied")


# What a writer may still change.
WITH_THE_WRITER = frozenset({State.DRAFT, State.RETURNED})
# What waits for a reviewer, who may mend it.
UNDER_REVIEW = frozenset({State.SUBMITTED, State.FIRST_PASSED, State.SECOND_PASSED})
# What was signed stays as it was signed, also after withdrawal.
SEALED = frozenset({State.SIGNED, State.WITHDRAWN, State.APPLIED})
# A working copy in one of these has done its work, or never will.
SPENT = frozenset({State.APPLIED, State.REJECTED})


class ReviewStep(IntegerChoices):
    """The three reviews; each has its own reviewers."""

    FIRST = 1, pgettext_lazy("review step", "First review")
    SECOND = 2, pgettext_lazy("review step", "Second review")
    FINAL = 3, pgettext_lazy("review step", "Final review")


# A newsroom of two steps or one leaves out the earlier reviews, never the final one.
STEPS = {
    3: (ReviewStep.FIRST, ReviewStep.SECOND, ReviewStep.FINAL),
    2: (ReviewStep.SECOND, ReviewStep.FINAL),
    1: (ReviewStep.FINAL,),
}
PASSED = {ReviewStep.FIRST: State.FIRST_PASSED, ReviewStep.SECOND: State.SECOND_PASSED}


def present_step(state: str, steps: int, *, is_urgent: bool = False) -> ReviewStep | None:
    """The review that a story in this state waits for; a returned one will wait for its first again.

    is_urgent: an urgent correction, which a second person signs at once.
    """
    if is_urgent and state in UNDER_REVIEW:
        return ReviewStep.FINAL
    return {
        State.SUBMITTED: STEPS[steps][0],
        State.RETURNED: STEPS[steps][0],
        State.FIRST_PASSED: ReviewStep.SECOND,
        State.SECOND_PASSED: ReviewStep.FINAL,
    }.get(State(state))


class Verb(TextChoices):
    SUBMIT = "submit", pgettext_lazy("verb", "Submit")
    URGENT = "urgent", pgettext_lazy("verb", "Ask for an urgent correction")
    RECALL = "recall", pgettext_lazy("verb", "Recall")
    EDIT = "edit", pgettext_lazy("verb", "Edit under review")
    PASS = "pass", pgettext_lazy("verb", "Pass")
    SIGN = "sign", pgettext_lazy("verb", "Sign")
    PROOF = "proof", pgettext_lazy("verb", "Pass the proof")
    OVERRIDE = "override", pgettext_lazy("verb", "Override")
    SEND_BACK = "send_back", pgettext_lazy("verb", "Send back")
    REJECT = "reject", pgettext_lazy("verb", "Reject")
    HOLD = "hold", pgettext_lazy("verb", "Hold")
    RESUME = "resume", pgettext_lazy("verb", "Resume")
    CORRECT = "correct", pgettext_lazy("verb", "Correct")
    REPLACE = "replace", pgettext_lazy("verb", "Replace by the signed correction")
    TAKE_OFFLINE = "take_offline", pgettext_lazy("verb", "Take offline")
    EXPLAIN = "explain", pgettext_lazy("verb", "Say why it is offline")
    RESTORE = "restore", pgettext_lazy("verb", "Restore")
    WITHDRAW = "withdraw", pgettext_lazy("verb", "Withdraw")


class Part(StrEnum):
    """What somebody is to one story, as it stands now."""

    AUTHOR = "author"  # wrote it, by credit or by submitting it as their own
    TYPIST = "typist"  # typed it in for somebody else
    REVIEWER = "reviewer"  # of the present step, and took none before
    LATER = "later"  # reviewer of the present step or a later one
    EDITOR = "editor"  # holds a reviewing role, and did not write it
    SIGNER = "signer"  # chief editor, and did not write it
    CHIEF = "chief"  # chief editor, whoever wrote it
    DUTY = "duty"  # holds a reviewing role, whoever wrote it
    PROOFREADER = "proofreader"  # and did not write it


class Publication(StrEnum):
    """Where a signed story stands with readers."""

    UNSEEN = "unseen"  # not signed, or its moment has not come
    PUBLIC = "public"
    OFFLINE = "offline"  # was public, and is hidden for the time being


@dataclass(frozen=True)
class Standing:
    """What the table asks of a story."""

    state: State
    step: ReviewStep | None = None
    publication: Publication = Publication.UNSEEN
    is_copy: bool = False


@dataclass(frozen=True)
class Step:
    """A row of the table. target: None leaves the state as it is."""

    verb: Verb
    sources: frozenset[State]
    target: State | None
    parts: frozenset[Part]
    needs_reason: bool = False
    asks_reason: bool = False
    steps: frozenset[ReviewStep | None] | None = None
    publication: frozenset[Publication] | None = None
    only_copies: bool = False

    def fits(self, standing: Standing) -> bool:
        return (
            standing.state in self.sources
            and (self.steps is None or standing.step in self.steps)
            and (self.publication is None or standing.publication in self.publication)
            and (standing.is_copy or not self.only_copies)
        )


@dataclass(frozen=True)
class VerbRule:
    """All that is true of a verb. To add one: its name in Verb, its rule here, a method of the story where it does more
    than change the state, the translations, and its line in tests/articles/review/matrix/expected.py.

    rows: from which states, to which one, by whom; the first that fits is taken.
    button: what stands on it; None where nobody presses it. done: the sentence when it is taken, for a title;
    done_unseen: instead, of a story that no reader has seen, for a title and a moment.
    """

    rows: tuple[Step, ...] = ()
    button: Any = None
    done: Any = None
    done_unseen: Any = None
    method: str = ""  # of the story; the verb's own name, where it is a name in Python
    # Taken by the press itself; the others ask once more.
    at_once: bool = False
    # Begins a round of review.
    opens_round: bool = False
    # Builds on earlier passes: refused where the text is not the one that was passed.
    continues_round: bool = False
    # Counts towards the number of people who have looked at the text.
    approves: bool = False
    # Whoever decides on the text says which text the page showed.
    says_what_was_seen: bool = False
    # Nothing may be missing in the story, and what is odd about it is asked.
    needs_complete: bool = False
    asks_questions: bool = False
    # Whether those who wrote the story, or typed it in, are told.
    tells_writers: bool = True


def _row(verb: Verb, sources, target: State | None, *parts: Part, **rest) -> Step:
    return Step(verb, frozenset(sources), target, frozenset(parts), **rest)


SIGNED = frozenset({State.SIGNED})
FINAL = frozenset({ReviewStep.FINAL})
UNSEEN, ONLINE, OFFLINE = (frozenset({where}) for where in Publication)
OUT = ONLINE | OFFLINE

# In the order in which the buttons stand.
VERBS: dict[Verb, VerbRule] = {
    Verb.SUBMIT: VerbRule(
        rows=(_row(Verb.SUBMIT, WITH_THE_WRITER, State.SUBMITTED, Part.AUTHOR, Part.TYPIST),),
        button=gettext_lazy("Save and submit"),
        done=gettext_lazy("“%(title)s” is submitted and waits for its review."),
        opens_round=True,
        needs_complete=True,
        asks_questions=True,
        tells_writers=False,
    ),
    Verb.PASS: VerbRule(
        rows=(
            _row(
                Verb.PASS,
                {State.SUBMITTED},
                State.FIRST_PASSED,
                Part.REVIEWER,
                asks_reason=True,
                steps=frozenset({ReviewStep.FIRST}),
            ),
            _row(
                Verb.PASS,
                {State.SUBMITTED, State.FIRST_PASSED},
                State.SECOND_PASSED,
                Part.REVIEWER,
                asks_reason=True,
                steps=frozenset({ReviewStep.SECOND}),
            ),
        ),
        button=gettext_lazy("Save and pass…"),
        done=gettext_lazy("“%(title)s” is passed on to the next review."),
        method="pass_review",
        continues_round=True,
        approves=True,
        says_what_was_seen=True,
        needs_complete=True,
    ),
    Verb.SIGN: VerbRule(
        rows=(_row(Verb.SIGN, UNDER_REVIEW, State.SIGNED, Part.REVIEWER, asks_reason=True, steps=FINAL),),
        button=gettext_lazy("Save and sign…"),
        done=gettext_lazy("“%(title)s” is signed."),
        done_unseen=gettext_lazy("“%(title)s” is signed; readers see it from %(moment)s."),
        continues_round=True,
        approves=True,
        says_what_was_seen=True,
        needs_complete=True,
        asks_questions=True,
    ),
    Verb.PROOF: VerbRule(
        rows=(_row(Verb.PROOF, UNDER_REVIEW, None, Part.PROOFREADER, asks_reason=True),),
        button=gettext_lazy("Save and pass the proof…"),
        done=gettext_lazy("The proof of “%(title)s” is passed."),
        method="pass_proof",
        continues_round=True,
        says_what_was_seen=True,
        tells_writers=False,
    ),
    Verb.SEND_BACK: VerbRule(
        rows=(_row(Verb.SEND_BACK, UNDER_REVIEW | {State.HELD}, State.RETURNED, Part.LATER, needs_reason=True),),
        button=gettext_lazy("Send back…"),
        done=gettext_lazy("“%(title)s” is sent back to its author."),
    ),
    Verb.HOLD: VerbRule(
        rows=(_row(Verb.HOLD, UNDER_REVIEW, State.HELD, Part.LATER, asks_reason=True),),
        button=gettext_lazy("Hold…"),
        done=gettext_lazy("“%(title)s” is held for later."),
        continues_round=True,
    ),
    Verb.RESUME: VerbRule(
        rows=(_row(Verb.RESUME, {State.HELD}, State.SUBMITTED, Part.LATER, asks_reason=True),),
        button=gettext_lazy("Resume…"),
        done=gettext_lazy("“%(title)s” is back where it was."),
        continues_round=True,
    ),
    Verb.REJECT: VerbRule(
        rows=(_row(Verb.REJECT, UNDER_REVIEW | {State.RETURNED}, State.REJECTED, Part.LATER, needs_reason=True),),
        button=gettext_lazy("Reject…"),
        done=gettext_lazy("“%(title)s” is rejected; its author reads the reason."),
    ),
    Verb.OVERRIDE: VerbRule(
        rows=(_row(Verb.OVERRIDE, UNDER_REVIEW, None, Part.SIGNER, needs_reason=True),),
        button=gettext_lazy("Override…"),
        done=gettext_lazy("The override for “%(title)s” is on record."),
        continues_round=True,
        tells_writers=False,
    ),
    Verb.URGENT: VerbRule(
        rows=(_row(Verb.URGENT, WITH_THE_WRITER, State.SUBMITTED, Part.EDITOR, needs_reason=True, only_copies=True),),
        button=gettext_lazy("Save and ask for an urgent correction…"),
        done=gettext_lazy("“%(title)s” waits for the second person, who signs it at once."),
        method="ask_urgent",
        opens_round=True,
        approves=True,
        says_what_was_seen=True,
        needs_complete=True,
        asks_questions=True,
    ),
    Verb.RECALL: VerbRule(
        rows=(
            _row(Verb.RECALL, {State.SUBMITTED}, State.DRAFT, Part.AUTHOR, Part.TYPIST),
            _row(
                Verb.RECALL,
                {State.FIRST_PASSED, State.SECOND_PASSED, State.SIGNED},
                State.DRAFT,
                Part.EDITOR,
                needs_reason=True,
                publication=UNSEEN,
            ),
        ),
        button=gettext_lazy("Recall…"),
        done=gettext_lazy("“%(title)s” is recalled and a draft again."),
    ),
    Verb.CORRECT: VerbRule(
        rows=(_row(Verb.CORRECT, SIGNED, None, Part.AUTHOR, Part.DUTY, publication=OUT),),
        button=gettext_lazy("Correct…"),
        done=gettext_lazy("This is the working copy of “%(title)s”. Readers keep the old text until this is signed."),
    ),
    Verb.TAKE_OFFLINE: VerbRule(
        rows=(_row(Verb.TAKE_OFFLINE, SIGNED, None, Part.DUTY, asks_reason=True, publication=ONLINE),),
        button=gettext_lazy("Take offline"),
        done=gettext_lazy("“%(title)s” is offline. Say why within a day."),
        at_once=True,
    ),
    Verb.EXPLAIN: VerbRule(
        rows=(_row(Verb.EXPLAIN, SIGNED, None, Part.DUTY, needs_reason=True, publication=OFFLINE),),
        button=gettext_lazy("Say why it is offline…"),
        done=gettext_lazy("Why “%(title)s” is offline is on record."),
    ),
    Verb.RESTORE: VerbRule(
        rows=(_row(Verb.RESTORE, SIGNED, None, Part.CHIEF, asks_reason=True, publication=OFFLINE),),
        button=gettext_lazy("Restore…"),
        done=gettext_lazy("“%(title)s” is before readers again."),
    ),
    Verb.WITHDRAW: VerbRule(
        rows=(_row(Verb.WITHDRAW, SIGNED, State.WITHDRAWN, Part.CHIEF, needs_reason=True),),
        button=gettext_lazy("Withdraw…"),
        done=gettext_lazy("“%(title)s” is withdrawn; readers see a notice in its place."),
        done_unseen=gettext_lazy("“%(title)s” is withdrawn; no reader has seen it."),
    ),
    Verb.EDIT: VerbRule(
        rows=(
            _row(Verb.EDIT, UNDER_REVIEW, None, Part.REVIEWER),
            _row(Verb.EDIT, UNDER_REVIEW, State.SUBMITTED, Part.EDITOR),
        ),
    ),
    Verb.REPLACE: VerbRule(),  # of the original, when its correction is signed
}
TABLE = tuple(row for rule in VERBS.values() for row in rule.rows)

APPROVING = frozenset(verb for verb, rule in VERBS.items() if rule.approves)
OPENING = frozenset(verb for verb, rule in VERBS.items() if rule.opens_round)
# What brings a story to another state, and so begins its wait; a change that sends it back begins a new round.
MOVING = frozenset(row.verb for row in TABLE if row.target) - {Verb.EDIT}


class StepRefused(Refused):
    """A verb that this person may not do to this story now; its text says why, for people."""


def find_step(verb: Verb, *, standing: Standing, parts: Collection[Part]) -> Step | None:
    """The row of the table that lets somebody with these parts do this, or None."""
    for step in TABLE:
        if step.verb == verb and step.fits(standing) and step.parts & set(parts):
            return step
    return None


def is_open(verb: Verb, standing: Standing) -> bool:
    """Whether anybody may do this to a story that stands so."""
    return any(step.verb == verb and step.fits(standing) for step in TABLE)
