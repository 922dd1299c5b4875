"""Days as a newspaper prints them. The formats are those of the reader's language."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import pgettext

from articles.models import Article


def day(value: date) -> str:
    """12月17日"""
    return format_date(value, pgettext("date format: day", "j F"))


def full_day(value: date) -> str:
    """2021年12月17日"""
    return format_date(value, pgettext("date format: full day", "j F Y"))


def weekday(value: date) -> str:
    return format_date(value, "l")


def month(value: date) -> str:
    """2021年12月"""
    return format_date(value, pgettext("date format: month", "F Y"))


def moment(value: datetime) -> str:
    """2021年12月17日 18:30, in the newsroom's own time."""
    return format_date(timezone.localtime(value), pgettext("date format: moment", "j F Y, H:i"))


def local_day(value: datetime) -> date:
    return timezone.localdate(value)


def span(issue: Any) -> str:
    """12月13日—12月19日"""
    return f"{day(issue.first_day)}—{day(issue.last_day)}"


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


def _with_part(days: str, story: Article) -> str:
    part = story.get_part_of_day_display()
    return pgettext("day and part of day", "%(day)s, %(part)s") % {"day": days, "part": part} if part else days
