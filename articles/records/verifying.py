"""Whether the records of review are whole, and readers see what was signed (核验留痕)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain as one_after_another

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Article, Review
from ..review import chain
from ..review.replay import OFFLINE, leads_to
from ..review.signed_content import digest, snapshot
from ..review.workflow import APPROVING, SEALED, UNDER_REVIEW, State, Verb

# Stories read at once: memory stays small, and the number of queries grows with the chunks alone.
CHUNK = 250


@dataclass(frozen=True)
class Verdict:
    """What was found of one story, in sentences; none when all is whole."""

    story: Article
    records: int
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    article: int
    message: str


def verify(stories) -> Iterator[Fault]:
    """What is wrong, story by story, in words. A text that the law has erased (empty content) is no fault."""
    for verdict in verdicts(stories):
        for message in verdict.faults:
            yield Fault(verdict.story.pk, message)


def verdicts(stories) -> Iterator[Verdict]:
    """Of each story, by its number, while the newsroom goes on working."""
    for story in _stories_of(stories):
        yield verdict_on(story)


def verdict_on(story: Article) -> Verdict:
    """Of one story that was read with its records."""
    verdict = _as_read(story)
    return _looked_at_again(story.pk) or verdict if verdict.faults else verdict


def _as_read(story: Article) -> Verdict:
    records = records_of(story)
    of_chain = list(_of_chain(story, records))
    # What a broken chain leads to says nothing.
    of_state = [] if of_chain else _of_state(story, records)
    found = one_after_another(of_chain, _of_drafts(story), of_state, _of_text(story, records))
    return Verdict(story, len(records), tuple(found))


def _stories_of(stories) -> Iterator[Article]:
    return stories.order_by("pk").with_records().iterator(chunk_size=CHUNK)


def records_of(story: Article) -> list[Review]:
    """In their order, each with its revision; reads prefetched rows."""
    revisions = {revision.pk: revision for revision in story.revisions.all()}
    records = sorted(story.reviews.all(), key=lambda record: record.number)
    for record in records:
        if record.revision_id in revisions:  # else, beside the verbs, it was given another story's
            record.revision = revisions[record.revision_id]
    return records


def _looked_at_again(story: int) -> Verdict | None:
    """Under the lock of its row: a verb that came between the reading of the story and of its records is no fault."""
    with transaction.atomic():
        Article.objects.select_for_update(no_key=True).filter(pk=story).first()
        again = Article.objects.filter(pk=story).with_records().first()
        return _as_read(again) if again else None


def _of_chain(story: Article, records: Sequence[Review]) -> Iterator[str]:
    head = chain.BEGINNING
    for number, record in enumerate(records, start=1):
        if record.number != number:
            yield _("record %(number)d is missing, or stands out of order.") % {"number": number}
            return
        if record.mac != chain.link(settings.RECORDS_KEY, head, record.told):
            yield _("record %(number)d was changed.") % {"number": number}
            return
        head = record.mac
    if head != story.chain_head:
        yield _("the latest records were cut off.")


def _of_drafts(story: Article) -> Iterator[str]:
    for revision in story.revisions.all():
        if revision.content and digest(revision.content) != revision.sha256:
            yield _("draft %(number)d is not the text that was recorded.") % {"number": revision.number}


def _of_state(story: Article, records: Sequence[Review]) -> Iterator[str]:
    """Only verbs write where a story stands, and each leaves a record: both tell the same."""
    led = leads_to(records, is_copy=story.corrects_id is not None)
    if led.state != story.state:
        words = {"state": story.get_state_display(), "recorded": State(led.state).label}
        yield _("it stands as “%(state)s”, and its records lead to “%(recorded)s”.") % words
    elif led.published_at != story.published_at:
        yield _("its moment of publication is not the one that was signed.")
    elif led.publication == OFFLINE and story.offline_since is None:
        yield _("it was taken offline, and stands before readers without being restored.")
    elif story.state in UNDER_REVIEW and _is_changed_beside_review(story, records):
        yield _("it was changed beside the review; the next step sends it to its first review.")


def _is_changed_beside_review(story: Article, records: Sequence[Review]) -> bool:
    round_records = [record for record in records if record.round == story.round]
    passed = any(record.verb in (*APPROVING, Verb.PROOF, Verb.OVERRIDE) for record in round_records)
    return passed and digest(snapshot(story, Article.SIGNED)) != records[-1].revision.sha256


def _of_text(story: Article, records: Sequence[Review]) -> Iterator[str]:
    if story.state not in SEALED:
        return
    signed = [record for record in records if record.verb == Verb.SIGN]
    texts = {revision.pk: revision.sha256 for revision in story.revisions.all()}
    if not signed:  # told already, by its state or its chain
        return
    if story.signed_revision_id not in texts:
        yield _("it is signed, and no record says so.")
        return
    if digest(snapshot(story, Article.SIGNED)) != texts[story.signed_revision_id]:
        yield _("what stands there is not what was signed.")
    last = signed[-1].round
    approvers = {record.by_id for record in records if record.round == last and record.verb in APPROVING}
    waived = sum(record.verb == Verb.OVERRIDE and record.round == last for record in records)
    authors = {person.pk for person in story.authors.all()}
    if len(approvers) + waived < (story.steps or 1) or approvers & authors:
        yield _("fewer people passed it than it needs, or one of them wrote it.")
