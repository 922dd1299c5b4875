import pytest
from django.contrib.auth.models import AnonymousUser

from articles.review.report_access import Sight, may_inspect, sight_of_counts
from tests.factories import author, editor, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["first_reviewer", "second_reviewer", "chief_editor"])
def test_who_reviews_sees_all(role):
    assert sight_of_counts(make_user(role)) == Sight.ALL


def test_who_writes_sees_their_own():
    assert sight_of_counts(author()) == Sight.OWN


def test_who_writes_and_reviews_sees_all():
    both = make_user("reporter")
    both.groups.add(make_user("first_reviewer").groups.get())
    assert sight_of_counts(both) == Sight.ALL


def test_nobody_else_sees_anything():
    assert sight_of_counts(AnonymousUser()) is None
    assert sight_of_counts(make_user()) is None
    assert sight_of_counts(make_user("proofreader")) is None
    assert sight_of_counts(make_user("newsroom_administrator")) is None
    assert sight_of_counts(make_user(is_staff=True, is_superuser=True)) is None


def test_who_has_left_sees_nothing():
    left = editor()
    left.is_active = False
    assert sight_of_counts(left) is None


@pytest.mark.parametrize("role", ["chief_editor", "newsroom_administrator"])
def test_who_answers_for_the_records_inspects_them(role):
    assert may_inspect(make_user(role))


@pytest.mark.parametrize("role", ["reporter", "first_reviewer", "second_reviewer", "proofreader", None])
def test_nobody_else_inspects_them(role):
    assert not may_inspect(make_user(role))
    assert not may_inspect(AnonymousUser())
    assert not may_inspect(make_user(is_staff=True, is_superuser=True))
    assert not may_inspect(make_user("chief_editor", is_active=False))
