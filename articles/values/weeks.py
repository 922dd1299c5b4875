"""ISO weeks as plain values: Monday to Sunday, named 2021-W50."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

NAME = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)  # only one spelling of each: it is an address


@dataclass(frozen=True, order=True)
class Week:
    year: int
    number: int

    def __post_init__(self):
        date.fromisocalendar(self.year, self.number, 7)  # raises ValueError for a week that the year does not have

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(*day.isocalendar()[:2])

    @classmethod
    def parse(cls, name: str) -> Self:
        """The week of that name; ValueError when there is none, as for 2025-W53."""
        if not (match := NAME.fullmatch(name)):
            raise ValueError(f"{name!r} is not the name of a week such as 2021-W50")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"

    @property
    def first_day(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date.fromisocalendar(self.year, self.number, 7)

    @property
    def next(self) -> Self:
        return self.of(self.first_day + timedelta(days=7))
