"""A newsroom of many signed stories with whole records, laid down in bulk: for measuring, not for rules."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from articles.models import Article, Credit, Review, Revision
from articles.review.signed_content import digest, snapshot
from articles.review.workflow import ReviewStep, State, Verb
from tests import factories

AT_ONCE = 500
BODY = "\n".join([factories.BODY] * 8)  # some five hundred characters, as most stories of a district have
STEPS = (
    (Verb.SUBMIT, None, factories.author),
    (Verb.PASS, ReviewStep.FIRST, factories.first_reviewer),
    (Verb.PASS, ReviewStep.SECOND, factories.second_reviewer),
    (Verb.SIGN, ReviewStep.FINAL, factories.editor),
)


def make_records(stories: int) -> int:
    """That many more stories; returns how many records they have."""
    done = 0
    while done < stories:
        number = min(AT_ONCE, stories - done)
        _lay_down(number)
        done += number
    return done * len(STEPS)


def _lay_down(number: int) -> None:
    people = [make() for _verb, _step, make in STEPS]
    moment = timezone.now() - timedelta(days=1)
    fields = {"body": BODY, "happened_on": factories.DAY, "created_by": people[0], "main_topic": factories.make_topic()}
    signed = {"state": State.SIGNED, "steps": 3, "round": 1, "published_at": moment}
    made = Article.objects.bulk_create(
        Article(headline=f"柳溪区第{place}次现场会", **fields, **signed) for place in range(number)
    )
    writer = {"reporter": people[0].reporter, "name_as_printed": people[0].reporter.name}
    Credit.objects.bulk_create(Credit(article=story, **writer) for story in made)
    Article.authors.through.objects.bulk_create(
        Article.authors.through(article=story, user=people[0]) for story in made
    )
    read = list(Article.objects.filter(pk__in=[story.pk for story in made]).with_records())
    _record(read, people, moment)


def _record(stories: Sequence[Article], people: Sequence, moment) -> None:
    revisions = []
    for story in stories:
        taken = snapshot(story, Article.SIGNED)
        marks = {"number": 1, "sha256": digest(taken), "taken_by": people[0], "taken_at": moment}
        revisions.append(Revision(article=story, content=taken, **marks))
    Revision.objects.bulk_create(revisions)
    records: list[Review] = []
    for story, revision in zip(stories, revisions, strict=True):
        story.signed_revision = revision
        for number, ((verb, step, _make), person) in enumerate(zip(STEPS, people, strict=True), start=1):
            told = {"number": number, "round": 1, "verb": verb, "step": step, "by": person, "at": moment}
            published_at = moment if verb == Verb.SIGN else None
            record = Review(article=story, revision=revision, published_at=published_at, **told)
            record.mac = record.link(before=story.chain_head)
            story.chain_head = record.mac
            records.append(record)
    Review.objects.bulk_create(records)
    Article.objects.bulk_update(stories, ["chain_head", "signed_revision"], batch_size=100)
