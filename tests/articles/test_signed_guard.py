from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Attendance, Credit, Flag, FlagRound, Photo, Placement, TopicAssignment
from articles.models.signed_guard import SealedContentError
from articles.review.signed_content import digest, snapshot
from tests.factories import (
    editor,
    jpeg,
    make_article,
    make_flag_round,
    make_issue,
    make_meeting,
    make_official,
    make_photo,
    make_reporter,
    make_signed_article,
    make_topic,
    make_township,
    make_village,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_review")]


def make_sealed(**fields):
    """A public story with one row of every kind, and a draft with the same kinds beside it."""
    town, village = make_township("柳溪镇"), make_village()
    shared = {"townships": [town], "villages": [village], "topics": ["安全生产"]}
    sealed = make_signed_article(
        placements=[make_photo(photographers=["易秋水"])],
        officials=[make_official()],
        flags={"red": [town]},
        **shared,
        **fields,
    )
    draft = make_article(
        placements=[make_photo(photographers=["秋实"])], officials=[make_official()], headline="还没写完", **shared
    )
    make_flag_round(draft, blue=[town])
    return sealed, draft


def changed(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


ATTEMPTS = {
    # the story's own columns
    "headline": lambda s, d: changed(s, headline="改了"),
    "body": lambda s, d: changed(s, body=s.body + "\n又一段。"),
    "day": lambda s, d: changed(s, happened_on=date(2026, 11, 19)),
    "meeting": lambda s, d: changed(s, meeting=make_meeting()),
    "main topic": lambda s, d: changed(s, main_topic=make_topic("文旅")),
    "one column with update_fields": lambda s, d: (setattr(s, "kicker", "引题"), s.save(update_fields=["kicker"])),
    # credits
    "add a credit": lambda s, d: s.credits.create(reporter=make_reporter()),
    "change a credit": lambda s, d: changed(s.credits.get(), name_as_printed="别名"),
    "delete a credit": lambda s, d: s.credits.get().delete(),
    "move a credit away": lambda s, d: changed(s.credits.get(), article=d, role="intern"),
    "move a credit in": lambda s, d: changed(d.credits.get(), article=s, role="intern"),
    "move a credit to a draft's photo": lambda s, d: changed(s.credits.get(), article=None, photo=d.photo),
    # attendance
    "add attendance": lambda s, d: s.attendances.create(official=make_official()),
    "change attendance": lambda s, d: changed(s.attendances.get(), post="区长"),
    "delete attendance": lambda s, d: s.attendances.get().delete(),
    "move attendance away": lambda s, d: changed(s.attendances.get(), article=d),
    "move attendance in": lambda s, d: changed(d.attendances.get(), article=s),
    # placements and photos
    "add a placement": lambda s, d: s.placements.create(photo=make_photo()),
    "change a caption": lambda s, d: changed(s.placements.get(), caption="别的说明"),
    "delete a placement": lambda s, d: s.placements.get().delete(),
    "move a placement away": lambda s, d: changed(s.placements.get(), article=d),
    "move a placement in": lambda s, d: changed(d.placements.get(), article=s),
    "another photo": lambda s, d: changed(s.placements.get(), photo=d.photo),
    "alt text": lambda s, d: changed(s.photo, alt_text="别的"),
    "alt text with update_fields": lambda s, d: (
        setattr(photo := s.photo, "alt_text", "别的"),
        photo.save(update_fields=["alt_text"]),
    ),
    "rights of a photo": lambda s, d: changed(s.photo, rights="licensed"),
    "day of a photo": lambda s, d: changed(s.photo, taken_on=date(2020, 1, 1)),
    "another picture": lambda s, d: changed(s.photo, image=ContentFile(jpeg(colour="red"), name="a.jpg")),
    "another picture with update_fields": lambda s, d: (
        setattr(photo := s.photo, "image", ContentFile(jpeg(colour="red"), name="a.jpg")),
        photo.save(update_fields=["image"]),
    ),
    "another file by its name": lambda s, d: changed(s.photo, image=d.photo.image.name),
    "add a photo credit": lambda s, d: s.photo.credits.create(reporter=make_reporter(), role="photographer"),
    "change a photo credit": lambda s, d: changed(s.photo.credits.get(), role="supplied"),
    "delete a photo credit": lambda s, d: s.photo.credits.get().delete(),
    "move a photo credit away": lambda s, d: changed(s.photo.credits.get(), photo=d.photo),
    "move a photo credit in": lambda s, d: changed(d.photo.credits.get(), photo=s.photo),
    "move a photo credit to a draft": lambda s, d: changed(s.photo.credits.get(), photo=None, article=d),
    # flags
    "add a round": lambda s, d: s.flag_rounds.create(subject="别的"),
    "change a round": lambda s, d: changed(s.flag_rounds.get(), reason="别的"),
    "delete a round": lambda s, d: s.flag_rounds.get().delete(),
    "move a round away": lambda s, d: changed(s.flag_rounds.get(), article=d),
    "move a round in": lambda s, d: changed(d.flag_rounds.get(), article=s),
    "add a flag": lambda s, d: s.flag_rounds.get().flags.create(township=make_township("文昌街道"), colour="red"),
    "change a flag": lambda s, d: changed(s.flag, colour="blue"),
    "delete a flag": lambda s, d: s.flag.delete(),
    "move a flag away": lambda s, d: (d.flag.delete(), changed(s.flag, round=d.flag_rounds.get())),
    "move a flag in": lambda s, d: changed(d.flag, round=s.flag_rounds.get()),
    # topics
    "add a topic": lambda s, d: s.topics.add(make_topic("文旅")),
    "add a topic by name": lambda s, d: s.topics.add("文旅"),
    "remove a topic": lambda s, d: s.topics.remove("安全生产"),
    "set topics": lambda s, d: s.topics.set(["文旅"]),
    "set topics anew": lambda s, d: s.topics.set(["文旅"], clear=True),
    "clear topics": lambda s, d: s.topics.clear(),
    "change an assignment": lambda s, d: changed(s.topic_assignments.get(), tag=make_topic("文旅")),
    "delete an assignment": lambda s, d: s.topic_assignments.get().delete(),
    "move an assignment away": lambda s, d: changed(s.topic_assignments.get(), content_object=make_article()),
    # places, from both sides
    "add a township": lambda s, d: s.townships.add(make_township("文昌街道")),
    "remove a township": lambda s, d: s.townships.remove(s.townships.get()),
    "set townships": lambda s, d: s.townships.set([]),
    "clear townships": lambda s, d: s.townships.clear(),
    "add a story to a township": lambda s, d: make_township("文昌街道").stories.add(s),
    "remove a story from a township": lambda s, d: s.townships.get().stories.remove(s),
    "set the stories of a township": lambda s, d: s.townships.get().stories.set([d]),
    "clear the stories of a township": lambda s, d: s.townships.get().stories.clear(),
    "add a village": lambda s, d: s.villages.add(make_village("西柳村")),
    "remove a village": lambda s, d: s.villages.remove(s.villages.get()),
    "set villages": lambda s, d: s.villages.set([]),
    "clear villages": lambda s, d: s.villages.clear(),
    "add a story to a village": lambda s, d: make_village("西柳村").stories.add(s),
    "remove a story from a village": lambda s, d: s.villages.get().stories.remove(s),
    "set the stories of a village": lambda s, d: s.villages.get().stories.set([d]),
    "clear the stories of a village": lambda s, d: s.villages.get().stories.clear(),
    "delete a village": lambda s, d: s.villages.get().delete(),
    "delete villages": lambda s, d: type(s.villages.get()).objects.all().delete(),
}


@contextmanager
def undone_afterwards():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def is_as_signed(story):
    story = Article.objects.get(pk=story.pk)
    return digest(snapshot(story, Article.SIGNED)) == story.signed_revision.sha256


def attempts_that_pass(sealed, draft):
    """The names of those that were not refused, or that changed something all the same."""
    for name, attempt in ATTEMPTS.items():
        with undone_afterwards():
            s, d = Article.objects.get(pk=sealed.pk), Article.objects.get(pk=draft.pk)
            for story in (s, d):
                story.photo = Photo.objects.get(placements__article=story)
                story.flag = Flag.objects.get(round__article=story)
            try:
                with transaction.atomic():
                    attempt(s, d)
            except SealedContentError:
                if is_as_signed(sealed):
                    continue
            yield name


def test_a_public_story_does_not_change_behind_the_verbs():
    assert list(attempts_that_pass(*make_sealed())) == []


def test_a_scheduled_story_does_not_change_behind_the_verbs():
    assert list(attempts_that_pass(*make_sealed(published_at=timezone.now() + timedelta(days=1)))) == []


def test_a_withdrawn_story_does_not_change_behind_the_verbs():
    sealed, draft = make_sealed()
    sealed.withdraw(by=editor(), reason="来源有误。")

    assert list(attempts_that_pass(sealed, draft)) == []


def test_a_township_that_only_a_signed_story_links_is_not_deleted():
    story = make_signed_article(townships=[make_township("文苑街道")])

    with pytest.raises(SealedContentError), transaction.atomic():
        story.townships.get().delete()

    assert is_as_signed(story)


def test_a_place_that_only_drafts_link_may_go():
    draft = make_article(townships=[make_township("文苑街道")])

    draft.townships.get().delete()

    assert not draft.townships.exists()


# What stays open


def test_filing_of_a_signed_story_changes_at_once():
    story = make_signed_article()

    changed(story, issue=make_issue("2026-W30"), page_order=3, importance=1, slugline="农田")

    story.refresh_from_db()
    assert (story.issue.week, story.page_order, story.importance) == ("2026-W30", 3, 1)
    assert is_as_signed(story)


def test_the_focal_point_of_a_public_photo_changes_at_once():
    photo = make_photo()
    make_signed_article(placements=[photo])

    changed(Photo.objects.get(), focal_x=10)

    assert Photo.objects.get().focal_x == 10


def test_a_form_that_sends_the_same_links_again_is_not_refused():
    sealed, _draft = make_sealed()
    sealed = Article.objects.get(pk=sealed.pk)

    sealed.save()
    sealed.townships.set(sealed.townships.all())
    sealed.villages.set(sealed.villages.all())
    sealed.topics.set(["安全生产"])
    sealed.topics.add("安全生产")

    assert is_as_signed(sealed)


def test_a_photo_of_a_signed_story_may_stand_in_a_draft_too():
    photo = make_photo()
    make_signed_article(placements=[photo])

    make_article(placements=[photo])

    assert photo.placements.count() == 2


def test_all_of_a_draft_may_change():
    sealed, draft = make_sealed()
    kept = of_all(sealed)

    changed(draft, headline="改了")
    changed(draft.credits.get(), role="intern")
    changed(draft.placements.get(), caption="改了")
    draft.attendances.get().delete()
    draft.flag_rounds.get().delete()
    draft.topics.clear()
    draft.townships.clear()
    draft.villages.set([make_village("西柳村")])
    changed(draft.placements.get().photo, alt_text="改了")

    assert of_all(sealed) == kept


def of_all(story):
    return snapshot(Article.objects.get(pk=story.pk), Article.SIGNED)


def test_a_recalled_story_may_change_again():
    story = make_signed_article(published_at=timezone.now() + timedelta(days=1))
    story.recall(by=editor(), reason="补充数据。")

    changed(story, headline="改了")
    story.credits.get().delete()

    assert Article.objects.get(pk=story.pk).headline == "改了"


def test_bulk_sql_under_a_signature_is_found_by_its_hash():
    sealed, _draft = make_sealed()

    for rows in (
        Article.objects.filter(pk=sealed.pk),
        Credit.objects.filter(article=sealed),
        Attendance.objects.filter(article=sealed),
        Placement.objects.filter(article=sealed),
        FlagRound.objects.filter(article=sealed),
        TopicAssignment.objects.filter(content_object=sealed),
    ):
        with undone_afterwards():
            if rows.model is Article:
                rows.update(headline="改了")
            else:
                rows.delete()
            assert not is_as_signed(sealed)
