"""Townships and what happened there."""

from datetime import date

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Flag, Photo
from people.models import Township, Village

from ..models import Newsroom
from ..pages.page_meta import in_section, the_section
from .moved import follows_mergers, shown_or_moved
from .paging import page_of

# How many of the latest stories stand under a township in the list, and under a village on its township's page.
OF_A_TOWNSHIP = 3
OF_A_VILLAGE = 5
FLAGS = 24


def townships(request: HttpRequest) -> HttpResponse:
    listed = list(_townships())
    latest = _latest(listed)
    context = {"townships": [(entry, latest[entry.pk]) for entry in listed], "page_meta": the_section("townships")}
    return render(request, "people/townships.html", context)


@follows_mergers
def township(request: HttpRequest, slug: str) -> HttpResponse:
    township = shown_or_moved(_townships(), slug=slug)
    stories = Article.objects.public()
    there = stories.in_township(township)
    villages = {village: [] for village in township.villages.all()}  # type: dict[Village, list[Article]]
    by_key = {village.pk: told for village, told in villages.items()}
    for story in stories.latest_in_places("villages", list(by_key), OF_A_VILLAGE):
        by_key[story.place_id].append(story)
    context = {
        "township": township,
        "villages": villages,
        "most": OF_A_VILLAGE,
        "page_meta": in_section("townships", township.name, feed=reverse("township_feed", args=[slug])),
        "page": page_of(request, there.for_lists().newest_first()),
        "flags": _shown_flags(stories).filter(township__in=Township.objects.same_as(township))[:FLAGS],
        "photos": Photo.objects.shown_in(there).for_lists(there)[:6],
    }
    return render(request, "people/township.html", context)


def _latest(townships: list[Township]) -> dict[int, list[Article]]:
    """The latest stories that link to each township, or to one of its villages."""
    keys = [township.pk for township in townships]
    found: dict[int, list[Article]] = {key: [] for key in keys}
    for relation in ("townships", "villages__township"):
        for story in Article.objects.public().latest_in_places(relation, keys, OF_A_TOWNSHIP):
            if story not in found[story.place_id]:
                found[story.place_id].append(story)
    return {key: sorted(told, key=_day, reverse=True)[:OF_A_TOWNSHIP] for key, told in found.items()}


def _day(story: Article) -> date:
    return story.happened_on or timezone.localdate(story.published_at)


def _townships():
    """With their villages; without what a page that was read in only proposes."""
    villages = Prefetch("villages", Village.objects.standing())
    return Township.objects.standing().prefetch_related(villages)


def _shown_flags(stories):
    """Flags with their source; blue ones stay in the story where the newsroom wants it so."""
    flags = Flag.objects.mentioned_in(stories).select_related("round__article", "township").newest_first()
    return flags if Newsroom.current().shows_blue_flags else flags.filter(colour=Flag.Colour.RED)
