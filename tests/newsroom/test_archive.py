"""The whole newsroom as one file: what readers see comes out the same, and nothing goes where something is."""

import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article, Correction, ImportedPage, ImportedPicture, Photo, Review
from articles.records.verifying import verify
from newsroom.archive import contents, restoring
from newsroom.archive.opened import ArchiveRefused
from newsroom.demo import loader
from people.models import User
from tests import factories

from .archives import empty_the_install, every_row, exported, files_here, is_empty, member, restored, rows
from .reading import every_public_address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_records_key"), pytest.mark.whole]
# Reading everything as of one moment begins a transaction of its own.
EXPORTING = pytest.mark.django_db(transaction=True)


def every_page(client) -> dict:
    pages = {}
    for address in sorted({*every_public_address(), "/no-such-page/", "/articles/999999/"}):
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        pages[address] = (answer.status_code, answer.get("Content-Type"), content)
    return pages


# Everything, and the same


def test_every_model_is_carried_or_left_out_for_a_reason():
    every = {model._meta.label for model in contents.every_model()}
    carried = {model._meta.label for model in contents.carried_models()}

    assert carried.isdisjoint(contents.LEFT_OUT)
    assert carried | contents.LEFT_OUT.keys() == every, "newsroom.archive.contents names a model's app, or why not"


def a_newsroom_with_everything() -> None:
    loader.load(2)
    chief, reviewer = User.objects.get(username="chief"), User.objects.get(username="editor2")
    one, two, three, four, *_rest = Article.objects.public().order_by("pk")
    copy = one.correct(by=reviewer)
    copy.headline += "（更正）"
    copy.save()
    Correction.objects.create(article=copy, text="文中“三十亩”应为“三百亩”。", after_paragraph=1)
    copy.submit(by=reviewer)
    factories.pass_reviews(copy).sign(by=chief)
    two.correct(by=reviewer)
    three.withdraw(by=chief, reason="来源不实。", notice="经核实，该稿件来源有误，已撤下。")
    four.take_offline(by=chief)
    scheduled = timezone.now() + timedelta(days=3)
    factories.make_signed_article(published_at=scheduled, signed_by=chief, body="三天后才见报的内容。")
    returned = factories.make_submitted_article(headline="带“引号”\n和换行的标题", body="Z\u2028\\\"'<b>\t𠮷🀄\nnull")
    returned.send_back(by=factories.first_reviewer(), reason="请补充时间。\r\n谢谢。")
    page = ImportedPage.objects.create(text="旧报一版", paper="云亭报", imported_by=reviewer)
    ImportedPicture.objects.create(page=page, at=2, image=ContentFile(factories.jpeg(), name="page.jpg"))
    replaced = factories.make_photo()
    replaced.image = ContentFile(factories.jpeg((900, 700)), name="again.jpg")
    replaced.save()
    reviewer.user_permissions.add(Permission.objects.get(codename="view_logentry"))
    kind = ContentType.objects.get_for_model(Article)
    LogEntry.objects.create(user=chief, content_type=kind, object_id=one.pk, object_repr="稿", action_flag=CHANGE)
    User.objects.create_user("gone", password="left-the-paper", is_active=False)


def other_keys_for_what_each_install_makes_itself() -> None:
    for group in Group.objects.order_by("pk"):
        permissions = list(group.permissions.all())
        Group.objects.filter(pk=group.pk).delete()
        Group.objects.create(name=group.name).permissions.set(permissions)
    Permission.objects.get(codename="view_logentry").delete()
    Permission.objects.create(
        codename="view_logentry", name="view", content_type=ContentType.objects.get_for_model(LogEntry)
    )


@EXPORTING
def test_all_public_pages_and_all_rows_are_the_same_after_export_and_import(client, settings, tmp_path):
    a_newsroom_with_everything()
    pages, held, files = every_page(client), every_row(), files_here()
    assert {200, 404, 410} <= {status for status, _kind, _content in pages.values()}
    assert all(held[label] for label in held if not label.startswith("taggit."))
    file = exported(tmp_path)

    empty_the_install(settings)
    other_keys_for_what_each_install_makes_itself()
    assert is_empty()
    restored(file)

    assert every_row() == held
    assert files_here() == files
    after = every_page(client)
    assert [address for address in pages if pages[address] != after.get(address)] == []
    assert after.keys() == pages.keys()
    assert list(verify(Article.objects.all())) == []
    assert User.objects.get(username="chief").check_password(loader.PASSWORD)


def test_work_goes_on_after_an_import(archive):
    restored(archive)

    story = factories.make_signed_article()
    photo = factories.make_photo()

    assert story.is_public
    assert (Article.objects.count(), Photo.objects.count()) == (2, 2)
    assert photo.pk > 1 or Photo.objects.first() == photo
    assert list(verify(Article.objects.all())) == []


@EXPORTING
def test_an_archive_of_an_imported_newsroom_is_the_same_again(archive, tmp_path):
    restored(archive)

    again = exported(tmp_path, "again.zip")

    with zipfile.ZipFile(archive) as first, zipfile.ZipFile(again) as second:
        assert first.namelist() == second.namelist()
        told = [name for name in first.namelist() if name != "manifest.json"]
        assert [name for name in told if first.read(name) != second.read(name)] == []


# The key of the records


def test_the_records_keep_their_key(archive, settings):
    theirs, own = settings.RECORDS_KEY, b"made-for-the-empty-install"
    settings.RECORDS_KEY = own
    settings.RECORDS_KEY_FILE.write_bytes(own)

    restored(archive)

    assert settings.RECORDS_KEY_FILE.read_bytes() == theirs
    assert settings.RECORDS_KEY_FILE.stat().st_mode & 0o077 == 0
    assert settings.RECORDS_KEY_FILE.with_name("records_key.unused").read_bytes() == own
    assert list(verify(Article.objects.all()))  # until it is started anew
    settings.RECORDS_KEY = theirs
    assert list(verify(Article.objects.all())) == []


def test_another_key_in_the_environment_is_refused_by_name(archive, settings):
    settings.RECORDS_KEY, settings.RECORDS_KEY_FILE = b"of-this-environment", None

    with pytest.raises(ArchiveRefused, match="RECORDS_KEY"):
        restored(archive)

    assert is_empty()


def test_the_same_key_in_the_environment_is_fine(archive, settings):
    settings.RECORDS_KEY_FILE = None
    restored(archive)
    assert list(verify(Article.objects.all())) == []


# Writing


def test_an_archive_is_for_its_owner_alone(archive):
    assert archive.stat().st_mode & 0o777 == 0o600


@EXPORTING
def test_an_archive_replaces_another_only_when_told(tmp_path):
    file = tmp_path / "newsroom.zip"
    file.write_bytes(b"last week's")
    with pytest.raises(CommandError, match=r"--force"):
        call_command("export_archive", str(file))
    assert file.read_bytes() == b"last week's"

    call_command("export_archive", str(file), force=True)

    assert zipfile.is_zipfile(file)


@pytest.mark.parametrize("place", ["no-such-folder/newsroom.zip", "."])
def test_an_archive_needs_a_folder_and_a_name(tmp_path, place):
    with pytest.raises(CommandError):
        call_command("export_archive", str(tmp_path / place))


@EXPORTING
@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_broken_export_leaves_nothing(tmp_path, monkeypatch, trouble):
    factories.make_photo()
    file = tmp_path / "out" / "newsroom.zip"
    file.parent.mkdir()
    file.write_bytes(b"last week's")

    def fail(*args):
        raise trouble

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage.open", fail)
    with pytest.raises(CommandError):
        call_command("export_archive", str(file), force=True)

    assert [path.name for path in file.parent.iterdir()] == ["newsroom.zip"]
    assert file.read_bytes() == b"last week's"


@EXPORTING
def test_a_missing_picture_is_named_and_the_rest_is_kept(tmp_path, settings, capsys):
    photo = factories.make_photo()
    factories.make_signed_article(placements=[photo])
    default_storage.delete(photo.image.name)
    file = tmp_path / "newsroom.zip"

    with pytest.raises(CommandError, match=photo.image.name):
        call_command("export_archive", str(file))

    empty_the_install(settings)
    call_command("import_archive", str(file))
    assert photo.image.name in capsys.readouterr().out
    assert Article.objects.public().count() == 1


@EXPORTING
def test_the_commands_say_what_they_do(tmp_path, settings, capsys):
    factories.make_signed_article(placements=[factories.make_photo()])
    file = tmp_path / "newsroom.zip"
    call_command("export_archive", str(file))
    said = capsys.readouterr()
    assert str(file) in said.out
    assert f"{Article._meta.verbose_name_plural} 1/1" in said.err

    empty_the_install(settings)
    settings.REVIEW_STEPS = 2
    call_command("import_archive", str(file))
    said = capsys.readouterr()
    assert "verify_records" in said.out
    assert "REVIEW_STEPS" in said.out
    assert f"{Article._meta.verbose_name_plural} 1/1" in said.err


# Into an empty install only, all or nothing


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (lambda: User.objects.create_superuser("admin", password="x", name="x"), User),
        (factories.make_township, contents.apps.get_model("people.Township")),
        (factories.make_article, Article),
    ],
)
def test_an_install_that_holds_anything_is_left_as_it_is(archive, make, found):
    make()
    held, files = every_row(), files_here()

    with pytest.raises(CommandError, match=f"{found._meta.verbose_name_plural} 1"):
        call_command("import_archive", str(archive))

    assert (every_row(), files_here()) == (held, files)


@pytest.mark.parametrize("step", ["_insert_rows", "_lay_files", "_take_key", "os.sync"])
@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_an_import_that_breaks_leaves_an_empty_install(archive, monkeypatch, settings, step, trouble):
    theirs, settings.RECORDS_KEY = settings.RECORDS_KEY, b"made-for-the-empty-install"
    settings.RECORDS_KEY_FILE.write_bytes(settings.RECORDS_KEY)
    place, name = (restoring.os, "sync") if step == "os.sync" else (restoring, step)
    whole = getattr(place, name)

    def fail(*args):
        whole(*args)
        raise trouble

    monkeypatch.setattr(place, name, fail)
    with pytest.raises(CommandError):
        call_command("import_archive", str(archive))
    assert is_empty()
    assert settings.RECORDS_KEY_FILE.read_bytes() == settings.RECORDS_KEY

    monkeypatch.setattr(place, name, whole)
    settings.RECORDS_KEY = theirs
    restored(archive)
    assert Review.objects.exists()


KILLED_AT_THE_LAST_MOMENT = """
import os, signal, sys, django
django.setup()
from django.core.management import call_command
from newsroom.archive import restoring
restoring.os.sync = lambda: os.kill(os.getpid(), signal.SIGKILL)
call_command("import_archive", sys.argv[1])
"""


def test_an_import_that_is_killed_can_simply_be_done_again(archive, tmp_path):
    """On SQLite whatever the suite runs on: an install of its own, in processes of its own."""
    plain = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    environment = {**plain, "DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}

    def run(*arguments):
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(
            command, cwd=django_settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
        )

    def stories() -> int:
        with sqlite3.connect(tmp_path / "data" / "newsroom.sqlite3") as database:
            return database.execute("SELECT count(*) FROM articles_article").fetchone()[0]

    assert run("manage.py", "migrate", "-v0").returncode == 0
    assert run("-c", KILLED_AT_THE_LAST_MOMENT, archive).returncode == -signal.SIGKILL
    assert stories() == 0

    again = run("manage.py", "import_archive", archive)

    assert again.returncode == 0, again.stderr
    assert stories() == 1
    verified = run("manage.py", "verify_records")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_pictures_that_a_killed_import_left_are_no_hindrance(archive):
    path = Path(default_storage.path(rows(archive, "articles.Photo")[0]["image"]))
    path.parent.mkdir(parents=True)
    path.write_bytes(member(archive, f"files/originals/{path.name}"))

    restored(archive)

    assert Photo.objects.count() == 1


def test_another_picture_of_the_same_name_is_not_overwritten(archive):
    path = Path(default_storage.path(rows(archive, "articles.Photo")[0]["image"]))
    path.parent.mkdir(parents=True)
    path.write_bytes(b"somebody's")

    with pytest.raises(ArchiveRefused, match=path.name):
        restored(archive)

    assert path.read_bytes() == b"somebody's"
    assert not Article.objects.exists()
