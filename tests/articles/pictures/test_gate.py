import os
import stat

import pytest
from django.utils import timezone

from articles.models import Article, Photo
from articles.pictures import gate
from tests.factories import editor, make_photo, make_signed_article

NAME = "0123456789abcdef0123-480.webp"


def public_files(settings):
    return [path for path in settings.PICTURES_PUBLIC_DIR.rglob("*") if path.is_file()]


def test_a_public_picture_lies_whole_in_the_store(settings):
    assert gate.publish(7, NAME, b"picture", is_public=lambda: True)

    assert public_files(settings) == [gate.public_path(7, NAME)]
    assert gate.public_path(7, NAME).read_bytes() == b"picture"
    assert stat.S_IMODE(gate.public_path(7, NAME).stat().st_mode) == 0o644


def test_a_picture_that_is_not_public_never_touches_the_store(settings):
    assert not gate.publish(7, NAME, b"picture", is_public=lambda: False)

    assert not settings.PICTURES_PUBLIC_DIR.exists()


def test_publishing_again_replaces_the_file(settings):
    gate.publish(7, NAME, b"old", is_public=lambda: True)
    gate.publish(7, NAME, b"new", is_public=lambda: True)

    assert gate.public_path(7, NAME).read_bytes() == b"new"
    assert len(public_files(settings)) == 1


def test_readers_never_meet_half_a_file(monkeypatch):
    seen = []
    replace = os.replace

    def looking_first(draft, path):
        seen.append(path.exists())
        replace(draft, path)

    monkeypatch.setattr(os, "replace", looking_first)
    gate.publish(7, NAME, b"picture", is_public=lambda: True)

    assert seen == [False]


def test_a_withdrawal_while_the_file_is_laid_leaves_nothing(settings):
    answers = iter([True, False])

    assert not gate.publish(7, NAME, b"picture", is_public=lambda: next(answers))

    assert public_files(settings) == []


def test_a_purge_while_the_file_is_written_leaves_nothing(monkeypatch, settings):
    public = [True]
    chmod = os.chmod

    def withdrawn_meanwhile(path, mode):
        chmod(path, mode)
        public[0] = False
        gate.purge(7)

    monkeypatch.setattr(os, "chmod", withdrawn_meanwhile)

    assert not gate.publish(7, NAME, b"picture", is_public=lambda: public[0])
    assert public_files(settings) == []


def test_a_purge_for_one_story_does_not_lose_a_picture_that_another_shows(monkeypatch, settings):
    chmod = os.chmod
    purges = iter([True])

    def purged_once(path, mode):
        chmod(path, mode)
        if next(purges, False):
            gate.purge(7)

    monkeypatch.setattr(os, "chmod", purged_once)

    assert gate.publish(7, NAME, b"picture", is_public=lambda: True)
    assert gate.public_path(7, NAME).read_bytes() == b"picture"


def test_when_the_question_fails_afterwards_nothing_stays(settings):
    answers = iter([lambda: True, lambda: 1 / 0])

    with pytest.raises(ZeroDivisionError):
        gate.publish(7, NAME, b"picture", is_public=lambda: next(answers)())

    assert public_files(settings) == []


def test_a_disk_that_is_full_leaves_no_draft_and_hides_no_public_picture(monkeypatch, settings):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    answers = iter([True, True, True, False])

    assert gate.publish(7, NAME, b"picture", is_public=lambda: next(answers))
    assert not gate.publish(7, NAME, b"picture", is_public=lambda: next(answers))
    assert public_files(settings) == []


def test_a_store_that_gives_nothing_back_is_said_by_the_purge(monkeypatch):
    gate.publish(7, NAME, b"picture", is_public=lambda: True)

    def read_only(*_, **__):
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr("shutil.rmtree", read_only)
    with pytest.raises(PermissionError):
        gate.purge(7)


def test_purging_takes_every_size_of_one_photo_and_no_other():
    for photo, name in ((7, NAME), (7, NAME.replace("480", "960")), (77, NAME)):
        gate.publish(photo, name, b"picture", is_public=lambda: True)

    gate.purge(7)
    gate.purge(7)

    assert not gate.public_path(7, NAME).parent.exists()
    assert gate.public_path(77, NAME).exists()


# With stories


def publish(photo):
    return gate.publish(
        photo.pk, NAME, b"picture", is_public=lambda: Photo.objects.shown_in(Article.objects.public()).contains(photo)
    )


@pytest.mark.django_db
def test_a_photo_is_public_exactly_while_a_public_story_places_it(monkeypatch):
    photo = make_photo()
    moment = timezone.now() + timezone.timedelta(hours=1)
    make_signed_article(placements=[photo], published_at=moment)
    assert not publish(photo)

    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert publish(photo)


@pytest.mark.django_db
def test_withdrawing_purges_the_pictures_when_it_is_certain(django_capture_on_commit_callbacks):
    photo = make_photo()
    story = make_signed_article(placements=[photo])
    publish(photo)

    with django_capture_on_commit_callbacks() as afterwards:
        story.withdraw(by=editor(), reason="来源有误。")
    assert gate.public_path(photo.pk, NAME).exists()
    for callback in afterwards:
        callback()

    assert not gate.public_path(photo.pk, NAME).exists()
    assert not publish(photo)


@pytest.mark.django_db
def test_a_withdrawal_in_the_middle_of_publishing_leaves_nothing(monkeypatch, django_capture_on_commit_callbacks):
    photo = make_photo()
    story = make_signed_article(placements=[photo])
    lay = gate._lay

    def withdrawn_meanwhile(path, content):
        with django_capture_on_commit_callbacks(execute=True):
            story.withdraw(by=editor(), reason="来源有误。")
        lay(path, content)

    monkeypatch.setattr(gate, "_lay", withdrawn_meanwhile)

    assert not publish(photo)
    assert not gate.public_path(photo.pk, NAME).exists()
