"""Who is told of which step, and when a notice is over."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Notice
from articles.models.reviewers import reviewers_of
from articles.review import rights
from articles.review.workflow import State, Verb
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_article,
    make_passed_article,
    make_reporter,
    make_signed_article,
    make_submitted_article,
    make_user,
    pass_reviews,
    second_reviewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everybody():
    return author(), first_reviewer(), second_reviewer(), editor()


def told(story: Article, verb: Verb) -> dict[str, bool]:
    """Who was told of the latest such step, and whether they were asked to act."""
    record = story.reviews.filter(verb=verb).last()
    return {notice.to.username: notice.asks for notice in Notice.objects.filter(record=record).select_related("to")}


def unread(user) -> list[str]:
    return [notice.record.verb for notice in Notice.objects.of(user).unread().exclude(record=None)]


def make_copy(public: Article, *, by) -> Article:
    copy = public.correct(by=by)
    copy.headline = "改过的标题"
    copy.untold_reason = "只改排版。"
    copy.save()
    return copy


# Who is told


def test_a_submission_is_told_to_everybody_who_takes_the_first_review_and_to_nobody_else():
    other = make_user("first_reviewer", username="other_first")
    make_user("first_reviewer", username="leaver", is_active=False)
    story = make_submitted_article()

    assert told(story, Verb.SUBMIT) == {"first": True, other.username: True}


def test_a_pass_is_told_to_the_author_and_asks_the_next_review():
    story = make_submitted_article()
    story.pass_review(by=first_reviewer())

    assert told(story, Verb.PASS) == {"author": False, "second": True}


@pytest.mark.parametrize(
    ("verb", "step"),
    [
        (Verb.SEND_BACK, lambda story: story.send_back(by=first_reviewer(), reason="请补数字。")),
        (Verb.REJECT, lambda story: story.reject(by=first_reviewer(), reason="已登过。")),
        (Verb.HOLD, lambda story: story.hold(by=first_reviewer())),
    ],
)
def test_the_author_hears_what_a_reviewer_decided(verb, step):
    story = make_submitted_article()
    step(story)

    assert told(story, verb) == {"author": False}


def test_a_held_story_that_is_resumed_waits_for_its_review_again():
    story = make_submitted_article()
    story.hold(by=second_reviewer())
    story.resume(by=second_reviewer())

    assert told(story, Verb.RESUME) == {"author": False, "first": True}


@pytest.mark.parametrize("step", ["sign", "schedule", "withdraw"])
def test_the_author_hears_of_signature_and_withdrawal(step):
    story = make_passed_article()
    story.sign(by=editor(), at=timezone.now() + timedelta(days=1) if step == "schedule" else None)
    if step == "withdraw":
        story.withdraw(by=editor(), reason="内容有误。")

    assert told(story, Verb.WITHDRAW if step == "withdraw" else Verb.SIGN) == {"author": False}


def test_a_typist_hears_beside_the_writer():
    typist = make_user("reporter", username="typist")
    story = make_article(created_by=typist, typed_in=True, reporters=[author().reporter])
    story.submit(by=typist)
    story.send_back(by=first_reviewer(), reason="请核对村名。")

    assert told(story, Verb.SEND_BACK) == {"author": False, "typist": False}


def test_a_change_under_review_is_told_to_the_author_and_a_new_round_asks_the_first_review():
    story = make_submitted_article()
    story.pass_review(by=first_reviewer())
    story.body += "\n添一段。"
    story.save()
    story.record_edit(by=second_reviewer())
    assert told(story, Verb.EDIT) == {"author": False}

    story.body += "\n总编再添一段。"
    story.save()
    story.record_edit(by=editor())
    assert told(story, Verb.EDIT) == {"author": False, "first": True}


def test_a_change_beside_the_review_asks_the_first_review():
    story = make_submitted_article()
    story.pass_review(by=first_reviewer())
    Article.objects.filter(pk=story.pk).update(body="旁人改过的。")
    with pytest.raises(Exception, match="."):
        story.pass_review(by=second_reviewer())

    assert told(story, Verb.EDIT) == {"author": False, "first": True}


def test_nobody_is_told_of_their_own_step_nor_asked_to_review_what_they_wrote():
    reviewer = make_user("first_reviewer", username="writes_too")
    make_reporter("柴新月", user=reviewer)
    story = make_article(created_by=reviewer)
    story.submit(by=reviewer)
    assert told(story, Verb.SUBMIT) == {"first": True}

    story.recall(by=reviewer)
    assert told(story, Verb.RECALL) == {}


def test_who_took_an_earlier_review_is_not_asked_for_a_later_one():
    both = make_user("first_reviewer", username="both")
    both.groups.add(second_reviewer().groups.get())
    story = make_submitted_article()
    story.pass_review(by=both)

    assert told(story, Verb.PASS) == {"author": False, "second": True}


def test_an_urgent_correction_asks_a_chief():
    copy = make_copy(make_signed_article(), by=first_reviewer())
    copy.ask_urgent(by=first_reviewer(), reason="地名错了。")

    assert told(copy, Verb.URGENT) == {"author": False, "editor": True}


def test_an_urgent_correction_by_a_chief_asks_the_other_editors():
    copy = make_copy(make_signed_article(), by=editor())
    copy.ask_urgent(by=editor(), reason="地名错了。")

    assert told(copy, Verb.URGENT) == {"author": False, "first": True, "second": True}


def test_a_story_offline_without_a_reason_asks_the_chiefs_until_somebody_says_why():
    story = make_signed_article()
    story.take_offline(by=first_reviewer())
    assert told(story, Verb.TAKE_OFFLINE) == {"author": False, "editor": True}

    story.explain(by=first_reviewer(), reason="照片用错。")
    assert unread(editor()) == []


def test_of_a_story_taken_offline_with_its_reason_only_the_author_hears():
    story = make_signed_article()
    story.take_offline(by=first_reviewer(), reason="照片用错。")

    assert told(story, Verb.TAKE_OFFLINE) == {"author": False}


def test_a_signed_correction_is_told_once_to_the_author_of_the_story():
    public = make_signed_article()
    copy = make_copy(public, by=first_reviewer())
    copy.submit(by=first_reviewer())
    copy.pass_review(by=make_user("first_reviewer"))
    copy.pass_review(by=second_reviewer())
    copy.sign(by=editor())

    assert told(copy, Verb.SIGN) == {"first": False}
    assert told(public, Verb.REPLACE) == {"author": False}


def test_an_override_asks_the_person_it_names(settings):
    settings.OVERRIDE = True
    both = make_user("first_reviewer", username="both")
    both.groups.add(second_reviewer().groups.get())
    story = make_submitted_article()
    story.pass_review(by=both)
    story.override(by=editor(), person=both, reason="夜班只有一人。")

    assert told(story, Verb.OVERRIDE) == {"both": True}


# When a notice is over


def test_what_one_reviewer_has_taken_up_does_not_nag_the_others():
    other = make_user("first_reviewer", username="other_first")
    story = make_submitted_article()
    assert unread(other) == [Verb.SUBMIT]

    story.pass_review(by=first_reviewer())
    assert unread(other) == []


def test_a_recalled_story_nags_nobody():
    story = make_submitted_article()
    story.recall(by=author())

    assert unread(first_reviewer()) == []


def test_only_the_newest_step_of_a_story_stands_unread():
    pass_reviews(make_submitted_article())

    assert unread(author()) == [Verb.PASS]
    assert Notice.objects.of(author()).count() == 2


def test_whoever_acts_on_a_story_has_read_of_it():
    story = make_submitted_article()
    story.send_back(by=first_reviewer(), reason="请补数字。")
    story.submit(by=author())

    assert unread(author()) == []


def test_who_lost_the_role_by_which_they_read_a_story_has_no_notices_of_it():
    make_submitted_article()
    first_reviewer().groups.clear()

    assert unread(first_reviewer()) == []


def test_a_refused_step_tells_nobody():
    story = make_submitted_article()
    number = Notice.objects.count()
    with pytest.raises(Exception, match="."):
        story.pass_review(by=second_reviewer())

    assert Notice.objects.count() == number


# Whom a story waits for: the same rule as for one person


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_whom_a_story_waits_for_agrees_with_what_waits_for_each(settings, steps):
    settings.REVIEW_STEPS = steps
    several = make_user("first_reviewer", username="several")
    several.groups.add(second_reviewer().groups.get(), editor().groups.get())
    make_reporter("阮清如", user=several)
    stories = [make_submitted_article(), make_submitted_article(created_by=several), make_passed_article()]
    if steps == 3:
        stories[0].pass_review(by=several)
    urgent = make_copy(make_signed_article(), by=editor())
    urgent.ask_urgent(by=editor(), reason="地名错了。")
    stories = [*Article.objects.filter(state__in=State.values)]
    people = [author(), first_reviewer(), second_reviewer(), editor(), several]

    found = reviewers_of(stories)
    for story in stories:
        waits_for = {user.pk for user in found.get(story.pk, ())}
        assert waits_for == {user.pk for user in people if Article.objects.awaiting(user).filter(pk=story.pk).exists()}
        assert waits_for == {
            user.pk
            for user in people
            if rights.Part.REVIEWER in rights.parts_in(story, type(user).objects.get(pk=user.pk))
        }


def test_telling_asks_the_database_as_much_for_many_as_for_few():
    def asked() -> int:
        story = make_article()
        with CaptureQueriesContext(connection) as captured:
            story.submit(by=author())
        return len(captured)

    few = asked()
    for _turn in range(12):
        make_user("first_reviewer")
    assert asked() == few


@pytest.mark.django_db(transaction=True)
def test_a_notice_is_read_outside_any_transaction():
    """As a page does that is only opened; PostgreSQL locks rows within a transaction alone."""
    story = make_submitted_article()
    mine = Notice.objects.told_to(first_reviewer())
    assert story.notices.told_to(first_reviewer()).read() == 1
    assert not mine.unread().exists()
