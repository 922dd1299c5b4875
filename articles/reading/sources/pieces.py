"""Characters with their places to pieces of printed lines: what stands close together on one line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

# In widths of a full character. Columns stand at least so far apart; justified characters never do.
GAP = 0.9
# How much of a character's height a line may rise or fall and still be the same.
WAVER = 0.35


class Glyph(NamedTuple):
    text: str
    left: float
    right: float
    height: float
    line: float  # the height its line stands at; the paper's foot is 0
    spaced: bool = False  # a space before it shows in print only as white


@dataclass(frozen=True)
class Piece:
    text: str
    left: float
    right: float
    line: float
    em: float  # width of a full character
    depth: float = 0  # how far a headline set from top to bottom reaches below its first character's line

    @property
    def top(self) -> float:
        return self.line + 0.85 * self.em

    @property
    def bottom(self) -> float:
        return self.line - self.depth - 0.1 * self.em

    @property
    def width(self) -> float:
        return self.right - self.left


def pieces_of(glyphs: Iterable[Glyph]) -> list[Piece]:
    """In the order of the file."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and _follows(runs[-1][-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return _upright_titles([_piece(run) for run in runs if any(not glyph.text.isspace() for glyph in run)])


def _follows(before: Glyph, glyph: Glyph) -> bool:
    if abs(before.line - glyph.line) > WAVER * min(before.height, glyph.height):
        return False
    em = _em([before, glyph])
    return -0.7 * em <= glyph.left - before.right <= GAP * em


def _em(run: Sequence[Glyph]) -> float:
    full = [glyph.right - glyph.left for glyph in run if glyph.text >= "\u2e80"]
    # A font's box is about a quarter higher than its characters are wide.
    return median(full) if full else 0.8 * median(glyph.height for glyph in run)


def _piece(run: Sequence[Glyph]) -> Piece:
    seen = [glyph for glyph in run if not glyph.text.isspace()]
    text = "".join(f" {glyph.text}" if glyph.spaced else glyph.text for glyph in run).rstrip()
    return Piece(
        text.lstrip(" \t\xa0"),
        min(glyph.left for glyph in seen),
        max(glyph.right for glyph in seen),
        median(glyph.line for glyph in seen),
        max(_em(seen), 0.1),
    )


def _upright_titles(pieces: list[Piece]) -> list[Piece]:
    """A headline set from top to bottom is one line of characters below one another."""
    found: list[Piece] = []
    column: list[Piece] = []
    for piece in pieces:
        if column and not _below(column[-1], piece):
            found += _joined(column)
            column = []
        column.append(piece)
    return found + (_joined(column) if column else [])


def _below(before: Piece, piece: Piece) -> bool:
    single = len(before.text) == len(piece.text) == 1
    close = 0.8 * piece.em <= before.line - piece.line <= 1.6 * piece.em
    return single and close and abs(before.left - piece.left) < 0.4 * piece.em


def _joined(column: list[Piece]) -> list[Piece]:
    if len(column) < 4:  # the last characters of short lines may stand below one another
        return column
    first, last = column[0], column[-1]
    text = "".join(piece.text for piece in column)
    right = max(piece.right for piece in column)
    return [Piece(text, first.left, right, first.line, first.em, first.line - last.line)]
