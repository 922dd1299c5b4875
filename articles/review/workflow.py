"""The states of a story and the one table of the steps between them. Takes and gives plain values.

The rules are those of a Chinese newsroom's review (三审制); the words are in docs/editors.md.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    DRAFT = "draft", pgettext_lazy("state", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state", "Submitted")
    SIGNED = "signed", pgettext_lazy("state", "Signed")
    RETURNED = "returned", pgettext_lazy("state", "Returned")
    WITHDRAWN = "withdrawn", pgettext_lazy("state", "Withdrawn")


# What a writer may still change.
WITH_THE_WRITER = frozenset({State.DRAFT, State.RETURNED})
# What waits for an editor, who may mend it before signing.
UNDER_REVIEW = frozenset({State.SUBMITTED})
# What was signed stays as it was signed, also after withdrawal.
SEALED = frozenset({State.SIGNED, State.WITHDRAWN})


class Verb(TextChoices):
    SUBMIT = "submit", pgettext_lazy("verb", "Submit")
    RECALL = "recall", pgettext_lazy("verb", "Recall")
    SEND_BACK = "send_back", pgettext_lazy("verb", "Send back")
    SIGN = "sign", pgettext_lazy("verb", "Sign")
    WITHDRAW = "withdraw", pgettext_lazy("verb", "Withdraw")


class Part(StrEnum):
    """What somebody is to one story."""

    AUTHOR = "author"  # wrote it, by credit or by submitting it as their own
    TYPIST = "typist"  # typed it in for somebody else
    EDITOR = "editor"  # may review, and did not write it


@dataclass(frozen=True)
class Step:
    verb: Verb
    sources: frozenset[State]
    target: State
    parts: frozenset[Part]
    needs_reason: bool = False


TABLE = (
    Step(Verb.SUBMIT, WITH_THE_WRITER, State.SUBMITTED, frozenset({Part.AUTHOR, Part.TYPIST})),
    Step(Verb.RECALL, UNDER_REVIEW, State.DRAFT, frozenset({Part.AUTHOR, Part.TYPIST})),
    Step(Verb.RECALL, UNDER_REVIEW | {State.SIGNED}, State.DRAFT, frozenset({Part.EDITOR}), needs_reason=True),
    Step(Verb.SEND_BACK, UNDER_REVIEW, State.RETURNED, frozenset({Part.EDITOR}), needs_reason=True),
    Step(Verb.SIGN, UNDER_REVIEW, State.SIGNED, frozenset({Part.EDITOR})),
    Step(Verb.WITHDRAW, frozenset({State.SIGNED}), State.WITHDRAWN, frozenset({Part.EDITOR}), needs_reason=True),
)


class StepRefused(Exception):
    """A verb that this person may not do to this story now; its text says why, for people."""


def find_step(verb: Verb, *, state: State, parts: Collection[Part], is_public: bool = False) -> Step | None:
    """The row of the table that lets somebody with these parts do this, or None."""
    for step in TABLE:
        if step.verb == verb and state in step.sources and step.parts & set(parts) and _in_time(step, is_public):
            return step
    return None


def _in_time(step: Step, is_public: bool) -> bool:
    # What readers have seen is withdrawn before their eyes, never quietly recalled.
    return not (step.verb == Verb.RECALL and is_public)
