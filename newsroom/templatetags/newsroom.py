"""Presentation only: days as a newspaper prints them, pictures, breaks."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from articles import search_text
from articles.models import Article, Correction, Photo, Placement
from articles.text import Paragraph, printable
from people.models import Official

register = template.Library()
register.filter(printable)


# Characters in a headline's line for which site.css has a size.
FITTING = (10, 12, 14, 16, 18)


class Block(NamedTuple):
    paragraph: Paragraph | None = None
    placement: Placement | None = None
    note: Correction | None = None


@register.filter
def day(value: date) -> str:
    """12月17日"""
    return format_date(value, pgettext("date format: day", "j F"))


@register.filter
def full_day(value: date) -> str:
    """2021年12月17日"""
    return format_date(value, pgettext("date format: full day", "j F Y"))


@register.filter
def weekday(value: date) -> str:
    return format_date(value, "l")


@register.filter
def event_days(story: Article) -> str:
    """12月17日上午, 12月14日至15日; empty for a story of no single day."""
    if story.happened_on is None:
        return ""
    if story.happened_until is None:
        return _with_part(day(story.happened_on), story)
    short = pgettext("date format: last day in the same month", "j F")
    same_month = (story.happened_on.year, story.happened_on.month) == (
        story.happened_until.year,
        story.happened_until.month,
    )
    last = format_date(story.happened_until, short) if same_month else day(story.happened_until)
    days = pgettext("event of several days", "%(first)s to %(last)s") % {"first": day(story.happened_on), "last": last}
    return _with_part(days, story)


@register.filter
def span(issue: Any) -> str:
    """12月13日—12月19日"""
    return f"{day(issue.first_day)}—{day(issue.last_day)}"


@register.filter
def month(value: date) -> str:
    """2021年12月"""
    return format_date(value, pgettext("date format: month", "F Y"))


@register.filter
def moment(value: datetime) -> str:
    """2021年12月17日 18:30, in the newsroom's own time."""
    return format_date(timezone.localtime(value), pgettext("date format: moment", "j F Y, H:i"))


@register.filter
def local_day(value: datetime) -> date:
    return timezone.localdate(value)


@register.filter
def place(story: Article) -> str:
    """Where a story took place: the meeting's place, else the townships."""
    if story.meeting and story.meeting.place:
        return story.meeting.place
    return pgettext("between items of a list", ", ").join(township.name for township in story.townships.all())


@register.filter
def posts_on(official: Official, on_day: date) -> str:
    """党工委副书记、管委会主任; reads prefetched appointments."""
    return pgettext("between posts", ", ").join(str(appointment) for appointment in official.held_on(on_day))


@register.filter
def blocks(story: Article) -> Iterator[Block]:
    """The body with its pictures and notes to readers, each after the paragraph that it names; strays come last."""
    waiting = list(story.placements.all())
    notes = sorted(story.corrections.all(), key=lambda note: note.after_paragraph)
    done = 0
    for paragraph in story.paragraphs:
        while notes and notes[0].after_paragraph <= done and not paragraph.is_subhead:
            yield Block(note=notes.pop(0))
        while waiting and waiting[0].after_paragraph <= done and not paragraph.is_subhead:
            yield Block(placement=waiting.pop(0))
        yield Block(paragraph=paragraph)
        done = paragraph.number
    yield from (Block(placement=placement) for placement in waiting)
    yield from (Block(note=note) for note in notes)


@register.filter
def broken_lines(headline: str) -> SafeString:
    """The editor's own line breaks; a screen reader meets one sentence."""
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in headline.split("\n")))


@register.filter
def found_words(story: Article, wanted: list[str]) -> str:
    """The words around the first match beside the titles, else what lists say of the story."""
    return search_text.excerpt(story.search_entry.printed.split("\n"), wanted) or story.lead_sentence


@register.filter
def marked(text: str, wanted: list[str]) -> SafeString:
    done, pieces = 0, []
    for start, end in search_text.places(text, wanted):
        pieces.append(format_html("{}<mark>{}</mark>", text[done:start], text[start:end]))
        done = end
    return SafeString("".join([*pieces, conditional_escape(text[done:])]))


@register.filter
def fit(headline: str) -> str:
    """The class under which the editor's longest line stays one line; none where no editor broke the headline."""
    lines = headline.split("\n")
    if len(lines) == 1:
        return ""
    longest = max(map(len, lines))
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


def _with_part(days: str, story: Article) -> str:
    part = story.get_part_of_day_display()
    return pgettext("day and part of day", "%(day)s, %(part)s") % {"day": days, "part": part} if part else days
