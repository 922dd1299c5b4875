"""Whether the records of review are whole, and readers see what was signed (核验留痕)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from .models import Article, Review
from .review import chain
from .review.workflow import APPROVING, SEALED, Verb
from .signed import digest, snapshot


@dataclass(frozen=True)
class Fault:
    article: int
    message: str


def verify(stories) -> Iterator[Fault]:
    """What is wrong, story by story, in words. A text that the law has erased (empty content) is no fault."""
    for story in stories.order_by("pk").iterator(chunk_size=200):
        records = list(story.reviews.select_related("revision").order_by("number"))
        for message in (*_of_chain(story, records), *_of_drafts(story), *_of_text(story, records)):
            yield Fault(story.pk, message)


def _of_chain(story: Article, records: list[Review]) -> Iterator[str]:
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


def _of_text(story: Article, records: list[Review]) -> Iterator[str]:
    if story.state not in SEALED:
        return
    signed = [place for place, record in enumerate(records) if record.verb == Verb.SIGN]
    if not signed or story.signed_revision is None:
        yield _("it is signed, and no record says so.")
        return
    if digest(snapshot(story, Article.SIGNED)) != story.signed_revision.sha256:
        yield _("what stands there is not what was signed.")
    last = records[signed[-1]]
    approvers = {r.by_id for r in records if r.round == last.round and r.verb in APPROVING}
    waived = sum(record.verb == Verb.OVERRIDE and record.round == last.round for record in records)
    authors = set(story.authors.values_list("pk", flat=True))
    if len(approvers) + waived < (story.steps or 1) or approvers & authors:
        yield _("fewer people passed it than it needs, or one of them wrote it.")
