"""Entries that were merged are one person, and whoever handed a story in never gives its only approval."""

import pytest

from articles.models import Article
from articles.models.reviewers import authors_of, reviewers_of
from articles.review import rights
from articles.review.workflow import Part, StepRefused
from tests.factories import (
    answers,
    author,
    editor,
    first_reviewer,
    make_article,
    make_passed_article,
    make_reporter,
    make_signed_article,
    make_user,
    pass_reviews,
    second_reviewer,
)

pytestmark = pytest.mark.django_db


def duplicates(linked: str, credited: str):
    """A chief editor's three entries, two merged into the third: one is linked to the account, one is credited."""
    chief = make_user("chief_editor", name="苗晓澜")
    canonical = make_reporter("苗晓澜")
    entries = {"stays": canonical, "merged": make_reporter("苗晓斓"), "another": make_reporter("苗小澜")}
    for name in ("merged", "another"):
        entries[name].merged_into = canonical
        entries[name].save()
    entries[linked].user = chief
    entries[linked].save()
    return chief, entries[credited]


PAIRS = [
    ("stays", "merged"),
    ("merged", "stays"),
    ("merged", "another"),
    ("stays", "stays"),
]


@pytest.mark.parametrize(("linked", "credited"), PAIRS)
def test_whoever_is_credited_under_a_merged_entry_wrote_the_story(linked, credited):
    chief, entry = duplicates(linked, credited)
    story = make_passed_article(reporters=[author().reporter, entry])

    assert story.is_written_by(chief)
    assert chief.pk in authors_of([story])[story.pk]
    assert Article.objects.of_authors(chief).contains(story)
    assert Article.objects.of(chief).contains(story)
    assert not Article.objects.awaiting(chief).contains(story)
    assert chief not in reviewers_of([story])[story.pk]
    assert Part.SIGNER not in rights.parts_in(story, chief)
    with pytest.raises(StepRefused):
        story.sign(by=chief)


def test_an_entry_merged_under_review_makes_its_account_an_author_before_the_signature():
    chief, canonical = make_user("chief_editor"), make_reporter("苗晓澜")
    double = make_reporter("苗小澜")
    canonical.user = chief
    canonical.save()
    story = make_passed_article(reporters=[double])
    double.merged_into = canonical
    double.save()
    with pytest.raises(StepRefused):
        story.sign(by=chief)


def test_who_turns_out_to_have_written_a_story_does_not_sign_its_correction():
    """Whatever the correction says in the byline."""
    chief, own = make_user("chief_editor"), make_reporter("苗晓澜")
    own.user = chief
    own.save()
    double = make_reporter("苗小澜")
    story = make_signed_article(reporters=[double])
    copy = story.correct(by=author())
    copy.credits.all().delete()
    copy.credits.create(reporter=make_reporter("何春苗"), role="reporter")
    copy.corrections.create(kind="correction", text="署名有误，现予更正。")
    copy.submit(by=author(), answered=answers(copy))
    pass_reviews(copy)
    double.merged_into = own
    double.save()

    assert not Article.objects.awaiting(chief).contains(copy)
    assert chief not in reviewers_of([copy])[copy.pk]
    with pytest.raises(StepRefused):
        Article.objects.get(pk=copy.pk).sign(by=chief, answered=answers(copy))


def test_a_person_of_two_accounts_signs_with_neither():
    chief, entry = duplicates("stays", "merged")
    other = make_user("chief_editor")
    entry.user = other
    entry.save()
    story = make_passed_article(reporters=[entry])
    for account in (chief, other):
        with pytest.raises(StepRefused):
            story.sign(by=account)


def test_namesakes_that_nobody_merged_are_two_people():
    chief = make_user("chief_editor")
    make_reporter("苗晓澜", user=chief)
    story = make_passed_article(reporters=[make_reporter("苗晓澜")])
    story.sign(by=chief, answered=answers(story))  # that it is somebody else
    assert story.is_public


# Who handed it in


@pytest.mark.usefixtures("one_review")
class TestWithOneReview:
    def typed_in(self, by, **fields):
        story = make_article(created_by=by, typed_in=True, reporters=[make_reporter("何春苗")], **fields)
        story.submit(by=by)
        return story

    def test_whoever_typed_a_story_in_does_not_sign_it_alone(self):
        chief = make_user("chief_editor")
        story = self.typed_in(chief)

        assert not Article.objects.awaiting(chief).contains(story)
        assert reviewers_of([story])[story.pk] == []
        assert not story.awaits(chief, rights.roles_of(chief))
        with pytest.raises(StepRefused, match="须由另一人签发"):
            story.sign(by=chief)

    def test_a_second_person_signs_it(self):
        second = editor()
        story = self.typed_in(make_user("chief_editor"))

        assert reviewers_of([story])[story.pk] == [second]
        assert Article.objects.awaiting(editor()).contains(story)
        story.sign(by=editor())
        assert story.is_public

    def test_who_typed_it_signs_what_somebody_else_handed_in(self):
        chief = make_user("chief_editor")
        story = make_article(created_by=chief, typed_in=True, reporters=[author().reporter])
        story.submit(by=author())
        story.sign(by=chief)
        assert story.is_public

    def test_handing_it_in_again_by_somebody_else_changes_nothing(self):
        chief = make_user("chief_editor")
        story = self.typed_in(chief)
        story.send_back(by=editor(), reason="核实人名。")
        story.credits.update(reporter=author().reporter)
        story.submit(by=author())
        with pytest.raises(StepRefused):
            story.sign(by=chief)


def test_with_three_reviews_who_typed_a_story_in_may_take_one_of_them():
    story = make_article(created_by=editor(), typed_in=True, reporters=[make_reporter("何春苗")])
    story.submit(by=editor())
    pass_reviews(story)
    assert Article.objects.awaiting(editor()).contains(story)
    story.sign(by=editor())
    assert {record.by_id for record in story.approvals} == {first_reviewer().pk, second_reviewer().pk, editor().pk}


def test_an_override_does_not_let_who_handed_a_story_in_approve_it_alone(settings):
    settings.REVIEW_STEPS, settings.OVERRIDE = 2, True
    both = make_user("second_reviewer")
    both.groups.add(editor().groups.get())
    story = make_article(created_by=both, typed_in=True, reporters=[make_reporter("何春苗")])
    story.submit(by=both)
    story.pass_review(by=both)
    story.override(by=editor(), person=both, reason="值班只有一人。")

    assert not Article.objects.awaiting(both).contains(story)
    assert both not in reviewers_of([story])[story.pk]
    with pytest.raises(StepRefused):
        story.sign(by=both)
