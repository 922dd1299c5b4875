from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.values.weeks import Week

DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 26))
WEEKS = DAYS.map(Week.of)


@given(DAYS)
def test_a_day_lies_in_its_week(day):
    week = Week.of(day)

    assert week.first_day <= day <= week.last_day


@given(WEEKS)
def test_a_week_is_seven_days_from_monday_to_sunday(week):
    assert (week.first_day.isoweekday(), week.last_day.isoweekday()) == (1, 7)
    assert week.last_day - week.first_day == timedelta(days=6)


@given(WEEKS)
def test_a_week_is_found_again_by_its_name(week):
    assert Week.parse(str(week)) == week


@given(WEEKS.filter(lambda week: week < Week(9999, 51)))
def test_the_next_week_begins_the_day_after(week):
    assert week.next.first_day == week.last_day + timedelta(days=1)
    assert week.next > week


@given(WEEKS, WEEKS)
def test_weeks_sort_as_their_days_and_their_names_do(one, other):
    assert (one < other) == (one.first_day < other.first_day) == (str(one) < str(other))


@given(st.text(max_size=10) | st.from_regex(r"\d{4}-W\d{2}", fullmatch=True))
def test_a_name_is_a_weeks_only_spelling_or_no_week(name):
    try:
        week = Week.parse(name)
    except ValueError:
        return

    assert str(week) == name
    assert week.first_day < week.last_day


@pytest.mark.parametrize("name", ["2026-W53", "2020-W53", "2015-W53"])
def test_long_years_have_a_fifty_third_week(name):
    assert str(Week.parse(name)) == name


@pytest.mark.parametrize(
    "name",
    ["2025-W53", "2021-W53", "2026-W54", "2026-W00", "0000-W01", "2026-W1", "2026-w47", " 2026-W47", "2026-W47\n"]
    + ["9999-W52", "２０２６-W47", "٢٠٢٦-W47", "", "2026W47", "-026-W47"],
)
def test_there_is_no_such_week(name):
    with pytest.raises(ValueError):
        Week.parse(name)


def test_new_years_day_2027_lies_in_the_last_week_of_2026():
    assert str(Week.of(date(2026, 12, 31))) == str(Week.of(date(2027, 1, 1))) == "2026-W53"
    assert str(Week.of(date(2027, 1, 4))) == str(Week(2026, 53).next) == "2027-W01"
