"""What every page of the desk does with its forms: what is typed outlives the sign-in, and two presses are one.

The forms of single entries do it themselves (adminkit/admin.py), in the transaction that saves them.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from adminkit import saved_posts
from adminkit.admin import answer_to_another
from adminkit.form_tokens import PAGE_FIELD, FormToken, page_token_of
from adminkit.idempotency import submitted_once

LONGEST_SHOWN = 2000  # characters of one text


def page_context(request: HttpRequest) -> dict:
    """For the template that all pages share."""
    if not request.user.is_authenticated:
        return {}
    account: Any = request.user.pk
    token = SimpleLazyObject(lambda: FormToken.new(account, keeps=True))
    found = getattr(request, "kept_on_page", None)
    return {"page_opening": token, "page_opening_field": PAGE_FIELD, "kept_on_page": found.typed if found else None}


def answer(site, request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    if not site.has_permission(request):
        return _signed_out(request) or view()
    if request.method == "GET" and saved_posts.ADDRESS in request.GET:
        return _again(site, request, view)
    token = page_token_of(request) if request.method == "POST" else None
    if token is None or request.path == reverse("admin:logout"):
        return view()
    if token.account != request.user.pk:
        return answer_to_another(site, request, token.account, saved_posts.keep(request))
    return submitted_once(request, token, view)


def _signed_out(request: HttpRequest) -> HttpResponse | None:
    if request.method != "POST" or not (back := saved_posts.keep(request)):
        return None
    said = _(
        "You are no longer signed in, so nothing was saved yet. What you typed is kept for an hour: sign "
        "in with the same account, and it stands in the form again."
    )
    messages.warning(request, said)
    return HttpResponseRedirect(saved_posts.sign_in_address(back))


def _again(site, request: Any, view: Callable[[], HttpResponse]) -> HttpResponse:
    found = saved_posts.find(request)
    if found is None:
        messages.warning(request, _("What was typed was kept for an hour; it is gone by now."))
        return HttpResponseRedirect(request.path)
    if not found.on_page:
        return view()
    if found.account != request.user.pk:
        return answer_to_another(site, request, found.account, request.get_full_path())
    request.GET = request.GET.copy()
    del request.GET[saved_posts.ADDRESS]
    request.kept_on_page = found
    response = view()
    if response.status_code == 200:
        messages.warning(request, _("What you typed stands below and is NOT saved yet. Look it through, then save."))
        if found.had_files:
            messages.warning(request, _("Choose the file again: it was not kept."))
    elif words := _words(found.typed):
        # The page is closed to this person by now; what they wrote there is not.
        shown = pgettext("between items of a list", ", ").join(_("“%(title)s”") % {"title": text} for text in words)
        messages.warning(request, _("This was not saved; copy what you still need: %(words)s") % {"words": shown})
    return response


def _words(typed: dict[str, list[str]]) -> list[str]:
    """Reasons and notices: what somebody typed in sentences, shortened to what a page can say."""
    return [text[:LONGEST_SHOWN] for name in ("reason", "notice", "text-body") for text in typed.get(name, ()) if text]
