"""What may be sent here, and how much: said by the app itself, whatever proxy stands before it."""

from collections.abc import Callable
from io import BytesIO

from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

from .views.errors import too_much

LARGEST = 32 * 1024 * 1024  # bytes of one request; a picture may have 25 MB
# A browser shows an answer only after it has sent what it had to send.
READ_TO_ITS_END = 4 * LARGEST
PIECE = 64 * 1024
LONGEST_NUMBER = 18  # digits
UTF_8 = "utf-8"


class Utf8Request(WSGIRequest):
    """Django decodes by any codec of Python that a visitor names, rot13 too, and fails before the first middleware."""

    def _set_content_type_params(self, meta):
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Utf8Handler(WSGIHandler):
    request_class = Utf8Request


class BoundedBodies:
    """Middleware. A body that says no length is empty to Django, so its length is known before it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (request.content_params or {}).get("charset", UTF_8).lower() not in (UTF_8, "utf8"):
            raise BadRequest("Our forms are sent in UTF-8.")
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
    said = request.META.get("CONTENT_LENGTH") or "0"
    if not (said.isascii() and said.isdecimal()) or len(said) > LONGEST_NUMBER:
        raise BadRequest("A body's length is a number.")
    return int(said)


def _refuse(request: HttpRequest, length: int) -> HttpResponse:
    if length <= READ_TO_ITS_END:
        while request.read(PIECE):
            pass
    return too_much()
