"""Foreign, damaged and tampered archives: each is refused in a sentence, and the install stays empty."""

import json
import shutil
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from newsroom.archive import restoring
from newsroom.archive.opened import ArchiveRefused

from .archives import is_empty, restored, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_records_key")]


def changed(file: Path, *, without=(), manifest: Callable[[dict], None] | None = None, **members: bytes) -> Path:
    """The archive as somebody else would hand it in: its members changed, and its manifest made to fit them."""
    brought = file.with_name("brought.zip")
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(brought, "w") as target:
        told = json.loads(source.read("manifest.json"))
        for described in source.infolist():
            if described.filename not in (*without, *members, "manifest.json"):
                target.writestr(described, source.read(described))
        for name, content in members.items():
            usual = zipfile.ZIP_STORED if name.startswith("files/") else zipfile.ZIP_DEFLATED
            target.writestr(name, content, usual)
            told["members"][name] = {"size": len(content), "sha256": sha256(content).hexdigest()}
        for name in without:
            del told["members"][name]
        if manifest:
            manifest(told)
        target.writestr("manifest.json", json.dumps(told), zipfile.ZIP_DEFLATED)
    return brought


def as_rows(these: list[dict]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in these).encode()


def assert_refused(file: Path) -> str:
    with pytest.raises(CommandError) as refusal:
        call_command("import_archive", str(file))
    assert is_empty()
    assert refusal.value.returncode == 1
    return str(refusal.value)


@pytest.mark.parametrize("content", [b"", b"PK", b"hello", "一周动态".encode() * 999])
def test_a_file_that_is_no_archive_is_refused(tmp_path, content):
    file = tmp_path / "newsroom.zip"
    file.write_bytes(content)
    assert_refused(file)


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path):
    assert_refused(tmp_path / "none.zip")
    assert_refused(tmp_path)


def test_a_zip_of_somebody_elses_is_refused(tmp_path):
    file = tmp_path / "other.zip"
    with zipfile.ZipFile(file, "w") as other:
        other.writestr("hello.txt", "hello")
    assert_refused(file)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused(archive, part):
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * part)])
    assert_refused(archive)


def test_a_changed_byte_anywhere_is_found_or_harmless(archive, monkeypatch):
    """Only what describes members beside their content, such as their dates, may differ unnoticed."""
    content = archive.read_bytes()
    monkeypatch.setattr(restoring, "_insert_rows", lambda *args: None)
    monkeypatch.setattr(restoring, "_lay_files", lambda *args: None)
    for place in range(0, len(content), max(1, len(content) // 150)):
        archive.write_bytes(content[:place] + bytes([content[place] ^ 0x41]) + content[place + 1 :])
        try:
            restored(archive)
        except ArchiveRefused:
            continue
        with zipfile.ZipFile(archive) as read:
            assert read.testzip() is None


@pytest.mark.parametrize(
    "name", ["files/../outside.jpg", "files//etc/passwd", "files/a/../../b", "files/..\\b", "files/./b", "files/"]
)
def test_a_member_that_would_lie_outside_the_pictures_folder_is_refused(archive, name):
    assert_refused(changed(archive, **{name: b"x"}))


@pytest.mark.parametrize("name", ["rows/articles.Other.jsonl", "hello.txt", "/etc/passwd"])
def test_a_member_that_no_archive_has_is_refused(archive, name):
    assert_refused(changed(archive, **{name: b"x"}))


@pytest.mark.parametrize("name", ["rows/articles.Review.jsonl", "records_key", "rows/taggit.Tag.jsonl"])
def test_an_archive_that_lacks_a_member_is_refused(archive, name):
    assert_refused(changed(archive, without=[name]))


def test_an_archive_that_has_a_member_twice_is_refused(archive):
    with zipfile.ZipFile(archive, "a") as file, pytest.warns(UserWarning):
        file.writestr("records_key", b"another")
    assert_refused(archive)


@pytest.mark.parametrize(
    "manifest",
    [
        lambda told: told.update(format="something-else"),
        lambda told: told.update(version=2),
        lambda told: told["migrations"]["articles"].append("9999_later"),
        lambda told: told["migrations"].clear(),
        lambda told: told["rows"].update({"articles.Article": 2}),
        lambda told: told["rows"].update({"articles.Article": -1}),
        lambda told: told["rows"].pop("articles.Article"),
        lambda told: told["members"]["records_key"].update(size=1),
        lambda told: told["members"]["records_key"].update(size=True),
        lambda told: told["members"]["records_key"].update(sha256="0" * 64),
        lambda told: told["members"]["records_key"].update(more=1),
        lambda told: told["members"].update({"files/a.jpg": {"size": 1, "sha256": ""}}),
        lambda told: told.pop("members"),
        lambda told: told.update(members=[]),
        lambda told: told.update(migrations={"articles": 7}),
        lambda told: told.update(settings=[]),
        lambda told: told.update(missing=3),
        lambda told: told.update(rows=None),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(archive, manifest):
    assert_refused(changed(archive, manifest=manifest))


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"format": 1}'])
def test_a_manifest_that_cannot_be_read_is_refused(archive, content):
    brought = changed(archive)
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(brought, "w") as target:
        for described in source.infolist():
            target.writestr(described, content if described.filename == "manifest.json" else source.read(described))
    assert_refused(brought)


def test_another_version_is_named(archive):
    said = assert_refused(changed(archive, manifest=lambda told: told["migrations"]["articles"].append("9999_later")))
    assert "articles 9999_later" in said


def test_rows_that_unpack_to_far_more_than_they_weigh_are_refused(archive):
    bomb = b" " * 20_000_000
    assert_refused(changed(archive, **{"rows/taggit.Tag.jsonl": bomb}))


def test_an_archive_for_which_there_is_no_room_is_refused(archive, monkeypatch):
    usage = shutil.disk_usage(archive.parent)._replace(free=1000)
    monkeypatch.setattr("newsroom.archive.opened.shutil.disk_usage", lambda path: usage)
    assert "MB" in assert_refused(archive)


@pytest.mark.parametrize(
    ("label", "change"),
    [
        ("articles.Article", {"happened_on": "2026-02-30"}),
        ("articles.Article", {"published_at": 7}),
        ("articles.Article", {"created_by_id": "nobody"}),
        ("articles.Article", {"created_by_id": 987654}),
        ("articles.Article", {"state": "unheard-of"}),
        ("articles.Article", {"surprise": 1}),
        ("articles.Article", {"body": None}),
        ("articles.Article", {"id": 10**30}),
        ("articles.Article", {"headline": {"a": 1}}),
        ("people.User_groups", {"group_id": None}),
        ("people.User_groups", {"group_id": [["a"]]}),
    ],
)
def test_a_row_that_cannot_be_is_refused(archive, label, change):
    first, *others = rows(archive, label)
    brought = changed(archive, **{f"rows/{label}.jsonl": as_rows([{**first, **change}, *others])})
    assert_refused(brought)


@pytest.mark.parametrize("content", [b"{", b"[]\n", b"7\n", b"\xff\n", b"null\n", b"[" * 100_000])
def test_rows_that_are_none_are_refused(archive, content):
    assert_refused(changed(archive, **{"rows/articles.Article.jsonl": content}))
