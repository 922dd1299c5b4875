"""Any sequence of verbs and edits, by anybody: no text comes before readers that too few people passed."""

import pytest

from .desk import Walk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("steps", [1, 2, 3])
def test_no_sequence_of_presses_leaves_a_story_unexplained(settings, seed, steps):
    settings.REVIEW_STEPS, settings.OVERRIDE = steps, seed == 3
    walk = Walk(f"walk {seed}")

    walk.go(60)

    assert walk.taken > 20
