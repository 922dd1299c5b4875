"""What must be true of every story at every moment, said a second time from its records alone."""

from articles.models import Article
from articles.records.verifying import verify
from articles.review.signed_content import digest, snapshot
from people.models import Reporter

APPROVING = ("urgent", "pass", "sign")
MOVES = {
    "submit": "submitted",
    "urgent": "submitted",
    "recall": "draft",
    "send_back": "returned",
    "reject": "rejected",
    "hold": "held",
    "withdraw": "withdrawn",
}


def assert_all_is_explained() -> None:
    assert [f"{fault.article}: {fault.message}" for fault in verify(Article.objects.all())] == []
    for story in Article.objects.all():
        records = list(story.reviews.select_related("revision").order_by("number"))
        assert [record.number for record in records] == list(range(1, len(records) + 1)), story.pk
        assert state_told_by(records, is_copy=story.corrects_id is not None) == story.state, told(story, records)
        if story.is_public:
            assert story.signed_revision.sha256 == digest(snapshot(story, Article.SIGNED)), told(story, records)
            assert_signed_by_enough(story, records)
        if story.state == "applied":
            assert_signed_by_enough(story, records)


def state_told_by(records, *, is_copy: bool) -> str:
    state, held, number = "draft", "", 0
    for record in records:
        if record.verb == "hold":
            held = state
        if record.verb in MOVES:
            state = MOVES[record.verb]
        elif record.verb == "resume":
            state = held
        elif record.verb == "pass":
            state = {1: "first_passed", 2: "second_passed"}[record.step]
        elif record.verb == "sign":
            state = "applied" if is_copy else "signed"
        elif record.verb == "edit" and record.round > number:
            state = "submitted"
        number = record.round
    return state


def assert_signed_by_enough(story, records) -> None:
    """As many people as the story's own number, none of them an author, each for the text that the last one left."""
    signed = max(place for place, record in enumerate(records) if record.verb == "sign")
    of_round = [record for record in records[: signed + 1] if record.round == records[signed].round]
    approvers = {record.by_id for record in of_round if record.verb in APPROVING}
    assert len(approvers) >= story.steps, told(story, records)
    credited = story.credits.filter(role__in=("reporter", "correspondent")).select_related("reporter")
    people = {credit.reporter.merged_into_id or credit.reporter_id for credit in credited}
    entries = Reporter.objects.exclude(user=None).values_list("pk", "merged_into", "user")
    wrote = {account for entry, into, account in entries if (into or entry) in people}
    authors = {*wrote, *story.authors.values_list("pk", flat=True)} | (
        set() if story.typed_in else {story.created_by_id}
    )
    assert not approvers & authors, told(story, records)
    if not any(record.verb == "urgent" for record in of_round):
        handed_in = {record.by_id for record in records if record.verb == "submit"}
        assert approvers - handed_in or len(approvers) > 1, told(story, records)
    # What was changed after a pass was changed by a reviewer of the then present step, and passed once more.
    for place in range(1, len(of_round)):
        before, record = of_round[:place], of_round[place]
        if record.revision_id != before[-1].revision_id and any(one.verb in APPROVING for one in before):
            earlier = {one.by_id for one in before if one.verb in APPROVING}
            waived = {one.person_id for one in before if one.verb == "override"}
            assert record.verb == "edit" and record.by_id not in {None, *earlier - waived}, told(story, records)


def told(story, records) -> str:
    lines = [f"{r.number} round {r.round} {r.verb} by {r.by_id} text {r.revision.number}" for r in records]
    return "\n".join([f"story {story.pk} is {story.state}, {story.steps} reviews", *lines])
