import pytest

from articles.review.workflow import (
    SEALED,
    STEPS,
    TABLE,
    UNDER_REVIEW,
    WITH_THE_WRITER,
    Part,
    Publication,
    ReviewStep,
    Standing,
    State,
    Verb,
    find_step,
    present_step,
)


def test_every_state_is_of_one_kind():
    kinds = (WITH_THE_WRITER, UNDER_REVIEW, SEALED, {State.HELD, State.REJECTED})

    assert set().union(*kinds) == set(State)
    assert sum(map(len, kinds)) == len(State)


def test_only_the_reviewer_of_the_last_step_brings_a_story_before_readers():
    signing = [step for step in TABLE if step.target == State.SIGNED]

    assert {part for step in signing for part in step.parts} == {Part.REVIEWER}
    assert {review for step in signing for review in step.steps} == {ReviewStep.FINAL}


@pytest.mark.parametrize("verb", [Verb.SEND_BACK, Verb.REJECT, Verb.WITHDRAW, Verb.EXPLAIN, Verb.OVERRIDE, Verb.URGENT])
def test_what_the_author_must_understand_has_a_reason(verb):
    assert all(step.needs_reason for step in TABLE if step.verb == verb)


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.APPLIED, State.REJECTED])
def test_nothing_leads_out_of_an_end(state):
    assert not [step for step in TABLE if state in step.sources]


def test_replacing_is_no_step_that_anybody_takes():
    assert not [step for step in TABLE if step.verb == Verb.REPLACE]


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_who_is_nothing_to_a_story_takes_no_step(verb, state):
    for step in (None, *ReviewStep):
        for publication in Publication:
            assert find_step(verb, standing=Standing(state, step, publication, True), parts=set()) is None


def test_what_readers_have_seen_is_not_recalled():
    def recall(publication):
        return find_step(Verb.RECALL, standing=Standing(State.SIGNED, None, publication), parts={Part.EDITOR})

    assert recall(Publication.UNSEEN).needs_reason
    assert recall(Publication.PUBLIC) is recall(Publication.OFFLINE) is None


def test_an_author_recalls_until_the_first_pass_and_without_a_reason():
    def recall(state):
        return find_step(Verb.RECALL, standing=Standing(state, ReviewStep.SECOND), parts={Part.AUTHOR})

    assert not recall(State.SUBMITTED).needs_reason
    assert recall(State.FIRST_PASSED) is recall(State.SECOND_PASSED) is None


@pytest.mark.parametrize(
    ("number", "way"),
    [
        (3, [State.SUBMITTED, State.FIRST_PASSED, State.SECOND_PASSED, State.SIGNED]),
        (2, [State.SUBMITTED, State.SECOND_PASSED, State.SIGNED]),
        (1, [State.SUBMITTED, State.SIGNED]),
    ],
)
def test_one_or_two_steps_lead_straight_to_the_later_ones(number, way):
    state, gone = State.SUBMITTED, [State.SUBMITTED]
    while state != State.SIGNED:
        standing = Standing(state, present_step(state, number))
        verb = Verb.SIGN if standing.step == ReviewStep.FINAL else Verb.PASS
        state = find_step(verb, standing=standing, parts={Part.REVIEWER}).target
        gone.append(state)

    assert gone == way
    assert len(STEPS[number]) == number
