"""What is odd about a story is said by whoever hands it in and by whoever signs it, and is on record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from articles.models.questions import QuestionsOpenError
from articles.review.workflow import State
from tests.factories import (
    answers,
    author,
    editor,
    make_article,
    make_photo,
    make_reporter,
    make_user,
    pass_reviews,
)

pytestmark = pytest.mark.django_db


def codes(story: Article) -> list[str]:
    return [question.code for question in Article.objects.get(pk=story.pk).questions()]


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def test_a_sound_story_is_asked_nothing():
    story = make_article(placements=[make_photo()])
    assert codes(story) == []
    story.submit(by=author())


def test_a_day_to_come_is_answered_at_submission_and_again_at_signing():
    story = make_article(happened_on=tomorrow())
    with pytest.raises(QuestionsOpenError, match=str(tomorrow().year)):
        story.submit(by=author())
    assert story.state == State.DRAFT
    story.submit(by=author(), answered=answers(story))
    assert story.reviews.last().reason  # who looks next reads what was said, and by whom
    pass_reviews(story)
    with pytest.raises(QuestionsOpenError):
        story.sign(by=editor())
    story.sign(by=editor(), answered=answers(story))
    assert story.reviews.last().reason


def test_what_was_said_of_one_day_is_not_said_of_another():
    story = make_article(happened_on=tomorrow())
    said = answers(story)
    story.happened_on = tomorrow() + timedelta(days=1)
    story.save()
    with pytest.raises(QuestionsOpenError):
        story.submit(by=author(), answered=said)


def test_a_text_that_begins_with_a_day_to_come_is_asked_about_where_no_day_was_filled_in():
    day = tomorrow()
    told = f"{day.month}月{day.day}日上午，柳溪区召开冬修现场会。"
    assert codes(make_article(happened_on=None, body=told)) == ["days_to_come"]
    assert codes(make_article(happened_on=None, body=f"本报讯 {told}")) == ["days_to_come"]
    assert codes(make_article(happened_on=None, body=told.replace("上午", "前"))) == []  # a deadline
    past = timezone.localdate() - timedelta(days=2)
    assert codes(make_article(happened_on=None, body=f"{past.month}月{past.day}日，渠通了。")) == []


def test_a_picture_of_which_nobody_is_named_is_asked_about():
    bare = make_photo(photographers=())
    assert codes(make_article(placements=[bare])) == ["pictures_without_credit"]
    assert codes(make_article(placements=[bare], reporters=[(author().reporter, "text_and_photo")])) == []


def test_the_same_headline_and_day_is_asked_about_and_a_correction_is_not():
    first = make_article(headline="柳溪镇修渠\n三千米")
    second = make_article(headline="柳溪镇 修渠三千米")
    assert codes(second) == ["filed_twice"]
    assert str(first.pk) in second.questions()[0].sentence
    assert codes(make_article(headline="柳溪镇修渠，三千米")) == ["filed_twice"]
    other_day = make_article(headline="柳溪镇修渠三千米", happened_on=first.happened_on - timedelta(days=7))
    assert codes(other_day) == []


def test_a_byline_with_the_name_of_an_account_says_so_unless_it_stands_for_it():
    make_user("chief_editor", name="闻人远")
    stranger = make_reporter("闻人远")
    assert codes(make_article(reporters=[stranger])) == ["named_like_an_account"]
    known = make_reporter("闻人远", user=make_user("reporter", name="闻人远"))
    assert codes(make_article(reporters=[known])) == []
    stranger.merged_into = known
    stranger.save()
    assert codes(make_article(reporters=[stranger])) == []
