"""A page's text cut where its stories begin and end: what is in none of them is seen too. Plain values only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Spans = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Passage:
    text: str
    number: int | None = None  # of its item, as given; None where the text is in none
    is_first: bool = False  # of its item


def passages(text: str, items: Mapping[int, Spans]) -> Iterator[Passage]:
    """The whole text in its order, without the white space between passages."""
    at, begun = 0, set()
    for start, end, number in _joined(text, items):
        yield from _between(text[at:start])
        yield Passage(_without_edges(text[start:end]), number, number not in begun)
        begun.add(number)
        at = max(at, end)
    yield from _between(text[at:])


def passage_of(text: str, spans: Spans) -> str:
    return "\n".join(_without_edges(text[start:end]) for start, end, _number in _joined(text, {0: spans}))


def begins_at(spans: Spans) -> int | None:
    """What tells one item of a page from another."""
    return min((start for start, _end in spans), default=None)


def _joined(text: str, items: Mapping[int, Spans]) -> list[tuple[int, int, int]]:
    """In the order of the page; ranges of one item that only white space parts are one."""
    joined: list[tuple[int, int, int]] = []
    for start, end, number in sorted((s, e, number) for number, spans in items.items() for s, e in spans):
        if joined and joined[-1][2] == number and not text[joined[-1][1] : start].strip():
            start = joined.pop()[0]
        joined.append((start, end, number))
    return joined


def _between(text: str) -> Iterator[Passage]:
    if text.strip():
        yield Passage(_without_edges(text))


def _without_edges(text: str) -> str:
    """Without empty lines before and after; the first line keeps its indent."""
    lines = text.rstrip().splitlines()
    while lines and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines)
