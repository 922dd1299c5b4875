"""What was typed into a form that could not be taken, since its person was signed out, is kept for an hour.

Only for the account that opened the form: the opening says whose it is, and is signed, so nobody without an account
fills the database. A row among the sessions holds it: that table forgets by itself, and clearsessions sweeps it.
"""

import json
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from .openings import opening_of

ADDRESS = "kept"
SECONDS = 60 * 60
LONGEST = 1024 * 1024  # characters; a long story with every row is a twentieth of it
NEVER = frozenset({"csrfmiddlewaretoken"})


def keep(request: HttpRequest) -> str:
    """Where the person finds it again, an address of this site; empty if it was not kept."""
    opening = opening_of(request)
    if opening is None or not opening.keeps:
        return ""
    typed = {name: values for name, values in request.POST.lists() if name not in NEVER}
    if len(json.dumps(typed)) > LONGEST:
        return ""
    store = SessionStore()
    store.set_expiry(SECONDS)
    store.update({"account": opening.account, "typed": typed, "at": request.path, "had_files": bool(request.FILES)})
    store.create()
    return f"{request.path}?{urlencode({ADDRESS: str(store.session_key)})}"


def find(request: HttpRequest) -> dict[str, Any] | None:
    """What the address asks for, if it is still there: the account that it belongs to, and what was typed."""
    key = request.GET.get(ADDRESS, "")
    found: dict[str, Any] = SessionStore(key).load() if key else {}
    return found if found.get("at") == request.path else None


def fill(request: HttpRequest, typed: dict[str, list[str]]) -> None:
    """Let the request say what was typed then, as if it had just been sent."""
    request.FILES  # noqa: B018 (read before, or reading it would empty what is set here)
    sent = QueryDict(mutable=True)
    for name, values in typed.items():
        sent.setlist(name, values)
    request.method = "POST"
    request.POST = sent  # type: ignore[assignment]


def sign_in_address(address: str) -> str:
    return f"{reverse('admin:login')}?{urlencode({'next': address})}"
