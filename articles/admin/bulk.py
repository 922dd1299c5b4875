"""The stories of one page handed in, passed and signed together; each keeps its own record."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from adminkit.refusals import Refused

from ..models import Article, ImportedPage
from ..review.workflow import WITH_THE_WRITER, Verb
from . import steps
from .proposed import names_link


def submit_all(request: HttpRequest, page: ImportedPage) -> None:
    """Whatever lacks nothing; what does not go, and why, is said."""
    stories = Article.objects.readable_by(request.user).filter(imported_page=page, state__in=WITH_THE_WRITER)
    taken, waiting = 0, False
    for story in stories.order_by("pk"):
        try:
            story.submit(by=request.user)
        except Refused as refusal:
            messages.error(request, steps.refused_in_words(story, refusal))
            waiting = waiting or bool(story.proposed_entries())
        else:
            taken += 1
    if waiting:
        messages.warning(request, names_link(page))
    if taken:
        said = ngettext(
            "%(number)d story is submitted and waits for an editor.",
            "%(number)d stories are submitted and wait for an editor.",
            taken,
        )
        messages.success(request, said % {"number": taken})


def decide_all(model_admin, request: HttpRequest, page: ImportedPage, verb: Verb) -> HttpResponse | None:
    """One by one, each beside its passage; None when that is done, or there is nothing to ask."""
    chosen = [key for key in request.POST.getlist("_selected_action") if key.isdecimal()]
    stories = model_admin.get_queryset(request).filter(imported_page=page, pk__in=chosen)
    listed = list(stories.with_everything().select_related("imported_page").order_by("pk"))
    return steps.decide_several(model_admin, request, verb, listed) if listed else None
