"""The whole matrix through the model's own methods. See matrix.expected for the table that is held against it."""

import pytest
from django.db import transaction
from django.db.models import Count

from articles.models import Article, Review
from articles.review.signed_content import digest, snapshot
from articles.review.workflow import State, StepRefused, Verb
from tests.sampling import sampled

from .matrix.expected import NEEDS_REASON, PLACES, ROLES, VERBS, allowed
from .matrix.situations import REASON, everybody, fresh, place_story

pytestmark = pytest.mark.django_db

PRESS = {
    "submit": lambda story, by, reason: story.submit(by=by),
    "pass": lambda story, by, reason: story.pass_review(by=by, reason=reason),
    "proof": lambda story, by, reason: story.pass_proof(by=by, reason=reason),
    "urgent": lambda story, by, reason: story.ask_urgent(by=by, reason=reason),
    "override": lambda story, by, reason: story.override(by=by, person=None, reason=reason),
}


def press(story, verb, by, reason=REASON):
    if verb in PRESS:
        return PRESS[verb](story, by, reason)
    return getattr(story, verb)(by=by, reason=reason)


def columns(story):
    names = ("state", "round", "steps", "chain_head", "published_at", "offline_since", "signed_revision", "is_urgent")
    return Article.objects.filter(pk=story.pk).values_list(*names).annotate(Count("reviews", distinct=True)).get()


def text(story):
    stories = [story, *([story.corrects] if story.corrects_id else [])]
    return [digest(snapshot(fresh(one), Article.SIGNED)) for one in stories], Article.objects.count()


# Every day with three reviews; with two and one in the whole run.
@pytest.mark.parametrize(
    "place",
    sampled(PLACES, [place for place in PLACES if place.steps == 3]),
    ids=lambda place: f"{place.steps}-{place.name}",
)
def test_each_verb_moves_what_the_table_says_and_nothing_else(settings, place):
    settings.REVIEW_STEPS = place.steps
    people = everybody()
    story = place_story(place, people)
    may = allowed(place, story.state)
    before, words = columns(story), text(story)

    for role in ROLES:
        for verb in VERBS:
            if (verb, role) in may:
                assert_moves(story, verb, people[role], may[verb, role], before)
            else:
                with pytest.raises(StepRefused, match="."):
                    press(story, verb, people[role])
        assert columns(story) == before, role
    assert text(story) == words


def assert_moves(story, verb, by, target, before):
    """One record of the verb, by that person; then all as before, for the next case."""
    if verb in NEEDS_REASON or (verb == "recall" and story.state != State.SUBMITTED):
        with pytest.raises(StepRefused, match="."):
            press(fresh(story), verb, by, reason="  ")
        assert columns(story) == before
    with transaction.atomic():
        known = set(Review.objects.values_list("pk", flat=True))
        press(fresh(story), verb, by)
        moved = fresh(story)
        assert moved.state == target, (verb, by)
        written = {(record.article_id, record.verb, record.by) for record in Review.objects.exclude(pk__in=known)}
        expected = {(story.pk, verb, by)}
        if target == State.APPLIED:
            expected |= {(story.corrects_id, "replace", by)}
        assert written == expected
        assert moved.reviews.last().mac == moved.chain_head
        transaction.set_rollback(True)


def test_the_matrix_knows_every_verb_that_somebody_presses():
    assert set(VERBS) == set(Verb.values) - {"edit", "replace"}
