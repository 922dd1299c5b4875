"""In which order stories wait for their reviewers, and since when."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.models import Article
from articles.review import clock
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_article,
    make_signed_article,
    make_submitted_article,
    second_reviewer,
)

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)


def hours(number: float) -> datetime:
    return MORNING + timedelta(hours=number)


def since(story: Article) -> datetime | None:
    return Article.objects.with_waiting().get(pk=story.pk).waiting_since


def submitted_at(moment: datetime, **fields) -> Article:
    with clock.replaying(moment):
        return make_submitted_article(**fields)


def test_what_has_waited_longest_comes_first():
    later, earlier = submitted_at(hours(2)), submitted_at(hours(1))

    assert list(Article.objects.awaiting(first_reviewer()).in_queue_order()) == [earlier, later]


def test_an_urgent_correction_comes_before_all_that_waited_longer():
    usual = submitted_at(hours(0), headline="等着终审")
    with clock.replaying(hours(1)):
        usual.pass_review(by=first_reviewer())
        usual.pass_review(by=second_reviewer())
    public = make_signed_article(published_at=hours(2))
    with clock.replaying(hours(3)):
        copy = public.correct(by=second_reviewer())
        copy.headline = "改过的标题"
        copy.untold_reason = "只改排版。"
        copy.save()
        copy.ask_urgent(by=second_reviewer(), reason="地名错了。")

    assert list(Article.objects.awaiting(editor()).in_queue_order()) == [copy, usual]


def test_each_pass_begins_a_new_wait():
    story = submitted_at(hours(0))
    with clock.replaying(hours(3)):
        story.pass_review(by=first_reviewer())

    assert since(story) == hours(3)


def test_a_reviewer_who_mends_the_text_does_not_begin_the_wait_again():
    story = submitted_at(hours(0))
    with clock.replaying(hours(2)):
        story.headline = "初审改过的标题"
        story.save()
        story.record_edit(by=first_reviewer())

    assert since(story) == hours(0)


def test_a_change_that_sends_a_story_back_to_its_first_review_begins_a_new_wait():
    story = submitted_at(hours(0))
    with clock.replaying(hours(1)):
        story.pass_review(by=first_reviewer())
    with clock.replaying(hours(4)):
        story.body += "\n别人添的一段。"
        story.save()
        assert story.record_edit(by=editor())

    assert since(story) == hours(4)


def test_a_returned_story_stands_so_since_it_was_returned_and_a_draft_since_never():
    story = submitted_at(hours(0))
    with clock.replaying(hours(5)):
        story.send_back(by=first_reviewer(), reason="请补充数字。")

    assert since(story) == hours(5)
    assert since(make_article(created_by=author())) is None
