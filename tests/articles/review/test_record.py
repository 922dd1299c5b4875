from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles.models import Article, Placement, Review, Revision
from articles.models.revision import RecordError
from articles.review.signed_content import digest
from tests.factories import (
    author,
    editor,
    make_article,
    make_photo,
    make_signed_article,
    make_submitted_article,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_review")]


@pytest.mark.parametrize(
    "record",
    [
        {"state": "signed"},
        {"state": "submitted"},
        {"state": "signed", "published_at": timezone.now()},
        {"published_at": timezone.now() - timedelta(days=9)},
    ],
    ids=lambda record: "+".join(record),
)
def test_only_verbs_write_the_record(record):
    story = make_article()
    for name, value in record.items():
        setattr(story, name, value)

    with pytest.raises(RecordError):
        story.save()
    with pytest.raises(RecordError):
        Article.objects.create(headline="新稿", body="正文。", created_by=author(), **record)


def test_the_moment_of_a_public_story_is_not_moved_by_saving():
    story = make_signed_article()
    story.published_at -= timedelta(days=1)

    with pytest.raises(RecordError):
        story.save()
    with pytest.raises(RecordError):
        story.save(update_fields=["published_at"])


def test_a_signature_is_not_borrowed_from_another_story():
    signed, story = make_signed_article(), make_article()
    story.signed_revision = signed.signed_revision

    with pytest.raises(RecordError):
        story.save()


def test_a_page_opened_before_somebody_signed_does_not_bring_the_draft_back():
    story = make_submitted_article()
    stale = Article.objects.get(pk=story.pk)
    story.sign(by=editor())

    with pytest.raises(RecordError):
        stale.save()


def test_a_signed_story_is_not_copied_by_taking_its_key_away():
    story = make_signed_article()
    story.pk = None
    story._state.adding = True

    with pytest.raises(RecordError):
        story.save()


def test_who_filed_a_story_stays_on_record():
    story = make_submitted_article(created_by=editor())
    story.created_by = make_user("reporter")

    with pytest.raises(RecordError):
        story.save()


def test_an_author_does_not_turn_into_a_typist_after_submitting():
    story = make_submitted_article(created_by=editor())
    story.typed_in = True

    with pytest.raises(RecordError):
        story.save()


def test_a_typist_who_forgot_the_tick_sets_it_when_the_story_comes_back():
    story = make_submitted_article()
    story.send_back(by=editor(), reason="是不是通讯员来稿？")
    story.typed_in = True

    story.save()

    assert Article.objects.get(pk=story.pk).typed_in


# Deleting


def test_a_fresh_draft_may_go_with_all_that_belongs_to_it():
    story = make_article(placements=[make_photo()])

    story.delete()

    assert not Article.objects.exists()
    assert not Placement.objects.exists()


@pytest.mark.parametrize("then", ["submitted", "recalled", "returned", "signed"])
def test_a_story_that_was_ever_submitted_stays(then):
    story = make_submitted_article()
    match then:
        case "recalled":
            story.recall(by=author())
        case "returned":
            story.send_back(by=editor(), reason="请补充。")
        case "signed":
            story.sign(by=editor())

    with pytest.raises(RecordError):
        story.delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        Article.objects.filter(pk=story.pk).delete()


# Revisions and reviews


def test_records_are_neither_changed_nor_removed():
    story = make_signed_article()

    for record in (story.reviews.first(), story.signed_revision):
        with pytest.raises(RecordError):
            record.save()
        with pytest.raises(RecordError):
            record.delete()


def test_a_new_object_under_the_key_of_a_record_does_not_overwrite_it():
    story = make_submitted_article()
    review = story.reviews.get()
    forged = Review(
        pk=review.pk, article=story, revision=review.revision, verb="submit", by=editor(), reason="改了", at=review.at
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        forged.save()

    assert story.reviews.get().by == author()


def test_submitting_the_same_text_again_makes_no_new_revision():
    story = make_submitted_article()
    story.recall(by=author())
    story.submit(by=author())

    assert [review.revision.number for review in story.reviews.all()] == [1, 1, 1]


def test_text_that_comes_back_to_an_earlier_wording_is_a_revision_of_its_own():
    story = make_submitted_article()
    first = story.headline
    for headline in ("改过的标题", first):
        story.recall(by=author())
        story.headline = headline
        story.save()
        story.submit(by=author())

    assert [revision.number for revision in story.revisions.all()] == [1, 2, 3]
    assert story.revisions.get(number=1).sha256 == story.revisions.get(number=3).sha256


def test_an_editors_mend_before_signing_is_in_the_signed_revision():
    story = make_submitted_article()
    story.headline = "编辑改过的标题"
    story.save()

    story.sign(by=editor())

    assert story.signed_revision.number == 2
    assert story.signed_revision.content["headline"] == "编辑改过的标题"


def test_the_hash_of_a_revision_is_that_of_its_content_as_the_database_gives_it_back():
    make_signed_article(kicker="“丰收”——", placements=[make_photo()], topics=["安全生产"])

    for revision in Revision.objects.all():
        assert digest(revision.content) == revision.sha256


def test_two_stories_number_their_revisions_apart():
    assert make_submitted_article().revisions.get().number == 1
    assert make_submitted_article().revisions.get().number == 1


def test_records_name_themselves():
    story = make_signed_article()

    assert "1" in str(story.signed_revision)
    assert "骆远山" in str(story.reviews.last())
