"""The order of stories on the week's page. Reads no database of its own."""

from collections.abc import Iterable
from datetime import date
from math import inf
from typing import Any, Protocol, TypeVar


class OnThePage(Protocol):
    pk: Any
    page_order: Any
    happened_on: Any

    @property
    def ranks(self) -> tuple[int, ...]: ...


Story = TypeVar("Story", bound=OnThePage)


def in_page_order(stories: Iterable[Story], *, lead_id: int | None) -> list[Story]:
    """The lead, then what an editor arranged, then by the leaders present and the day."""

    def place(story: Story) -> tuple[Any, ...]:
        arranged = inf if story.page_order is None else story.page_order
        return (story.pk != lead_id, arranged, default_place(story.ranks, story.happened_on), story.pk)

    return sorted(stories, key=place)


def default_place(ranks: tuple[int, ...], happened_on: date | None) -> tuple[Any, ...]:
    """A sort key: the leaders present one by one in protocol order, then the day; the undated feature last.

    Of two stories whose leaders agree as far as the shorter list goes, the one with more leaders comes first, as a
    whole leadership's meeting precedes one leader's talk.
    """
    if happened_on is None:
        return (1,)
    return (0, (*ranks, inf), happened_on)
