"""Townships and what happened there."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.models import Article, Flag, Photo
from people.models import Township, Village

from ..models import Newsroom
from .paging import page_of


def townships(request: HttpRequest) -> HttpResponse:
    listed = _townships()
    return render(request, "people/townships.html", {"townships": listed})


def township(request: HttpRequest, slug: str) -> HttpResponse:
    township = get_object_or_404(_townships(), slug=slug)
    stories = Article.objects.public()
    there = stories.in_township(township)
    context = {
        "township": township,
        "page": page_of(request, there.for_lists().newest_first()),
        "flags": _shown_flags(stories).filter(township=township),
        "photos": Photo.objects.shown_in(there).for_lists(there)[:6],
    }
    return render(request, "people/township.html", context)


def _townships():
    """With their villages; without what a page that was read in only proposes."""
    villages = Prefetch("villages", Village.objects.filter(is_proposed=False))
    return Township.objects.filter(is_proposed=False).prefetch_related(villages)


def _shown_flags(stories):
    """Flags with their source; blue ones stay in the story where the newsroom wants it so."""
    flags = Flag.objects.told_in(stories).select_related("round__article", "township").newest_first()
    return flags if Newsroom.current().shows_blue_flags else flags.filter(colour=Flag.Colour.RED)
