"""Who passed which text: a story’s records as the lines of its sheet. Reads what was fetched, and asks no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .workflow import APPROVING, OPENING, STEPS, ReviewStep, Verb

if TYPE_CHECKING:
    from ..models import Review

# What a later pass is compared with: the text as it was handed in, or as the pass before left it.
COMPARED = APPROVING | OPENING


@dataclass(frozen=True)
class Line:
    """One record. before: the record whose text its taker was given, where it was passed with edits (改后通过)."""

    record: "Review"
    before: "Review | None" = None

    @property
    def is_edited(self) -> bool:
        return self.before is not None

    @property
    def label(self) -> str:
        """初审通过, 复审改后通过, 签发."""
        words = {"step": self.record.get_step_display(), "verb": self.record.get_verb_display()}
        if self.record.verb == Verb.PASS:
            return (_("%(step)s: passed with edits") if self.is_edited else _("%(step)s: passed")) % words
        return (_("%(verb)s, with edits") % words) if self.is_edited else words["verb"]


@dataclass(frozen=True)
class Round:
    """What happened since the story was handed in; later rounds begin by a change or by handing it in again."""

    number: int
    lines: tuple[Line, ...]


def rounds(records: Iterable["Review"]) -> list[Round]:
    """The lines by round, in the order in which they were written."""
    found: dict[int, list[Line]] = {}
    given: dict[int, Review] = {}
    for record in records:
        before = given.get(record.round)
        edited = record.verb in APPROVING and before is not None and before.revision_id != record.revision_id
        found.setdefault(record.round, []).append(Line(record, before if edited else None))
        if record.verb in COMPARED or record.round not in given:
            given[record.round] = record
    return [Round(number, tuple(lines)) for number, lines in found.items()]


def still_to_come(records: Sequence["Review"], *, steps: int, present: ReviewStep | None) -> list[ReviewStep]:
    """The reviews of this round that nobody has taken; the first of them is the one that the story waits for."""
    taken = {record.step for record in records if record.verb in (Verb.PASS, Verb.SIGN)}
    return [step for step in STEPS[steps] if step not in taken and (present is None or step >= present)]
