import pytest

from articles.review.workflow import (
    SEALED,
    TABLE,
    UNDER_REVIEW,
    WITH_THE_WRITER,
    Part,
    State,
    Verb,
    find_step,
)


def test_every_state_is_with_the_writer_under_review_or_sealed_and_never_two_of_them():
    kinds = (WITH_THE_WRITER, UNDER_REVIEW, SEALED)

    assert set().union(*kinds) == set(State)
    assert sum(map(len, kinds)) == len(State)


def test_only_an_editor_brings_a_story_before_readers():
    assert {part for step in TABLE if step.target == State.SIGNED for part in step.parts} == {Part.EDITOR}


def test_an_editors_refusal_always_gives_a_reason():
    refusals = [step for step in TABLE if step.parts == {Part.EDITOR} and step.verb != Verb.SIGN]

    assert refusals
    assert all(step.needs_reason for step in refusals)


def test_nothing_leads_out_of_withdrawal():
    assert not [step for step in TABLE if State.WITHDRAWN in step.sources]


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_who_is_nothing_to_a_story_takes_no_step(verb, state):
    assert find_step(verb, state=state, parts=set()) is None


def test_what_readers_have_seen_is_not_recalled():
    assert find_step(Verb.RECALL, state=State.SIGNED, parts={Part.EDITOR}).target == State.DRAFT
    assert find_step(Verb.RECALL, state=State.SIGNED, parts={Part.EDITOR}, is_public=True) is None


def test_an_author_recalls_without_a_reason_and_an_editor_with_one():
    assert not find_step(Verb.RECALL, state=State.SUBMITTED, parts={Part.AUTHOR}).needs_reason
    assert find_step(Verb.RECALL, state=State.SUBMITTED, parts={Part.EDITOR}).needs_reason
