import pytest
from django.contrib.auth.models import AnonymousUser

from articles.review.sheets import Sight, sight_of_counts
from tests.factories import author, editor, make_user

pytestmark = pytest.mark.django_db


def test_who_reviews_sees_all_and_who_writes_their_own():
    assert sight_of_counts(editor()) == Sight.ALL
    assert sight_of_counts(author()) == Sight.OWN


def test_nobody_else_sees_anything():
    assert sight_of_counts(AnonymousUser()) is None
    assert sight_of_counts(make_user()) is None
    assert sight_of_counts(make_user(is_staff=True, is_superuser=True)) is None


def test_who_has_left_sees_nothing():
    left = editor()
    left.is_active = False
    assert sight_of_counts(left) is None
