from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.values.page_order import default_place
from tests.factories import make_article, make_official

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
RANKS = st.lists(st.integers(1, 99), max_size=5).map(sorted).map(tuple)
PLACES = st.tuples(RANKS, st.none() | st.dates())


def test_stories_stand_by_the_leaders_present_then_by_day_and_the_undated_feature_last():
    stories = {
        "whole leadership": ((1, 2, 3), TUESDAY),
        "two leaders": ((1, 2), MONDAY),
        "first leader, Monday": ((1,), MONDAY),
        "first leader, Tuesday": ((1,), TUESDAY),
        "second and third": ((2, 3), MONDAY),
        "nobody, Monday": ((), MONDAY),
        "nobody, Tuesday": ((), TUESDAY),
        "undated": ((1, 2, 3), None),
    }

    assert sorted(set(stories), key=lambda name: default_place(*stories[name])) == list(stories)


@given(st.lists(PLACES, max_size=8))
def test_any_stories_can_be_put_in_order(stories):
    places = sorted(default_place(*story) for story in stories)

    assert len(places) == len(stories)


@given(RANKS, st.integers(1, 99), st.dates(), st.dates())
def test_one_more_leader_never_moves_a_story_back(ranks, further, day, other_day):
    more = tuple(sorted((*ranks, further)))

    assert default_place(more, day) < default_place(ranks, other_day)


@pytest.mark.django_db
def test_the_ranks_of_a_story_are_those_of_its_day():
    mover = make_official(posts=[("管委会", "主任", 2)], to_day=date(2026, 11, 17))
    mover.appointments.create(
        body=mover.appointments.get().body, post="顾问", protocol_order=40, from_day=date(2026, 11, 18)
    )
    guest = make_official(posts=[])
    first = make_official(posts=[("党工委", "书记", 1), ("管委会", "党组书记", 9)])

    assert make_article(happened_on=TUESDAY, officials=[mover, guest, first]).ranks == (1, 2)
    assert make_article(happened_on=date(2026, 11, 18), officials=[mover, guest, first]).ranks == (1, 40)
