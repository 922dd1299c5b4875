from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from people.models import Appointment, Official
from tests.factories import make_body, make_official

FIRST, LAST = date(2026, 3, 1), date(2026, 11, 18)
ONE_DAY = timedelta(days=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("to_day", "day", "is_held"),
    [
        (LAST, FIRST - ONE_DAY, False),
        (LAST, FIRST, True),
        (LAST, LAST, True),
        (LAST, LAST + ONE_DAY, False),
        (FIRST, FIRST, True),
        (None, FIRST - ONE_DAY, False),
        (None, date(2099, 1, 1), True),
    ],
)
def test_a_post_is_held_from_its_first_day_through_its_last(to_day, day, is_held):
    official = make_official(from_day=FIRST, to_day=to_day)
    post = official.appointments.get()

    assert post.is_in_force(day) is is_held
    assert Appointment.objects.in_force(day).exists() is is_held
    assert official.held_on(day) == ([post] if is_held else [])
    assert official.rank_on(day) == (1 if is_held else None)


@given(
    st.dates(date(2026, 1, 1), date(2026, 1, 9)),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9)),
    st.dates(date(2025, 12, 30), date(2026, 1, 12)),
)
def test_a_post_without_a_last_day_is_one_that_ends_late(from_day, to_day, day):
    post = Appointment(from_day=from_day, to_day=to_day)
    ending = Appointment(from_day=from_day, to_day=to_day or date(2099, 1, 1))

    assert post.is_in_force(day) == ending.is_in_force(day)


@pytest.mark.django_db
def test_the_highest_of_several_posts_is_the_rank_and_they_are_printed_in_order():
    official = make_official(posts=[("管委会", "主任", 4), ("党工委", "副书记", 2), ("区人大", "代表", 30)])

    assert official.rank_on(LAST) == 2
    assert [str(post) for post in official.held_on(LAST)] == ["党工委副书记", "管委会主任", "区人大代表"]


@pytest.mark.django_db
def test_the_register_stands_in_protocol_order_of_the_day_and_those_without_a_post_last():
    second = make_official("白青舟", [("管委会", "主任", 2)])
    former = make_official("葛春生", [("党工委", "书记", 1)], to_day=LAST - ONE_DAY)
    first = make_official("罗雨棠", [("党工委", "书记", 1)], from_day=LAST)
    nobody = make_official("田小禾", [])

    assert list(Official.objects.in_register_order(LAST)) == [first, second, nobody, former] or list(
        Official.objects.in_register_order(LAST)
    ) == [first, second, former, nobody]
    assert list(Official.objects.in_register_order(LAST - ONE_DAY))[:2] == [former, second]


@pytest.mark.django_db
def test_the_set_and_the_single_official_agree_on_rank():
    make_official("甲", [("党工委", "书记", 1), ("管委会", "主任", 7)])
    make_official("乙", [("党工委", "书记", 3)], to_day=LAST - ONE_DAY)
    make_official("丙", [])

    for day in (FIRST, LAST - ONE_DAY, LAST):
        for official in Official.objects.in_register_order(day):
            assert official.rank == official.rank_on(day)


@pytest.mark.django_db
def test_an_official_of_many_posts_stands_in_the_register_once():
    make_official(posts=[("党工委", "书记", 1), ("管委会", "主任", 2), ("区人大", "代表", 3)])

    assert Official.objects.in_register_order(LAST).count() == len(Official.objects.in_register_order(LAST)) == 1


@pytest.mark.django_db
def test_the_rank_is_read_from_prefetched_rows(django_assert_num_queries):
    make_official()
    official = Official.objects.prefetch_related("appointments").get()

    with django_assert_num_queries(0):
        official.rank_on(LAST)


@pytest.mark.django_db
def test_a_post_does_not_end_before_it_begins():
    official = make_official(posts=[])
    post = Appointment(
        official=official, body=make_body(), post="书记", protocol_order=1, from_day=LAST, to_day=LAST - ONE_DAY
    )

    with pytest.raises(ValidationError):
        post.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        post.save()
