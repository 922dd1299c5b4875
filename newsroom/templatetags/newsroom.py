"""Presentation only: days as a newspaper prints them, pictures, breaks."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext

from articles.models import Article, Correction, Photo, Placement
from articles.values import search_text
from articles.values.body_text import Paragraph, printable, wholes
from newsroom.models import Newsroom
from people.models import Official

from ..pages import dates
from ..pages.event_places import places
from ..pages.page_meta import PageMeta
from ..syndication.structured_data import as_script, describe

register = template.Library()
register.filter(printable)
register.filter(places)
for said in (
    dates.day,
    dates.full_day,
    dates.weekday,
    dates.month,
    dates.moment,
    dates.local_day,
    dates.span,
    dates.event_days,
):
    register.filter(said)


# Characters in a headline's line for which site.css has a size.
FITTING = (10, 12, 14, 16, 18)

CLAUSES = re.compile("[^，、；：。！？]+[，、；：。！？]*[”’》）]*|.+")
WHOLE = 12  # characters; a headline's line holds as many on a phone
SLIGHTLY_LONGER = 14  # is set a little smaller rather than broken


class Block(NamedTuple):
    paragraph: Paragraph | None = None
    placement: Placement | None = None
    note: Correction | None = None
    link: str = ""  # to the picture's own page, once readers can open it


@register.simple_tag(takes_context=True)
def canonical(context) -> str:
    """The page's one address: without what a reader searched for or came by, with the number of a long list's page."""
    request, page = context["request"], context.get("page")
    is_list = page is not None and page.number > 1 and context.get("query") is None
    return request.build_absolute_uri(request.path) + (f"?page={page.number}" if is_list else "")


@register.simple_tag(takes_context=True)
def structured_data(context) -> SafeString:
    request = context["request"]
    said = describe(context["page_meta"], context["newsroom"], request.path, request.build_absolute_uri)
    return as_script(said)


@register.filter
def summary(page_meta: PageMeta, newsroom: Newsroom) -> str:
    """What a search engine or a chat shows under the page's name."""
    if page_meta.about:
        return Truncator(page_meta.about).chars(120)
    said = (page_meta.title, newsroom.name, newsroom.district, gettext("The week"))
    return pgettext("between the parts of a description", ", ").join(filter(None, said))


@register.filter
def listed(names: Iterable[str]) -> str:
    return pgettext("between items of a list", ", ").join(names)


@register.filter
def posts_on(official: Official, on_day: date) -> str:
    """党工委副书记、管委会主任; reads prefetched appointments."""
    return pgettext("between posts", ", ").join(str(appointment) for appointment in official.held_on(on_day))


@register.filter
def blocks(story: Article) -> Iterator[Block]:
    """The body with its pictures and notes to readers, each after the paragraph that it names; strays come last."""
    waiting = [_placed(story, placement) for placement in story.placements.all()]
    notes = sorted(story.corrections.all(), key=lambda note: note.after_paragraph)
    done = 0
    for paragraph in story.paragraphs:
        while notes and notes[0].after_paragraph <= done:
            yield Block(note=notes.pop(0))
        while waiting and waiting[0].placement.after_paragraph <= done:
            yield waiting.pop(0)
        yield Block(paragraph=paragraph)
        done = paragraph.number
    yield from waiting
    yield from (Block(note=note) for note in notes)


def _placed(story: Article, placement: Placement) -> Any:
    return Block(placement=placement, link=placement.photo.get_absolute_url() if story.is_public else "")


@register.filter
def broken_lines(headline: str) -> SafeString:
    """The editor's own line breaks; a screen reader meets one sentence."""
    return format_html_join(SafeString("<br>"), "{}", ((clauses(line),) for line in headline.split("\n")))


@register.filter
def clauses(title: str) -> SafeString:
    """Browsers know no Chinese words: a line within a title ends after a short clause, not inside it."""
    parts = CLAUSES.findall(title)
    if len(parts) < 2:
        return conditional_escape(title)
    return format_html_join(
        "", "{}", ((format_html('<span class="clause">{}</span>', p) if len(p) <= WHOLE else p,) for p in parts)
    )


@register.filter
def unbroken(words: str) -> SafeString:
    """Running text in which no line ends within a day or a place."""
    pieces = ((format_html('<span class="whole">{}</span>', p) if is_whole else p,) for p, is_whole in wholes(words))
    return format_html_join("", "{}", pieces)


@register.filter
def found_words(story: Article, wanted: list[str]) -> str:
    """The words around the first match beside the titles, else what lists say of the story."""
    return search_text.excerpt(story.search_entry.printed.split("\n"), wanted) or story.lead_sentence


@register.filter
def marked(text: str, wanted: list[str]) -> SafeString:
    done, pieces = 0, []
    for start, end in search_text.places(text, wanted):
        pieces.append(format_html("{}<mark>{}</mark>", unbroken(text[done:start]), text[start:end]))
        done = end
    return SafeString("".join([*pieces, unbroken(text[done:])]))


@register.filter
def fit(headline: str) -> str:
    """The class under which the editor's longest line stays one line; none where no editor broke a long headline."""
    lines = headline.split("\n")
    longest = max(map(len, lines))
    if len(lines) == 1 and not WHOLE < longest <= SLIGHTLY_LONGER:
        return ""
    return f"fit-{next((size for size in FITTING if longest <= size), FITTING[-1])}"


@register.simple_tag
def picture(photo: Photo, sizes: str, eager: bool = False, alt: str = "") -> SafeString:
    """An <img> with every width; its place on the page is known before it has loaded. alt: the story's own words."""
    addresses = [(reverse("picture", args=[photo.pk, r.name]), r) for r in photo.renditions]
    middle = photo.middle_rendition
    return format_html(
        '<img class="{}" src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {}>',
        f"across-{round(photo.focal_x, -1)} down-{round(photo.focal_y, -1)}",
        reverse("picture", args=[photo.pk, middle.name]),
        ", ".join(f"{address} {r.width}w" for address, r in addresses),
        sizes,
        middle.width,
        middle.height,
        conditional_escape(alt or photo.alt_text),
        SafeString('fetchpriority="high"' if eager else 'loading="lazy"'),
    )


@register.inclusion_tag("includes/_pages.html")
def pages(page: Any, others: str = "") -> dict[str, Any]:
    """others: the rest of the address’s query, encoded."""
    return {
        "page": page,
        "others": others,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
    }
