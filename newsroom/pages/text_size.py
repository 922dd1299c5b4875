"""大字版: the paper in larger type and strong contrast, as a reader chose it, without scripts.

Sizes from 18 to 30 pixels are those of the ministry's rules for elderly readers (移动互联网应用适老化通用设计规范).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .page_meta import PageMeta

COOKIE = "text-size"
SIZES = (18, 22, 26, 30)
FIRST = 22
KEPT_FOR = 400 * 24 * 60 * 60  # seconds; browsers keep no cookie longer


def size_of(request: HttpRequest) -> int | None:
    """In pixels; None for the paper as it is printed."""
    chosen = request.COOKIES.get(COOKIE, "")
    return next((size for size in SIZES if str(size) == chosen), None)


class VaryingBySize:
    """Middleware. Whoever keeps copies of our pages keeps one of each size."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response


# The form stands on every page, for readers who have no session: nothing but the size of type can be forged with it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def choose_size(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "text_size.html", {"page_meta": PageMeta(_("Large type"))})
    response = HttpResponseRedirect(_way_back(request))
    chosen = request.POST.get("size", "")
    if chosen in map(str, SIZES):
        response.set_cookie(COOKIE, chosen, max_age=KEPT_FOR, secure=request.is_secure(), httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else reverse("home")
