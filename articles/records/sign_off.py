"""发稿单: one story's way to its readers on one sheet, for the file and for inspection. Reads prefetched rows alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import pgettext

from ..desk.states import standing
from ..models import Article, Correction, Review
from ..review.passes import COMPARED, Line, rounds
from ..review.signed_content import snapshot
from ..review.workflow import APPROVING, STEPS, ReviewStep, State, Verb
from .in_words import Words
from .redlines import Change, between
from .signed_text import SignedText
from .verifying import Verdict, records_of, verdict_on

# Who hands a text on has read it; what it differs in from the text before is shown.
SAW_THE_TEXT = COMPARED | {Verb.REPLACE, Verb.RECALL}
SHEETS_AT_ONCE = 100


@dataclass(frozen=True)
class Seat:
    """A review or proof that the story needs, and the record of it; none while nobody has taken it."""

    label: str
    line: Line | None = None

    @property
    def record(self) -> Review | None:
        return self.line.record if self.line else None

    @property
    def is_edited(self) -> bool:
        return self.line is not None and self.line.is_edited


@dataclass(frozen=True)
class Redline:
    before: Review
    after: Review
    changes: list[Change]
    is_erased: bool = False


class SignOffSheet:
    def __init__(self, story: Article, words: Words):
        self.story = story
        self._words = words
        self.records = records_of(story)

    @cached_property
    def verdict(self) -> Verdict:
        return verdict_on(self.story)

    @cached_property
    def text(self) -> SignedText:
        return SignedText(_content(self.story, self.records), self._words)

    @property
    def state(self) -> str:
        return standing(self.story)[1]

    @property
    def is_on_record(self) -> bool:
        return bool(self.records)

    @property
    def is_signed(self) -> bool:
        return self.story.signed_revision_id is not None

    @cached_property
    def reviews(self) -> list[Seat]:
        """The three, or as many as this story needs, in its present round; and the correction that took its place."""
        taken = [line for line in self._round if line.record.verb in APPROVING]
        urgent = [_seat(line) for line in taken if line.record.verb == Verb.URGENT]
        reviews = {line.record.step: line for line in taken if line.record.verb != Verb.URGENT}
        steps = STEPS[self.story.number_of_steps]
        seats = [Seat(str(step.label), reviews.get(step)) for step in (steps[-1:] if urgent else steps)]
        return urgent + seats + [_seat(Line(record)) for record in self._of(Verb.REPLACE)[-1:]]

    def review(self, step: ReviewStep) -> list[Seat]:
        """As taken; empty where it was not, or is none of this story's."""
        return [seat for seat in self.reviews if seat.record and seat.record.step == step]

    @cached_property
    def proofs(self) -> list[Seat]:
        taken = [line for line in self._round if line.record.verb == Verb.PROOF]
        seats = [Seat(proof_label(line.record.proof or 0), line) for line in taken]
        return seats + [Seat(proof_label(number)) for number in range(len(seats) + 1, settings.PROOF_PASSES + 1)]

    @property
    def seats(self) -> list[list[Seat]]:
        return [self.reviews, self.proofs]

    @property
    def turned_down(self) -> list[Review]:
        return self._of(Verb.SEND_BACK, Verb.REJECT)

    @property
    def taken_back(self) -> list[Review]:
        return self._of(Verb.TAKE_OFFLINE, Verb.EXPLAIN, Verb.RESTORE, Verb.WITHDRAW)

    @property
    def notes(self) -> list[tuple[Correction, datetime | None]]:
        """What readers were told, and when; those of a working copy stand on the story since it was signed."""
        since = self.story.published_at if self.story.state == State.APPLIED else None
        return [(note, note.told_at or since) for note in self.story.corrections.all()]

    @property
    def redlines(self) -> Iterator[Redline]:
        """Between one reading of the text and the next, wherever it had changed."""
        for before, after in pairwise(record for record in self.records if record.verb in SAW_THE_TEXT):
            old, new = before.revision, after.revision
            if old.sha256 == new.sha256:
                continue
            if not old.content or not new.content:
                yield Redline(before, after, [], is_erased=True)
            elif changes := between(old, new, words=self._words):
                yield Redline(before, after, changes)

    @cached_property
    def _round(self) -> Sequence[Line]:
        """The lines of the story's present round."""
        return next((found.lines for found in rounds(self.records) if found.number == self.story.round), ())

    def _of(self, *verbs: Verb) -> list[Review]:
        return [record for record in self.records if record.verb in verbs]


def _seat(line: Line) -> Seat:
    return Seat(line.record.get_verb_display(), line)


def proof_label(number: int) -> str:
    """一校, 二校, 三校."""
    named = {
        1: pgettext("proof pass", "First proof"),
        2: pgettext("proof pass", "Second proof"),
        3: pgettext("proof pass", "Third proof"),
    }
    return named.get(number) or pgettext("proof pass", "Proof %(number)d") % {"number": number}


def sheet_of(story: Article) -> SignOffSheet:
    """Of a story that was read with_sheets."""
    return next(_sheets([story]))


def sheets_of(stories) -> Iterator[SignOffSheet]:
    """By the stories' numbers, some at a time: neither memory nor queries grow with each of them."""
    reading = stories.order_by("pk").with_sheets().iterator(chunk_size=SHEETS_AT_ONCE)
    while some := list(islice(reading, SHEETS_AT_ONCE)):
        yield from _sheets(some)


def _sheets(stories: Sequence[Article]) -> Iterator[SignOffSheet]:
    taken = [revision.content for story in stories for revision in story.revisions.all()]
    unrecorded = [snapshot(story, Article.SIGNED) for story in stories if not story.chain_head]
    words = Words(Article, Article.SIGNED, *taken, *unrecorded)
    return (SignOffSheet(story, words) for story in stories)


def _content(story: Article, records: Sequence[Review]) -> dict:
    """As signed; before that as last recorded; a draft that was never handed in as it stands."""
    revisions = {revision.pk: revision.content for revision in story.revisions.all()}
    if story.signed_revision_id in revisions:
        return revisions[story.signed_revision_id]
    return records[-1].revision.content if records else snapshot(story, Article.SIGNED)
