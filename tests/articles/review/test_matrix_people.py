"""People who are two things to one story, and the rules that a newsroom may switch on."""

import pytest
from django.db import transaction

from articles.models import Article
from articles.models.signed_guard import SealedContentError
from articles.review.rights import Role
from articles.review.workflow import StepRefused
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_article,
    make_passed_article,
    make_signed_article,
    make_submitted_article,
    make_user,
    pass_reviews,
    second_reviewer,
)

from .ledger import assert_all_is_explained
from .matrix.expected import EDITORS, PLACES, ROLES
from .matrix.situations import REASON, credited_meanwhile, everybody, fresh, of_several_roles, place_story
from .test_matrix import columns, press

pytestmark = [pytest.mark.django_db, pytest.mark.whole]

ALL_THREE = (Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.CHIEF_EDITOR)
UNDER_REVIEW = [place for place in PLACES if "under_review" in place.words]
by_name = pytest.mark.parametrize("place", UNDER_REVIEW, ids=lambda place: f"{place.steps}-{place.name}")


def refused(story, verb, by):
    before = columns(story)
    with pytest.raises(StepRefused, match="."):
        press(fresh(story), verb, by)
    assert columns(story) == before


@by_name
def test_a_change_is_part_of_the_present_review_or_begins_it_anew(settings, place):
    settings.REVIEW_STEPS = place.steps
    people = everybody()
    story = place_story(place, people)
    for role in ROLES:
        before = columns(story)
        with transaction.atomic():
            changed = fresh(story)
            changed.body += "又添一句。"
            changed.save()
            if role not in EDITORS:
                with pytest.raises(StepRefused, match="."):
                    changed.record_edit(by=people[role])
            else:
                changed.record_edit(by=people[role])
                is_kept = role in place.reviewers
                assert fresh(story).state == (before[0] if is_kept else "submitted"), role
                assert (fresh(story).round == before[1]) is is_kept, role
                assert story.reviews.last().by == people[role]
            transaction.set_rollback(True)
        assert columns(story) == before


@by_name
def test_proofs_are_read_by_proofreaders_and_come_before_the_signature(settings, place):
    settings.REVIEW_STEPS, settings.PROOF_PASSES = place.steps, 1
    people = everybody()
    settings.PROOF_PASSES = 0
    story = place_story(place, people)
    settings.PROOF_PASSES = 1
    for role in ROLES:
        if role != "proofreader":
            refused(story, "proof", people[role])
    if "the_last_review" in place.words:
        for role in place.reviewers:
            refused(story, "sign", people[role])
    number = story.reviews.count()

    press(story, "proof", people["proofreader"])

    assert (story.reviews.count(), story.reviews.last().proof) == (number + 1, 1)
    refused(story, "proof", people["proofreader"])
    for role in place.reviewers:
        press(story, "sign" if "the_last_review" in place.words else "pass", people[role])
        break
    assert_all_is_explained()


def test_a_proofreader_does_not_proof_their_own(settings):
    settings.PROOF_PASSES = 1
    writer = of_several_roles(Role.PROOFREADER, Role.REPORTER)
    story = make_submitted_article(created_by=writer)
    refused(story, "proof", writer)


@pytest.mark.parametrize("steps", [1, 2, 3])
@pytest.mark.parametrize("part", ["submits it", "is credited", "is credited meanwhile"])
def test_who_holds_every_role_reviews_nothing_of_their_own(settings, steps, part):
    settings.REVIEW_STEPS = steps
    many = of_several_roles(*ALL_THREE)
    story = make_article(created_by=many if part == "submits it" else author(), reporters=[author().reporter])
    if part == "is credited":
        credited_meanwhile(story, many)
    story.submit(by=story.created_by)
    if part == "is credited meanwhile":
        credited_meanwhile(story, many)
    while story.state != "signed":
        for verb in ("pass", "sign", "send_back", "reject", "hold"):
            refused(story, verb, many)
        verb, by = next(turn for turn in turns() if story.step_for(*turn))
        if part == "is credited meanwhile" and story.step_for("edit", by):
            story.record_edit(by=by)
        press(story, verb, by)
    assert_all_is_explained()


def turns():
    return [("pass", first_reviewer()), ("pass", second_reviewer()), ("sign", editor())]


@pytest.mark.parametrize("steps", [2, 3])
def test_who_holds_every_role_takes_one_review_of_a_story(settings, steps):
    settings.REVIEW_STEPS = steps
    many = of_several_roles(*ALL_THREE)
    story = make_submitted_article()
    story.pass_review(by=many)

    while story.state != "signed":
        for verb in ("pass", "sign"):
            refused(story, verb, many)
        press(story, *next(turn for turn in turns() if story.step_for(*turn)))
    assert_all_is_explained()


@pytest.mark.parametrize("steps", [2, 3])
def test_an_override_waives_two_steps_by_one_person_and_nothing_else(settings, steps):
    settings.REVIEW_STEPS, settings.OVERRIDE = steps, True
    people = everybody() | {"many": of_several_roles(*ALL_THREE), "author and chief": of_several_roles(*ALL_THREE)}
    story = make_article(created_by=people["author and chief"], reporters=[author().reporter])
    story.submit(by=story.created_by)
    with pytest.raises(StepRefused):  # nobody took a step yet
        story.override(by=people["chief"], person=people["many"], reason=REASON)
    story.pass_review(by=people["many"])
    for role, person in people.items():
        if role != "chief":
            for named in (people["many"], people["author and chief"]):
                with pytest.raises(StepRefused, match="."):
                    fresh(story).override(by=person, person=named, reason=REASON)
    for named in (None, people["chief"], people["author and chief"], people["stranger"]):
        with pytest.raises(StepRefused, match="."):
            fresh(story).override(by=people["chief"], person=named, reason=REASON)
    with pytest.raises(StepRefused, match="."):
        fresh(story).override(by=people["chief"], person=people["many"], reason=" ")

    story.override(by=people["chief"], person=people["many"], reason=REASON)

    press(story, "pass" if steps == 3 else "sign", people["many"])
    refused(story, "pass", people["author and chief"])
    refused(story, "sign", people["author and chief"])
    if steps == 3:
        refused(story, "sign", people["many"])  # one review was waived, not two
        story.sign(by=people["chief"])
    assert fresh(story).is_public


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_correction_has_reviewers_of_its_own_and_its_opener_is_none_of_them(settings, steps):
    settings.REVIEW_STEPS = steps
    many = of_several_roles(*ALL_THREE)
    copy = make_signed_article().correct(by=many)
    copy.kicker = "更正后的引题"
    copy.untold_reason = "只改引题。"
    copy.save()
    copy.submit(by=many)
    for verb in ("pass", "sign"):
        refused(copy, verb, many)
    pass_reviews(copy).sign(by=editor())
    assert_all_is_explained()


def test_no_part_of_a_signed_story_is_saved_past_the_verbs():
    story = make_signed_article()
    story.body += "又添一句。"
    with pytest.raises(SealedContentError):
        story.save()
    with pytest.raises(SealedContentError):
        story.credits.get().delete()
    assert Article.objects.public().get().body != story.body


def test_a_closed_account_of_a_reviewer_keeps_its_earlier_pass():
    story, left = make_passed_article(), make_user("chief_editor", is_active=False)
    refused(story, "sign", left)
    reviewer = first_reviewer()
    reviewer.is_active = False
    reviewer.save()
    story.sign(by=editor())
    assert_all_is_explained()
