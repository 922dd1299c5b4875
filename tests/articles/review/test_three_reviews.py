"""Three reviews, three people: what each of them may do to a text, and what that does to the passes before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Correction
from articles.review.rights import Role
from articles.review.workflow import State, StepRefused
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_article,
    make_passed_article,
    make_reporter,
    make_signed_article,
    make_submitted_article,
    make_topic,
    make_user,
    pass_reviews,
    second_reviewer,
)

pytestmark = pytest.mark.django_db

PEOPLE = {
    "author": author,
    "first_reviewer": first_reviewer,
    "second_reviewer": second_reviewer,
    "chief_editor": editor,
    "proofreader": lambda: make_user("proofreader"),
    "administrator": lambda: make_user("newsroom_administrator"),
    "superuser": lambda: make_user(is_superuser=True, is_staff=True),
    "stranger": lambda: make_user("reporter"),
}
# Blueprint 5, for a story on its way: who takes which step where, with three reviews, two and one.
MAY = {
    3: {
        ("submitted", "pass_review"): {"first_reviewer"},
        ("first_passed", "pass_review"): {"second_reviewer"},
        ("second_passed", "sign"): {"chief_editor"},
    },
    2: {("submitted", "pass_review"): {"second_reviewer"}, ("second_passed", "sign"): {"chief_editor"}},
    1: {("submitted", "sign"): {"chief_editor"}},
}


def story_at(state):
    story = make_submitted_article()
    if state == "first_passed":
        story.pass_review(by=first_reviewer())
    if state == "second_passed":
        pass_reviews(story)
    return story


@pytest.mark.parametrize("steps", [3, 2, 1])
@pytest.mark.parametrize("state", ["submitted", "first_passed", "second_passed"])
@pytest.mark.parametrize("verb", ["pass_review", "sign"])
def test_each_review_is_for_its_own_reviewer_alone(settings, steps, state, verb):
    settings.REVIEW_STEPS = steps
    if state not in {waits for waits, _verb in MAY[steps]}:
        return
    for name, person in PEOPLE.items():
        story = story_at(state)
        records = story.reviews.count()
        if name in MAY[steps].get((state, verb), set()):
            getattr(story, verb)(by=person())
            assert story.state != state
            assert story.reviews.count() == records + 1
        else:
            with pytest.raises(StepRefused, match="."):
                getattr(story, verb)(by=person())
            assert Article.objects.get(pk=story.pk).state == state, name
            assert story.reviews.count() == records, name


def test_nobody_takes_two_reviews_of_one_story():
    many = make_user("first_reviewer")
    for role in (Role.SECOND_REVIEWER, Role.CHIEF_EDITOR):
        many.groups.add(make_user(role).groups.get())
    story = make_submitted_article()
    story.pass_review(by=many)

    with pytest.raises(StepRefused):
        story.pass_review(by=many)

    story.pass_review(by=second_reviewer())
    with pytest.raises(StepRefused):
        story.sign(by=many)
    story.sign(by=editor())
    assert story.is_public


def test_the_number_of_reviews_is_settled_when_a_story_is_handed_in(settings):
    story = make_submitted_article()
    settings.REVIEW_STEPS = 1

    with pytest.raises(StepRefused):
        story.sign(by=editor())


# Changes under review


def mended(story, by):
    story.body = story.body.replace("上午", "下午")
    story.save()
    return story.record_edit(by=by)


def test_the_chief_mends_a_character_and_signs_without_a_bounce():
    story = make_passed_article()

    assert not mended(story, editor())
    story.sign(by=editor())

    assert story.is_public
    passed = [review.revision.number for review in story.reviews.filter(verb__in=("pass", "sign"))]
    assert passed == [1, 1, 2]


@pytest.mark.parametrize("by", [first_reviewer, second_reviewer])
def test_anybody_elses_change_sends_the_story_to_its_first_review(by):
    story = make_passed_article()

    assert mended(story, by())

    assert story.state == State.SUBMITTED
    with pytest.raises(StepRefused):
        story.sign(by=editor())


CHANGES = {
    "a character": lambda story: Article.objects.filter(pk=story.pk).update(body=story.body + "。"),
    "a credit": lambda story: story.credits.create(reporter=make_reporter("甘露"), role="correspondent"),
    "a topic": lambda story: story.topics.add(make_topic("民生实事")),
    "a day": lambda story: Article.objects.filter(pk=story.pk).update(happened_on=story.happened_on - timedelta(1)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_beside_the_review_is_found_by_the_next_step(what):
    story = make_passed_article()
    CHANGES[what](story)

    with pytest.raises(StepRefused):
        story.sign(by=editor())

    assert Article.objects.get(pk=story.pk).state == State.SUBMITTED
    assert story.reviews.last().by is None
    pass_reviews(Article.objects.get(pk=story.pk)).sign(by=editor())


def test_a_reviewer_who_is_credited_meanwhile_is_no_approver():
    story = make_submitted_article()
    story.pass_review(by=first_reviewer())
    story.credits.create(reporter=make_reporter(user=first_reviewer()), role="reporter", order=2)
    story.record_edit(by=second_reviewer())
    story.pass_review(by=second_reviewer())

    with pytest.raises(StepRefused):
        story.sign(by=editor())


# Other ways than onward


def test_a_held_story_comes_back_where_it_was():
    story = make_passed_article()
    story.hold(by=editor())
    assert story.state == State.HELD

    story.resume(by=editor())

    assert story.state == State.SECOND_PASSED
    story.sign(by=editor())


def test_an_earlier_reviewer_does_not_send_back_what_has_gone_on():
    story = make_passed_article()

    with pytest.raises(StepRefused):
        story.send_back(by=first_reviewer(), reason="再看看。")


def test_a_rejected_story_is_at_its_end():
    story = make_submitted_article()
    story.reject(by=first_reviewer(), reason="已由他人写过。")

    with pytest.raises(StepRefused):
        story.submit(by=author())


def test_an_override_waives_one_review_when_it_is_allowed(settings):
    many = make_user("first_reviewer")
    many.groups.add(make_user(Role.SECOND_REVIEWER).groups.get())
    story = make_submitted_article()
    story.pass_review(by=many)
    with pytest.raises(StepRefused):
        story.override(by=editor(), person=many, reason="值班只有一人。")
    settings.OVERRIDE = True

    story.override(by=editor(), person=many, reason="值班只有一人。")
    story.pass_review(by=many)
    story.sign(by=editor())

    assert story.is_public


def test_proofs_come_before_the_signature(settings):
    settings.PROOF_PASSES = 2
    story = make_passed_article()
    with pytest.raises(StepRefused):
        story.sign(by=editor())

    for _ in range(2):
        story.pass_proof(by=make_user("proofreader"))
    story.sign(by=editor())

    assert [review.proof for review in story.reviews.filter(verb="proof")] == [1, 2]


# After publication


def test_a_story_is_taken_offline_by_any_editor_and_restored_by_the_chief():
    story = make_signed_article()
    story.take_offline(by=first_reviewer())
    assert not Article.objects.public().exists()
    assert story.owes_reason

    story.explain(by=first_reviewer(), reason="核实数字。")
    with pytest.raises(StepRefused):
        story.restore(by=first_reviewer())
    story.restore(by=editor())

    assert story.is_public
    assert Article.objects.public().exists()


def corrected(story, by):
    copy = story.correct(by=by)
    copy.headline = "柳溪镇召开冬季农田管护现场会"
    copy.save()
    Correction.objects.create(article=copy, text="标题中的地名应为柳溪镇。")
    return copy


def test_a_correction_takes_the_storys_place_when_it_is_signed():
    story = make_signed_article(topics=["民生实事"], officials=[])
    moment, address = story.published_at, story.get_absolute_url()
    copy = corrected(story, author())
    copy.submit(by=author())
    pass_reviews(copy)
    assert Article.objects.get(pk=story.pk).headline != copy.headline
    with pytest.raises(StepRefused):
        copy.sign(by=editor(), at=timezone.now() + timedelta(hours=1))

    copy.sign(by=editor())

    story.refresh_from_db()
    assert (story.headline, story.published_at, story.get_absolute_url()) == (copy.headline, moment, address)
    assert copy.state == State.APPLIED
    assert list(Article.objects.public()) == [story]
    assert story.corrections.get().told_at
    assert story.signed_revision.sha256 == copy.signed_revision.sha256
    assert [tag.name for tag in story.topics.all()] == ["民生实事"]


def test_there_is_one_working_copy_at_a_time_and_it_must_change_something():
    story = make_signed_article()
    copy = story.correct(by=author())

    with pytest.raises(StepRefused):
        Article.objects.get(pk=story.pk).correct(by=editor())
    with pytest.raises(StepRefused):
        copy.submit(by=author())


def test_whoever_opens_a_correction_does_not_review_it():
    copy = corrected(make_signed_article(), first_reviewer())
    copy.submit(by=first_reviewer())

    with pytest.raises(StepRefused):
        copy.pass_review(by=first_reviewer())


@pytest.mark.parametrize(("asks", "signs"), [(first_reviewer, editor), (editor, second_reviewer)])
def test_an_urgent_correction_is_signed_by_a_chief_and_a_second_person(asks, signs):
    story = make_signed_article()
    copy = corrected(story, asks())
    copy.ask_urgent(by=asks(), reason="姓名有误。")
    with pytest.raises(StepRefused):
        copy.sign(by=asks())

    copy.sign(by=signs())

    assert copy.state == State.APPLIED


def test_two_reviewers_without_a_chief_sign_nothing():
    copy = corrected(make_signed_article(), first_reviewer())
    copy.ask_urgent(by=first_reviewer(), reason="姓名有误。")

    with pytest.raises(StepRefused):
        copy.sign(by=second_reviewer())


def test_a_correction_of_a_withdrawn_story_is_not_applied():
    story = make_signed_article()
    copy = corrected(story, author())
    copy.submit(by=author())
    pass_reviews(copy)
    Article.objects.get(pk=story.pk).withdraw(by=editor(), reason="不实。")

    with pytest.raises(StepRefused):
        copy.sign(by=editor())

    assert Article.objects.get(pk=copy.pk).state == State.SECOND_PASSED


def test_what_waits_for_somebody_is_what_they_may_take():
    many = make_user("first_reviewer")
    many.groups.add(make_user(Role.SECOND_REVIEWER).groups.get())
    stories = [make_submitted_article(), make_passed_article(), make_article(), make_submitted_article(created_by=many)]
    taken = make_submitted_article()
    taken.pass_review(by=many)
    urgent = corrected(make_signed_article(), first_reviewer())
    urgent.ask_urgent(by=first_reviewer(), reason="姓名有误。")
    for person in (many, first_reviewer(), second_reviewer(), editor(), author()):
        waiting = set(Article.objects.awaiting(person))
        for story in (*stories, taken, urgent):
            may = any(story.step_for(verb, person) for verb in ("pass", "sign"))
            assert (story in waiting) is may, (person, story.state)
