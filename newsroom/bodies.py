"""What may be sent here, and how much: said by the app itself, whatever proxy stands before it."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse

from .views.errors import too_much

LARGEST = 32 * 1024 * 1024  # bytes of one request; a picture may have 25 MB
# A browser shows an answer only after it has sent what it had to send.
READ_TO_ITS_END = 4 * LARGEST
PIECE = 64 * 1024


OTHER_CHARSET = re.compile(r';\s*charset\s*=\s*"?(?!utf-?8["\s;]|utf-?8$)[^;]*', re.IGNORECASE)


def read_as_utf8(application: Callable) -> Callable:
    """A WSGI application that takes every form as UTF-8, which ours are.

    Django takes whatever Python calls an encoding, rot13 and zip too, and breaks before any middleware could say so.
    """

    def reading(environ: dict[str, Any], start_response: Callable):
        if kind := environ.get("CONTENT_TYPE"):
            environ["CONTENT_TYPE"] = OTHER_CHARSET.sub("", kind)
        return application(environ, start_response)

    return reading


class BoundedBodies:
    """Middleware. A body that says no length is empty to Django, so its length is known before it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = _length(request)
        if length > LARGEST:
            return _refuse(request, length)
        if length and not request.user.is_authenticated:
            request.upload_handlers = [NothingKept(request)]
        return self.get_response(request)


class NothingKept(FileUploadHandler):
    """Files from somebody who is not signed in are read past: a form still knows which were there."""

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return InMemoryUploadedFile(
            BytesIO(), self.field_name, self.file_name, self.content_type, 0, self.charset, self.content_type_extra
        )


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _refuse(request: HttpRequest, length: int) -> HttpResponse:
    if length <= READ_TO_ITS_END:
        while request.read(PIECE):
            pass
    return too_much()
