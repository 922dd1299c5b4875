"""Two quick presses of one button are one press: the second goes where the first one went.

The outcome of a press is a row among the sessions, made before the work and in its transaction. Its key is made of what
was sent, so the second press of two waits at the database for the first, on any number of servers; a form that was
changed in between is another press. What was refused leaves no row, and may be sent again as it is.
Rows last as long as any session.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.backends.base import CreateError
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeData, mark_safe

from .form_tokens import FormToken, earlier_tokens

PAGE_FORM = "page-form"

BUTTONS = ("_step", "_continue", "_addanother", "_save", "_saveasnew")
# Tells the script that keeps what is typed which forms the server has taken.
COOKIE = "taken"
MOST_TAKEN = 8
# Two presses of a page's button within it are one.
QUICK = timedelta(minutes=1)
LOOKS, PAUSE = 50, 0.1  # how often, and how many seconds apart, the second press looks whether the first has ended


class Submission:
    def __init__(self, request: HttpRequest, token: FormToken):
        """Call it in the transaction that does the work."""
        self.request = request
        self.token = token
        self.button = {name: request.POST[name] for name in BUTTONS if name in request.POST}
        self._store: Any = SessionStore(_key(request))
        self.is_repeated = False
        try:
            self._store.save(must_create=True)
        except CreateError:
            self._store = SessionStore(_key(request))
            self.is_repeated = self._counts()

    def _counts(self) -> bool:
        """Whether the press that was there before led somewhere."""
        return "saved" in self._store

    @property
    def saved(self) -> Any:
        """The key of what the first press saved."""
        return self._store.get("saved")

    def went(self) -> str:
        """Where the first press went, with all it said; empty if another button was pressed, or it led nowhere."""
        if self._store.get("button") != self.button or not self._store.get("went"):
            return ""
        for level, words, is_safe, tags in self._store["said"]:
            messages.add_message(self.request, level, mark_safe(words) if is_safe else words, tags)
        return self._store["went"]

    def settle(self, response: HttpResponse, saved: models.Model | None) -> None:
        """Remember the outcome; or, if nothing was saved, nothing at all."""
        if saved is None:
            self._store.delete()
            return
        self._store["saved"] = saved.pk
        self._remember(response)
        self.tell(response)

    def _remember(self, response: HttpResponse) -> None:
        self._store["button"] = self.button
        self._store["went"] = response.headers.get("Location", "")
        # Reading them in Django's own way would count them as shown.
        storage: Any = messages.get_messages(self.request)
        self._store["said"] = [
            (message.level, str(message.message), isinstance(message.message, SafeData), message.extra_tags)
            for message in storage._queued_messages
        ]
        self._store.save()

    def tell(self, response: HttpResponse) -> None:
        numbers = [token.number for token in (self.token, *earlier_tokens(self.request))]
        if form := self.request.POST.get(PAGE_FORM, ""):  # of several on one page
            numbers[0] = f"{numbers[0]}~{form[:3]}"
        before = self.request.COOKIES.get(COOKIE, "").split(".")
        taken = dict.fromkeys(filter(None, [*numbers, *before]))
        response.set_cookie(
            COOKIE,
            ".".join(list(taken)[:MOST_TAKEN]),
            max_age=14 * 24 * 60 * 60,
            path=reverse("admin:index"),
            secure=bool(settings.SESSION_COOKIE_SECURE),
            samesite="Lax",
        )


class PageSubmission(Submission):
    """Of a page whose work is several transactions: the row is there before it, and says afterwards where it led."""

    def __init__(self, request: HttpRequest, token: FormToken):
        Session.objects.filter(session_key=_key(request), expire_date__lte=timezone.now()).delete()
        super().__init__(request, token)
        if not self.is_repeated:
            self._store.set_expiry(int(QUICK.total_seconds()))
            self._store.save()

    def _counts(self) -> bool:
        return True

    def went(self) -> str:
        """Waits for the first press, if it is under way; empty if it was refused."""
        for _look in range(LOOKS):
            if "button" in self._store:
                return super().went()
            if not self._store.exists(_key(self.request)):
                break
            time.sleep(PAUSE)
            self._store = SessionStore(_key(self.request))
        return ""

    def leave(self, response: HttpResponse) -> None:
        if response.status_code != 302:
            self.forget()
            return
        self._remember(response)
        if all(level < messages.ERROR for level, *_words in self._store["said"]):
            self.tell(response)

    def forget(self) -> None:
        self._store.delete()


def submitted_once(request: HttpRequest, token: FormToken, answer: Callable[[], HttpResponse]) -> HttpResponse:
    submission = PageSubmission(request, token)
    if submission.is_repeated:
        went = submission.went()
        return HttpResponseRedirect(went) if went else answer()
    try:
        response = answer()
    except BaseException:
        submission.forget()
        raise
    submission.leave(response)
    return response


def _key(request: HttpRequest) -> str:
    sent = sorted((name, *values) for name, values in request.POST.lists() if name not in BUTTONS)
    uploaded: Any = request.FILES
    files = sorted((name, str(file.name), str(file.size)) for name, file in uploaded.items())
    said = [part for part in sent if part[0] != "csrfmiddlewaretoken"]
    digest = hashlib.sha256(repr((request.path, said, files)).encode()).hexdigest()
    return salted_hmac("one press", f"{request.user.pk} {digest}").hexdigest()
