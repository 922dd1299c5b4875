import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

from adminkit import saved_posts

RETRY_AFTER = 60  # seconds


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_much()
    return HttpResponse(loader.get_template("400.html").render(), status=400)


def too_much() -> HttpResponse:
    return HttpResponse(loader.get_template("413.html").render(), status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls it while it handles what broke; a database that does not answer may answer again in a minute."""
    # Without a context: whatever broke, the database included, must not break this page too.
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        page = loader.get_template("503.html").render()
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})
    return HttpResponseServerError(loader.get_template("500.html").render())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Most often somebody signed in again in another tab; what was typed then waits for whoever opened the form."""
    return render(request, "403_csrf.html", {"way_back": saved_posts.keep(request)}, status=403)
