"""What a commit leaves to do outside the database outlives the process that committed, and is done once."""

import shutil
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from articles.models import Notice, OutboxTask
from articles.models.outbox import MOST_LETTER_TRIES, do_open
from articles.pictures import gate
from articles.records.verifying_pictures import verify_pictures
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_photo,
    make_signed_article,
    make_submitted_article,
    second_reviewer,
)

pytestmark = pytest.mark.django_db


def shown_picture():
    """A public picture whose file lies in the public store, and its story."""
    photo = make_photo()
    story = make_signed_article(placements=[photo])
    name = photo.renditions[0].name
    assert gate.publish(photo.pk, name, b"picture", is_public=lambda: True)
    return story, gate.public_path(photo.pk, name)


def withdraw(story):
    story.withdraw(by=editor(), reason="来源有误。", notice="")


def correct_without_the_picture(story):
    copy = story.correct(by=author())
    copy.placements.get().delete()
    copy.untold_reason = "只撤图片。"
    copy.save()
    copy.submit(by=author())
    copy.pass_review(by=first_reviewer())
    copy.pass_review(by=second_reviewer())
    copy.sign(by=editor())


def take_offline(story):
    story.take_offline(by=first_reviewer(), reason="待核实。")


@pytest.mark.parametrize("leave", [withdraw, take_offline, correct_without_the_picture])
def test_whoever_comes_next_takes_away_what_a_killed_process_left(leave, django_capture_on_commit_callbacks):
    story, file = shown_picture()
    with django_capture_on_commit_callbacks(execute=False):  # the process dies right after its commit
        leave(story)
    assert file.exists()

    call_command("do_outbox", stdout=StringIO())

    assert not file.exists()
    assert not OutboxTask.objects.exists()


def test_a_read_only_store_is_tried_again_and_named(monkeypatch, django_capture_on_commit_callbacks):
    story, file = shown_picture()

    def read_only(*_, **__):
        raise PermissionError(30, "Read-only file system")

    rmtree = shutil.rmtree
    monkeypatch.setattr("shutil.rmtree", read_only)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(story)
    (task,) = OutboxTask.objects.all()
    assert task.tries == 1 and task.due_at > timezone.now()
    assert [str(file.relative_to(file.parents[1])) in said for said in verify_pictures()] == [True]
    OutboxTask.objects.update(due_at=timezone.now(), made_at=timezone.now() - timedelta(hours=1))
    assert len(list(verify_pictures())) == 2

    monkeypatch.setattr("shutil.rmtree", rmtree)
    assert do_open() == 1
    assert list(verify_pictures()) == []


def test_a_picture_that_another_story_shows_is_no_finding():
    photo = make_photo()
    story = make_signed_article(placements=[photo])
    make_signed_article(placements=[photo])
    gate.publish(photo.pk, photo.renditions[0].name, b"picture", is_public=lambda: True)
    withdraw(story)
    assert list(verify_pictures()) == []


def test_what_nobody_knows_in_the_store_is_a_finding(settings):
    strange = settings.PICTURES_PUBLIC_DIR / "notes"
    strange.mkdir(parents=True)
    (strange / "a.txt").write_text("x")
    (settings.PICTURES_PUBLIC_DIR / "b.webp").write_text("x")
    assert len(list(verify_pictures())) == 2


def test_letters_go_out_after_the_commit_and_a_deaf_server_stops_no_purge(
    settings, monkeypatch, django_capture_on_commit_callbacks
):
    settings.EMAIL_HOST = "mail.example"
    reviewer = first_reviewer()
    reviewer.email = "luo@example.cn"
    reviewer.save()
    story, file = shown_picture()
    OutboxTask.objects.all().delete()

    def deaf(*_, **__):
        raise TimeoutError

    monkeypatch.setattr("articles.models.notice.get_connection", deaf)
    with django_capture_on_commit_callbacks(execute=True):
        make_submitted_article()
        withdraw(story)
    assert not file.exists()
    assert {task.kind for task in OutboxTask.objects.all()} == {"mail"}

    monkeypatch.undo()
    settings.EMAIL_HOST = "mail.example"
    OutboxTask.objects.update(due_at=timezone.now())
    do_open()
    assert [letter.to for letter in mail.outbox] == [["luo@example.cn"]]


def test_a_letter_is_given_up_and_a_picture_never(monkeypatch):
    OutboxTask.objects.leave(OutboxTask.Kind.MAIL, notices=[])
    OutboxTask.objects.leave(OutboxTask.Kind.PURGE_PICTURES, photos=[7])

    def broken(*_):
        raise OSError

    monkeypatch.setattr(OutboxTask, "do", broken)
    for _try in range(MOST_LETTER_TRIES):
        OutboxTask.objects.update(due_at=timezone.now())
        do_open()
    assert [task.kind for task in OutboxTask.objects.all()] == ["purge_pictures"]


def test_two_who_come_at_once_do_a_task_once(monkeypatch):
    OutboxTask.objects.leave(OutboxTask.Kind.PURGE_PICTURES, photos=[7])
    done = []

    def meanwhile(task):
        done.append(task.pk)
        do_open()  # another worker, in the middle of it

    monkeypatch.setattr(OutboxTask, "do", meanwhile)
    do_open()
    assert len(done) == 1
    assert Notice.objects.count() == 0


def test_the_next_start_takes_away_what_died_in_the_middle_of_a_task(django_capture_on_commit_callbacks):
    story, file = shown_picture()
    with django_capture_on_commit_callbacks(execute=False):
        withdraw(story)
    # Somebody took the task and died; until their time is over nobody else takes it.
    OutboxTask.objects.update(due_at=timezone.now() + timedelta(minutes=2), tries=1)
    call_command("do_outbox", stdout=StringIO())
    assert not file.exists()


def test_the_next_start_takes_away_what_was_being_laid_when_the_process_died(settings):
    photo = make_photo()
    story = make_signed_article(placements=[photo])
    name = photo.renditions[0].name
    withdraw(story)
    gate.publish(photo.pk, name, b"picture", is_public=lambda: True)  # asked before, laid after
    shown, half = shown_picture()[1], "." + "x.part"
    (shown.parent / half).write_bytes(b"half a picture")
    strange = settings.PICTURES_PUBLIC_DIR / "a.txt"
    strange.write_text("x")

    call_command("do_outbox", stdout=StringIO())

    assert not gate.public_path(photo.pk, name).exists() and not (shown.parent / half).exists()
    assert strange.exists()  # not ours: named, and left to people


def test_a_read_only_store_stops_no_start(monkeypatch):
    _story, file = shown_picture()
    (file.parent / ".x.part").write_bytes(b"half a picture")

    def read_only(*_, **__):
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr("shutil.rmtree", read_only)
    call_command("do_outbox", stdout=StringIO())
    assert len(list(verify_pictures())) == 1
