"""What a page says of itself to machines, in the words of https://schema.org; all of it stands on the page too."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article
from articles.values.body_text import printable
from people.models import Reporter, Township

from ..models import Newsroom
from ..pages.event_places import places
from ..pages.page_meta import PageMeta

# Makes an address whole: /articles/1/ to https://paper.example.cn/articles/1/.
Whole = Callable[[str], str]

# In a page's source nothing of the data may end the element or begin another.
ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def as_script(data: dict[str, Any]) -> SafeString:
    """An element that browsers do not run, so that the site's security policy need not allow it."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')


def describe(page_meta: PageMeta, newsroom: Newsroom, address: str, whole: Whole) -> dict[str, Any]:
    """The page at this address, as a graph: the way to it, and the story where it is one."""
    things = [_site(newsroom, whole)] if not page_meta.title else [_way(page_meta, newsroom, address, whole)]
    if page_meta.story is not None:
        things.append(_story(page_meta.story, newsroom, whole))
    return {"@context": "https://schema.org", "@graph": things}


def authors(story: Article) -> Iterator[tuple[str, Reporter | None]]:
    """Names as printed, each once, with the register's entry; a reprint's own author has none."""
    names: dict[str, Reporter | None] = {
        credit.name_as_printed: credit.reporter.canonical for credit in story.credits.all()
    }
    if story.original_author:
        names.setdefault(story.original_author, None)
    yield from names.items()


def topic_names(story: Article) -> list[str]:
    """The main topic first, each once."""
    main = [story.main_topic.name] if story.main_topic else []
    return list(dict.fromkeys([*main, *(further.tag.name for further in story.topic_assignments.all())]))


def _site(newsroom: Newsroom, whole: Whole) -> dict[str, Any]:
    query = whole(reverse("search")) + "?q={search_term_string}"
    search = {"@type": "SearchAction", "target": query, "query-input": "required name=search_term_string"}
    return {
        "@type": "WebSite",
        "name": newsroom.name,
        "url": whole(reverse("home")),
        "inLanguage": settings.LANGUAGE_CODE,
        "publisher": _publisher(newsroom, whole),
        "potentialAction": search,
    }


def _way(page_meta: PageMeta, newsroom: Newsroom, address: str, whole: Whole) -> dict[str, Any]:
    steps = [(newsroom.name, reverse("home")), *page_meta.under, (page_meta.title, address)]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": whole(where)}
        for place, (name, where) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _place(township: Township, whole: Whole) -> dict[str, Any]:
    return {"@type": "Place", "name": township.name, "url": whole(township.canonical.get_absolute_url())}


def _story(story: Article, newsroom: Newsroom, whole: Whole) -> dict[str, Any]:
    address = whole(story.get_absolute_url())
    townships, at = list(story.townships.all()), places(story).at
    there = [township for township in townships if any(place.startswith(township.name) for place in at)]
    said = {
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": printable(story.joined_headline),
        "alternativeHeadline": printable(story.deck),
        "description": printable(story.lead_sentence),
        "inLanguage": settings.LANGUAGE_CODE,
        "isAccessibleForFree": True,
        "datePublished": _moment(story.published_at),
        "dateModified": _moment(story.corrected_at or story.published_at),
        "author": [_author(name, reporter, whole) for name, reporter in authors(story)],
        "editor": _named("Person", story.responsible_editor),
        "publisher": _publisher(newsroom, whole),
        "isBasedOn": _original(story),
        "image": [
            {"@type": "ImageObject", **_picture(placement.photo, whole), "caption": printable(placement.caption)}
            for placement in story.placements.all()
        ],
        "articleSection": story.main_topic.name if story.main_topic else "",
        "keywords": topic_names(story),
        "contentLocation": [_place(township, whole) for township in there],
        "mentions": [_place(township, whole) for township in townships if township not in there],
        "correction": [
            {
                "@type": "CorrectionComment",
                "name": note.get_kind_display(),
                "text": printable(note.text),
                "datePublished": _moment(note.told_at),
            }
            for note in story.corrections.all()
            if note.told_at
        ],
    }
    return {name: value for name, value in said.items() if value or value is True}


def _author(name: str, reporter: Reporter | None, whole: Whole) -> dict[str, str]:
    is_office = reporter is not None and reporter.kind == Reporter.Kind.OFFICE
    author = {"@type": "Organization" if is_office else "Person", "name": name}
    return author | ({"url": whole(reporter.get_absolute_url())} if reporter else {})


def _original(story: Article) -> dict[str, Any]:
    """Of a reprint: where it came from."""
    if not story.source:
        return {}
    original = {
        "@type": "CreativeWork",
        "name": printable(story.original_title or story.joined_headline),
        "author": _named("Person", story.original_author),
        "publisher": _named("Organization", story.source),
    }
    return {name: value for name, value in original.items() if value}


def _publisher(newsroom: Newsroom, whole: Whole) -> dict[str, str]:
    publisher = {"@type": "NewsMediaOrganization", "name": newsroom.name, "url": whole(reverse("home"))}
    return publisher | {"correctionsPolicy": whole(reverse("corrections"))}


def _picture(photo, whole: Whole) -> dict[str, Any]:
    rendition = photo.middle_rendition
    url = whole(reverse("picture", args=[photo.pk, rendition.name]))
    said = {"url": url, "width": rendition.width, "height": rendition.height}
    return said | ({"creditText": photo.credit_line} if photo.credit_line else {})


def _named(kind: str, name: str) -> dict[str, str]:
    return {"@type": kind, "name": printable(name)} if name else {}


def _moment(moment) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""
