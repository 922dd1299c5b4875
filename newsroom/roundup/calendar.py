"""The archive's years: their issues, and a calendar in which only days with stories lead anywhere."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from articles.models import Article, Issue

from .grouping import leads


@dataclass
class Cell:
    day: date
    in_month: bool
    week: str | None  # the issue whose stories tell of this day


@dataclass
class Month:
    first_day: date
    rows: list[list[Cell]]


@dataclass
class Year:
    """issues: each with its lead, or None where nothing of it is public."""

    number: int
    issues: list[tuple[Issue, Article | None]]
    months: list[Month]


def calendar_years(issues: Iterable[Issue], days: Iterable[tuple[str | None, date | None]]) -> list[Year]:
    """Latest first. `days` are the days that stories tell of, each with the name of the story's issue."""
    weeks = {day: week for week, day in days if week and day}
    issues = list(issues)
    first = leads(issues)
    by_year: dict[int, list[tuple[Issue, Article | None]]] = defaultdict(list)
    for issue in issues:
        by_year[issue.first_day.year].append((issue, first.get(issue.pk)))
    return [
        Year(number, by_year[number], _months(number, weeks))
        for number in sorted({*by_year, *(day.year for day in weeks)}, reverse=True)
    ]


def _months(year: int, weeks: dict[date, str]) -> list[Month]:
    numbers = sorted({day.month for day in weeks if day.year == year}, reverse=True)
    return [Month(date(year, number, 1), _rows(year, number, weeks)) for number in numbers]


def _rows(year: int, month: int, weeks: dict[date, str]) -> list[list[Cell]]:
    return [
        [Cell(day, day.month == month, weeks.get(day) if day.month == month else None) for day in row]
        for row in calendar.Calendar().monthdatescalendar(year, month)
    ]
