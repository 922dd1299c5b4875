"""How far the work has come, said at most once a second."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")


class Progress:
    def __init__(self, say: Callable[[str], None]):
        self._say = say
        self._said_at = 0.0

    def of(self, things: Iterable[Thing], what: str, total: int) -> Iterator[Thing]:
        """The same things, while it says: rows 4000 of 20000."""
        done = 0
        for done, thing in enumerate(things, start=1):
            if done < total and time.monotonic() - self._said_at >= 1:
                self._tell(what, done, total)
            yield thing
        if done:
            self._tell(what, done, max(done, total))

    def _tell(self, what: str, done: int, total: int) -> None:
        self._said_at = time.monotonic()
        self._say(f"{what} {done}/{total}")
