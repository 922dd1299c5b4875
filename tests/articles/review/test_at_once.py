"""Verbs pressed at once, on SQLite and on PostgreSQL: a file of the database is shared, as in use (see conftest)."""

import pytest

from .at_once import work_at_once

pytestmark = pytest.mark.whole


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("steps", [1, 3])
def test_twenty_people_at_once_end_in_what_the_records_say(settings, steps):
    settings.REVIEW_STEPS = steps

    log = work_at_once(f"at once {steps}", presses=10)

    assert sum(log.done.values()) > 10
