"""Where a story's records lead: the state that the verbs in them leave. Plain values only."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from .workflow import OPENING, PASSED, Publication, ReviewStep, State, Verb

OFFLINE = Publication.OFFLINE
TARGETS = {
    Verb.RECALL: State.DRAFT,
    Verb.SEND_BACK: State.RETURNED,
    Verb.REJECT: State.REJECTED,
}


class Record(Protocol):
    verb: str
    round: int
    step: int | None
    published_at: datetime | None


@dataclass(frozen=True)
class Led:
    state: str = State.DRAFT
    round: int = 0
    held_from: str = ""
    published_at: datetime | None = None
    publication: Publication | None = None  # as the last verb about it left it


def leads_to(records: Iterable[Record], *, is_copy: bool) -> Led:
    led = Led()
    for record in records:
        led = _after(led, record, is_copy)
    return led


def _after(led: Led, record: Record, is_copy: bool) -> Led:
    verb = Verb(record.verb)
    if verb in TARGETS:
        return Led(TARGETS[verb], record.round)
    if verb in OPENING or (verb == Verb.EDIT and record.round != led.round):
        return Led(State.SUBMITTED, record.round)
    match verb:
        case Verb.PASS if record.step in PASSED:
            return replace(led, state=PASSED[ReviewStep(record.step)])
        case Verb.SIGN:
            return replace(led, state=State.APPLIED if is_copy else State.SIGNED, published_at=record.published_at)
        case Verb.HOLD:
            return replace(led, state=State.HELD, held_from=led.state)
        case Verb.RESUME:
            return replace(led, state=led.held_from, held_from="")
        case Verb.TAKE_OFFLINE:
            return replace(led, publication=OFFLINE)
        case Verb.RESTORE:
            return replace(led, publication=None)
        case Verb.WITHDRAW:
            return replace(led, state=State.WITHDRAWN, publication=None)
    return led
