"""How much may be sent is the app's own rule, and whoever goes beyond it reads a sentence."""

import os
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from newsroom import request_limits
from tests.conftest import signed_in
from tests.factories import author

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


def file(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("picture.jpg", os.urandom(size), "image/jpeg")


def test_a_strangers_file_is_written_nowhere(rf: RequestFactory):
    seen = []
    middleware = request_limits.BoundedBodies(
        lambda request: seen.append((request.POST["name"], request.FILES["file"]))
    )
    request = rf.post(LOGIN, {"name": "甲", "file": file(5 * 1024 * 1024)})
    request.user = AnonymousUser()
    middleware(request)
    ((name, kept),) = seen
    assert (name, kept.name, kept.size, kept.read()) == ("甲", "picture.jpg", 0, b"")


@pytest.mark.parametrize("who", ["a stranger", "a reporter"])
def test_more_than_a_request_may_hold_is_refused_with_a_sentence(client, monkeypatch, who):
    monkeypatch.setattr(request_limits, "LARGEST", 100_000)
    sender = signed_in(author()) if who == "a reporter" else client
    for address in (reverse("admin:articles_photo_add"), LOGIN, reverse("text_size")):
        refused = sender.post(address, {"file": file(100_001)})
        assert refused.status_code == 413
        assert "一次发送的内容太多" in refused.content.decode()
        assert "Content-Security-Policy" in refused


def test_what_was_sent_is_read_to_its_end_so_that_the_sentence_arrives(rf: RequestFactory, monkeypatch):
    monkeypatch.setattr(request_limits, "LARGEST", 100)
    body = BytesIO(b"x" * 300)
    environ = rf._base_environ(REQUEST_METHOD="POST", CONTENT_LENGTH="300", **{"wsgi.input": body})
    request = rf.generic("POST", LOGIN).__class__(environ)
    assert request_limits.BoundedBodies(lambda _request: None)(request).status_code == 413
    assert body.read() == b""


def test_too_much_text_or_too_many_fields_are_refused_with_a_sentence(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    for sent in ({"username": "a" * 2000}, {f"field{number}": "a" for number in range(20)}):
        refused = client.post(LOGIN, sent)
        assert refused.status_code == 413
        assert "一次发送的内容太多" in refused.content.decode()


def test_a_damaged_body_is_refused_with_a_sentence(client):
    refused = client.post(LOGIN, b"nonsense", content_type="multipart/form-data")
    assert refused.status_code == 400
    assert "无法读取" in refused.content.decode()
