"""A machine's clock that is set back takes nothing back that readers had."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from articles.review.workflow import StepRefused, Verb
from tests.factories import author, editor, first_reviewer, make_article, make_passed_article, make_signed_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def set_clock(monkeypatch):
    real = timezone.now

    def to(**by):
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(**by))

    return to


@pytest.mark.parametrize("who", [author, first_reviewer, editor])
def test_a_story_that_readers_had_is_not_recalled_when_the_clock_is_set_back(set_clock, who):
    story = make_signed_article()
    set_clock(hours=-3)
    assert story.is_out
    with pytest.raises(StepRefused):
        story.recall(by=who(), reason="再核实。")


def test_a_scheduled_story_whose_hour_has_come_is_not_recalled_either(set_clock):
    story = make_signed_article(published_at=timezone.now() + timedelta(hours=1))
    set_clock(hours=2)
    make_article().submit(by=author())  # something else is on record by then
    set_clock(minutes=1)
    with pytest.raises(StepRefused):
        story.recall(by=editor(), reason="再核实。")
    story.withdraw(by=editor(), reason="有误。")
    assert story.reviews.last().at >= story.reviews.get(verb=Verb.SIGN).at


def test_a_scheduled_story_that_no_reader_had_is_still_recalled():
    story = make_signed_article(published_at=timezone.now() + timedelta(hours=1))
    make_article().submit(by=author())
    story.recall(by=editor(), reason="再核实。")
    assert story.state == "draft"


def test_a_withdrawal_stands_after_what_it_withdraws(set_clock):
    story = make_signed_article()
    set_clock(hours=-3)
    story.withdraw(by=editor(), reason="有误。")
    moments = list(story.reviews.order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert story in Article.objects.seen_by_readers()


def test_nobody_signs_for_a_moment_before_the_latest_on_record(set_clock):
    story = make_passed_article()
    set_clock(hours=-3)
    with pytest.raises(StepRefused):
        story.sign(by=editor(), at=timezone.now() + timedelta(hours=1))
