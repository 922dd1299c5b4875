"""How a redline is set before people: by paragraph, untouched ones folded, with signs for what cannot be seen.

Plain values only.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from .redline import Kind, Span, characters, redline

# Untouched text longer than this many characters is folded, as two untouched paragraphs are.
LONG = 120

SIGNS: dict[str, tuple[str, str | Promise]] = {
    "\n": ("↵", pgettext_lazy("in a redline", "line break")),
    " ": ("␣", pgettext_lazy("in a redline", "space")),
    "\u3000": ("□", pgettext_lazy("in a redline", "full-width space")),
    "\t": ("⇥", pgettext_lazy("in a redline", "tab")),
}
SIGNS["\r\n"] = SIGNS["\r"] = SIGNS["\n"]
UNSEEN = pgettext_lazy("in a redline", "invisible character")
UNSEEN_KINDS = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
LINE = re.compile(r"[^\n]*\n|[^\n]+")
# One space between words that were added or removed whole says nothing.
BETWEEN_WORDS = re.compile(r"(?<=\S) (?=\S)")


@dataclass(frozen=True)
class Piece:
    """Of a marked span: text, or the sign of one character that cannot be seen and what it is called."""

    text: str
    name: str | Promise = ""


@dataclass(frozen=True)
class Paragraph:
    spans: tuple[Span, ...]

    @property
    def is_changed(self) -> bool:
        return any(span.kind != Kind.KEPT for span in self.spans)

    @property
    def pieces(self) -> list[tuple[Kind, list[Piece]]]:
        """Each span with its kind; only marked ones have signs."""
        return [
            (span.kind, [Piece(span.text)] if span.kind == Kind.KEPT else list(_pieces(span.text)))
            for span in self.spans
        ]


@dataclass(frozen=True)
class Stretch:
    """Paragraphs that are shown, or untouched ones that only their number is told of."""

    paragraphs: tuple[Paragraph, ...]
    is_folded: bool = False


def paragraphs(before: str, after: str) -> tuple[Paragraph, ...]:
    """The redline of two texts of one paragraph a line.

    A paragraph that was removed stands alone; a line break that was removed between two stands where they were joined.
    """
    return tuple(Paragraph(tuple(_without_its_end(line))) for line in _lines(redline(_ended(before), _ended(after))))


def folded(paragraphs: Iterable[Paragraph]) -> Iterator[Stretch]:
    for is_changed, group in groupby(paragraphs, key=lambda paragraph: paragraph.is_changed):
        stretch = tuple(group)
        length = sum(len(span.text) for paragraph in stretch for span in paragraph.spans)
        yield Stretch(stretch, is_folded=not is_changed and (len(stretch) > 1 or length > LONG))


def _ended(text: str) -> str:
    """With the end of its last paragraph, so that adding one after it leaves it untouched."""
    return f"{text}\n" if text else ""


def _lines(spans: Iterable[Span]) -> Iterator[list[Span]]:
    line: list[Span] = []
    for span in spans:
        joins = span.kind == Kind.REMOVED and span.text in ("\n", "\r\n")
        for text in [span.text] if joins else LINE.findall(span.text):
            line.append(Span(span.kind, text))
            if text.endswith("\n") and not joins:
                yield line
                line = []
    if line:
        yield line


def _without_its_end(line: list[Span]) -> list[Span]:
    """A kept line break, and that of a paragraph removed or added whole, is seen without a sign."""
    end = line[-1]
    is_whole = len(line) == 1
    if end.kind != Kind.KEPT and not (is_whole and end.text.strip("\r\n")):
        return line
    text = end.text.removesuffix("\n").removesuffix("\r")
    return [*line[:-1], Span(end.kind, text)] if text or is_whole else line[:-1]


def _pieces(text: str) -> Iterator[Piece]:
    seen = ""
    at = 0
    plain = {match.start() for match in BETWEEN_WORDS.finditer(text)}
    for character in characters(text):
        sign = None if at in plain else _sign(character)
        at += len(character)
        if sign is None:
            seen += character
            continue
        if seen:
            yield Piece(seen)
        seen = ""
        yield sign
    if seen:
        yield Piece(seen)


def _sign(character: str) -> Piece | None:
    if character in SIGNS:
        return Piece(*SIGNS[character])
    if len(character) == 1 and unicodedata.category(character) in UNSEEN_KINDS:
        return Piece(f"U+{ord(character):04X}", UNSEEN)
    return None
