"""Each opening of a form has a mark of its own, signed: whose it is, and which opening. The form sends it back."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from django.core import signing
from django.http import HttpRequest

FIELD = "opening"
# The same, of a page that is not one entry's form: its script puts it into each of the forms there.
PAGE_FIELD = "page-opening"
# Openings whose text came here by way of the page that compares two texts.
EARLIER = "opening-before"
SALT = "opening of a form"


@dataclass(frozen=True)
class FormToken:
    """account: the key of whoever opened the form. keeps: whether what was typed may be kept beside the database."""

    account: int
    number: str
    keeps: bool

    @classmethod
    def new(cls, account: int, *, keeps: bool) -> Self:
        return cls(account, secrets.token_urlsafe(9), keeps)

    @classmethod
    def read(cls, mark: str, *, max_age: int | None = None) -> Self | None:
        """None also for a mark that is older than max_age, in seconds."""
        try:
            return cls(*signing.loads(mark, salt=SALT, max_age=max_age))
        except (signing.BadSignature, TypeError, ValueError):
            return None

    @property
    def mark(self) -> str:
        return signing.dumps([self.account, self.number, self.keeps], salt=SALT)


def form_token_of(request: HttpRequest) -> FormToken | None:
    """Of the form that was sent; None for what was not sent from one of our forms."""
    return FormToken.read(request.POST.get(FIELD, ""))


def page_token_of(request: HttpRequest) -> FormToken | None:
    return FormToken.read(request.POST.get(PAGE_FIELD, ""))


def earlier_tokens(request: HttpRequest) -> Iterator[FormToken]:
    for mark in request.POST.getlist(EARLIER):
        if token := FormToken.read(mark):
            yield token
