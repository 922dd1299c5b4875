"""What others may keep of our public pages: nothing without asking again, whatever the page is.

A story may be withdrawn, or its moment come, any minute; whoever asks again is told 304 while nothing changed. What
says that nothing changed is the text's digest alone. A date would go back when the latest story leaves, and whoever
asks by the later one would keep it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag


class AlwaysAsked:
    """Middleware. Pages that say themselves how long they are kept (pictures, previews, the desk) stay as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "Cache-Control" in response or not isinstance(response, HttpResponse):
            return response
        del response["Last-Modified"]
        patch_cache_control(response, no_cache=True)
        if request.method not in ("GET", "HEAD") or response.status_code != 200 or not response.content:
            return response
        set_response_etag(response)
        return get_conditional_response(request, etag=response["ETag"], response=response) or response
