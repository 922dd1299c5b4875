"""A picture is decoded once, before any transaction begins: on SQLite nobody else could write meanwhile."""

from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client

from articles.importing.drafts import file_page
from articles.importing.pages import keep_page, read_kept
from articles.management.commands import import_page
from articles.models import ImportedPicture, Photo
from articles.pictures import intake, renditions
from articles.reading.page import as_json
from articles.reading.sources import Picture, Source
from articles.values.weeks import Week
from tests.articles.admin.forms import filled
from tests.factories import author, editor, jpeg

ADD = "/admin/articles/photo/add/"
PAGE = "柳溪区召开会议\n本报讯（记者 程墨言）11月18日，柳溪区召开会议。\n会议要求抓好越冬管护。\n"

PICTURE = Picture(jpeg((2000, 900)), "image1.jpg", PAGE.index("会议要求"))
SOURCE = Source(PAGE, name="page.docx", pictures=(PICTURE,))


@pytest.fixture
def decoded(monkeypatch):
    """For each time that an upload was decoded or a rendition made: whether a transaction was open."""
    log = {"upload": [], "rendition": []}
    upright, make = intake._upright, renditions.make

    def decoding(data):
        log["upload"].append(connection.in_atomic_block)
        return upright(data)

    def making(original, wanted):
        log["rendition"].append(connection.in_atomic_block)
        return make(original, wanted)

    monkeypatch.setattr(intake, "_upright", decoding)
    monkeypatch.setattr(renditions, "make", making)
    return log


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def private(photo) -> set[str]:
    return {renditions.private_path(made) for made in photo.renditions}


@pytest.mark.django_db(transaction=True)
def test_a_picture_of_the_form_is_decoded_once_and_outside_any_transaction(decoded):
    client = signed_in(editor())
    picture = SimpleUploadedFile("a.jpg", jpeg((2000, 900)), "image/jpeg")
    client.post(ADD, filled(client.get(ADD), image=picture, alt_text="麦田。"))
    photo = Photo.objects.get()
    assert decoded == {"upload": [False], "rendition": [False]}
    assert all(photo.image.storage.exists(name) for name in private(photo))


@pytest.mark.django_db(transaction=True)
def test_a_picture_of_a_page_is_decoded_once_and_outside_any_transaction(decoded):
    page, _new = keep_page(SOURCE, by=author(), week=Week.parse("2026-W47"))
    assert decoded == {"upload": [False], "rendition": [False]}
    assert keep_page(SOURCE, by=author()) == (page, False)
    file_page(page, as_json(read_kept(page))["items"], by=author())
    assert Photo.objects.get().sha256[:20] in ImportedPicture.objects.get().image.name
    assert decoded["upload"] == [False]
    assert not any(decoded["rendition"])


@pytest.mark.django_db(transaction=True)
def test_a_picture_that_the_command_reads_in_is_decoded_once(decoded, monkeypatch, tmp_path):
    monkeypatch.setattr(import_page, "read_source", lambda *asked: SOURCE)
    file = tmp_path / "page.docx"
    file.write_bytes(b"read as the source above")
    call_command("import_page", str(file), "--week=2026-W47", stdout=StringIO())
    assert Photo.objects.count() == 1
    assert decoded == {"upload": [False], "rendition": [False]}


@pytest.mark.django_db(transaction=True)
def test_a_picture_saved_by_itself_is_decoded_before_its_transaction(decoded):
    photo = Photo(image=SimpleUploadedFile("a.jpg", jpeg()), alt_text="麦田。", uploaded_by=author())
    photo.full_clean(exclude=["sha256"])
    photo.save()
    assert decoded == {"upload": [False], "rendition": [False]}


@pytest.mark.django_db
def test_what_a_save_kept_that_then_failed_is_removed_again(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the database is gone")

    photo = Photo(image=SimpleUploadedFile("a.jpg", jpeg()), uploaded_by=author())
    monkeypatch.setattr(type(photo).history.model, "save", fail)
    with pytest.raises(RuntimeError):
        photo.save()
    storage = photo.image.storage
    kept = [
        name for folder in ("originals", "renditions") if storage.exists(folder) for name in storage.listdir(folder)[1]
    ]
    assert kept == []
