"""What others may keep of our pages, and for how long."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page


def always_asked(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Kept by nobody without asking again: a story may be withdrawn, or its moment come, any minute.

    What says that nothing changed is the text's digest alone. A date would go back when the latest story leaves, and
    whoever asks by the later one would keep it.
    """

    @conditional_page
    @wraps(view)
    def asked(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        del response["Last-Modified"]
        patch_cache_control(response, no_cache=True)
        return response

    return asked
