"""Pages of the registers' entries, and the way on from one that turned out to be the same as another."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse


class Moved(Exception):
    """Readers asked for an entry that was merged into the one that stands in `args`."""


def shown_or_moved(shown: QuerySet, **address) -> Any:
    """The entry at this address. Raises Http404, or Moved where the entry that stayed is shown."""
    if (entry := shown.filter(**address).first()) is not None:
        return entry
    into = shown.filter(**{f"merged__{name}": value for name, value in address.items()}).first()
    raise Moved(into) if into else Http404


def follows_mergers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answers Moved with a redirection to the same kind of page of the entry that stayed."""

    @wraps(view)
    def following(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Moved as moved:
            match = request.resolver_match
            assert match is not None
            (entry,) = moved.args
            address = {name: getattr(entry, name) for name in match.kwargs}
            return HttpResponsePermanentRedirect(reverse(match.view_name, kwargs=address))

    return following
