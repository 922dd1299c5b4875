"""Any sequence of verbs and edits, by anybody: no text comes before readers that too few people passed."""

import pytest
from django.db import transaction

from .desk import Walk

pytestmark = [pytest.mark.django_db, pytest.mark.whole]


@pytest.mark.parametrize(("steps", "override"), [(1, False), (2, False), (3, False), (3, True)])
def test_no_sequence_of_presses_leaves_a_story_unexplained(settings, steps, override):
    settings.OVERRIDE, signed = override, 0
    for seed in range(2):
        settings.REVIEW_STEPS = steps
        with transaction.atomic():
            walk = Walk(f"walk {seed}")
            walk.go(40)
            signed += walk.signed
            transaction.set_rollback(True)
        assert walk.taken > 10

    assert signed > 0
