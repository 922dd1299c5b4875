"""Reading public pages in tests: what a reader meets, and every address there is."""

import html
import re
from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

from articles.models import Article, Issue, Meeting, Photo, Topic
from newsroom.syndication.sitemaps import SITEMAPS
from people.models import Official, Reporter, Township

TAG = re.compile(r"<[^>]+>")
WHOLE = re.compile(r'<span class="whole">([^<]*)</span>')  # within a sentence


def visible_text(response) -> str:
    """The page's words in order, without tags and with single spaces."""
    body = response.content.decode().split("<body", 1)[-1].partition(">")[2]
    return re.sub(r"\s+", " ", html.unescape(TAG.sub(" ", WHOLE.sub(r"\1", body))))


def links(response) -> list[str]:
    return re.findall(r'<a [^>]*href="([^"]+)"', response.content.decode())


def section(response, heading_id: str) -> str:
    """The HTML of the <section> whose heading has this id."""
    page = response.content.decode()
    start = page.index(f'aria-labelledby="{heading_id}"')
    end = page.find("<section", start)
    return page[start : end if end != -1 else page.index("</main>")]


def public_patterns() -> list[URLPattern]:
    """Every address of newsroom.urls but the admin's; a new one joins by itself."""
    return [pattern for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)]


def every_public_address() -> Iterator[str]:
    """Each pattern filled with everything that the database holds, shown or not."""
    keys = {
        model: list(model.objects.values_list("pk", flat=True))
        for model in (Article, Meeting, Official, Reporter, Photo)
    }
    any_key = sorted({key for of_model in keys.values() for key in of_model})
    slugs = [*Township.objects.values_list("slug", flat=True), *Topic.objects.values_list("slug", flat=True)]
    for pattern in public_patterns():
        yield from _filled(pattern, any_key=any_key, slugs=slugs)


def _filled(pattern: URLPattern, *, any_key: list[int], slugs: list[str]) -> Iterator[str]:
    route = str(pattern.pattern)
    names = set(re.findall(r"<(?:\w+:)?(\w+)>", route))
    if names == set():
        yield f"/{route}"
    elif names == {"week"}:
        yield from ("/" + route.replace("<week:week>", week) for week in Issue.objects.values_list("week", flat=True))
    elif names == {"pk"}:
        yield from ("/" + route.replace("<int:pk>", str(key)) for key in any_key)
    elif names == {"slug"}:
        yield from ("/" + route.replace("<slug:slug>", slug) for slug in slugs)
    elif names == {"section"}:
        yield from ("/" + route.replace("<slug:section>", section) for section in SITEMAPS)
    elif names == {"pk", "name"}:
        for photo in Photo.objects.all():
            for rendition in photo.renditions:
                yield "/" + route.replace("<int:pk>", str(photo.pk)).replace("<str:name>", rendition.name)
    else:
        raise AssertionError(f"Tell this test how to fill the address {route!r}.")
