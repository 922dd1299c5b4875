"""What was typed into a form that could not be taken, since its person was signed out, is kept for an hour.

Only for the account that opened the form: the opening says whose it is, and is signed. So that nobody without an
account fills the database, the account must still be open and the opening no older than a week; each opening is kept
once, each account has a few, and whoever keeps another sweeps away what is over, whosever it was.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from .form_tokens import FIELD, PAGE_FIELD, FormToken
from .models import SavedPost

ADDRESS = "kept"
LASTS = timedelta(hours=1)
OPENING_LASTS = 7 * 24 * 60 * 60  # seconds: a page left open from Friday to Monday counts
LONGEST = 512 * 1024  # characters as stored; a long story with every row is a tenth of it
MOST = 10  # forms of one account
PAGE = "page-address"  # of the page on which the form stands, if it is sent elsewhere
NEVER = frozenset({"csrfmiddlewaretoken", PAGE_FIELD, PAGE, "page-form"})


@dataclass(frozen=True)
class Kept:
    account: int
    typed: dict[str, list[str]]
    had_files: bool
    # Put back by the page's script, and not by the server in the form of one entry.
    on_page: bool


def keep(request: HttpRequest) -> str:
    """Where the person finds it again, an address of this site; empty if it was not kept."""
    on_page = FIELD not in request.POST
    token = FormToken.read(request.POST.get(PAGE_FIELD if on_page else FIELD, ""), max_age=OPENING_LASTS)
    if token is None or not token.keeps:
        return ""
    typed = {name: values for name, values in request.POST.lists() if name not in NEVER}
    path, query = _page_of(request) if on_page else (request.path, [])
    content = json.dumps({"at": path, "typed": typed, "had_files": bool(request.FILES), "on_page": on_page})
    if len(content) > LONGEST or not _is_open(token.account):
        return ""
    key = secrets.token_urlsafe(24)
    with transaction.atomic():
        SavedPost.objects.update_or_create(
            account_id=token.account,
            token=token.number,
            defaults={"key": key, "content": content, "kept_at": timezone.now()},
        )
        _sweep(token.account)
    return f"{path}?{urlencode([*query, (ADDRESS, key)])}"


def find(request: HttpRequest) -> Kept | None:
    """What the address asks for, if it is still there."""
    since = timezone.now() - LASTS
    form = SavedPost.objects.filter(key=request.GET.get(ADDRESS, ""), kept_at__gt=since).first()
    content = json.loads(form.content) if form else {}
    if form is None or content["at"] != request.path:
        return None
    return Kept(form.account_id, content["typed"], content["had_files"], content["on_page"])


def fill(request: HttpRequest, typed: dict[str, list[str]]) -> None:
    """Let the request say what was typed then, as if it had just been sent."""
    sent = QueryDict(mutable=True)
    for name, values in typed.items():
        sent.setlist(name, values)
    request.method = "POST"
    put_post(request, sent)


def put_post(request: Any, sent: QueryDict) -> None:
    """Let the request say what was sent; Django has a setter, which its stubs do not know."""
    len(request.FILES)  # read first: at the first look at either, Django would write both over what is set here
    request.POST = sent


def sign_in_address(address: str) -> str:
    return f"{reverse('admin:login')}?{urlencode({'next': address})}"


def _page_of(request: HttpRequest) -> tuple[str, list[tuple[str, str]]]:
    """Path and query; only ever a page of the desk."""
    address = request.POST.get(PAGE, "")
    if not address.startswith(reverse("admin:index")):
        return request.path, []
    told = urlsplit(address)
    return told.path, [(name, value) for name, value in parse_qsl(told.query) if name != ADDRESS]


def _is_open(account: int) -> bool:
    return get_user_model().objects.filter(pk=account, is_active=True, is_staff=True).exists()


def _sweep(account: int) -> None:
    SavedPost.objects.filter(kept_at__lte=timezone.now() - LASTS).delete()
    latest = SavedPost.objects.filter(account=account).order_by("-kept_at", "-pk").values_list("pk", flat=True)[:MOST]
    SavedPost.objects.filter(account=account).exclude(pk__in=list(latest)).delete()
