"""Pieces of a printed page to its text: columns one after the other, a blank line between blocks.

A file mostly holds a story's lines one after the other, whatever its columns' shapes; that order is kept. Some
programs write across the columns, line by line: then the white between the columns gives the order.
"""

from collections.abc import Callable, Sequence
from statistics import median

from .pieces import WAVER, Piece

# In a hundred steps from piece to piece, so many may go sideways or up: to the next column, to a headline.
MOST_JUMPS = 0.15
# In widths of a full character.
GUTTER = 0.8
JOINED = 4.0  # pieces of one line, such as names set apart
# How much wider than the lines around a gap must be to part blocks, and how wide when no line tells.
WIDER = 1.25
LOOSE = 2.0


def text_of_pieces(pieces: Sequence[Piece]) -> str:
    ordered = list(pieces) if _runs_down(pieces) else _by_white(pieces)
    blocks = _blocks(_lines(ordered))
    return "\n\n".join("\n".join(_with_indents(block)) for block in blocks)


# The order


def _runs_down(pieces: Sequence[Piece]) -> bool:
    jumps = sum(_jumps(before, piece) for before, piece in zip(pieces, pieces[1:], strict=False))
    return jumps <= MOST_JUMPS * len(pieces)


def _jumps(before: Piece, piece: Piece) -> bool:
    # To the next column's head is a jump too, but only one a column.
    if _on_one_line(before, piece):
        return not 0 <= piece.left - before.right < GUTTER * piece.em
    return piece.line > before.line or _apart(before, piece)


def _apart(one: Piece, other: Piece) -> bool:
    return one.right <= other.left or other.right <= one.left


def _on_one_line(one: Piece, other: Piece) -> bool:
    return one.depth == other.depth == 0 and abs(one.line - other.line) <= WAVER * min(one.em, other.em)


def _by_white(pieces: Sequence[Piece]) -> list[Piece]:
    """Columns parted by white from top to bottom; where a headline spans them, the bands above and below it first."""
    columns = _parted(pieces, lambda piece: (piece.left, piece.right), GUTTER * median(p.em for p in pieces))
    if len(columns) > 1:
        return [piece for column in columns for piece in _by_white(column)]
    rows = _parted(pieces, lambda piece: (-piece.top, -piece.bottom), 0)
    bands = _bands(rows)
    if len(bands) > 1:
        return [piece for band in bands for piece in _by_white(band)]
    return sorted(pieces, key=lambda piece: (-round(piece.line / piece.em * 2), piece.left))


def _parted(pieces: Sequence[Piece], side: Callable[[Piece], tuple[float, float]], white: float) -> list[list[Piece]]:
    """Groups with white of that width between them, along one side of the paper."""
    groups: list[list[Piece]] = []
    reached = 0.0
    for piece in sorted(pieces, key=side):
        start, end = side(piece)
        if groups and start - reached < white:
            groups[-1].append(piece)
        else:
            groups.append([piece])
            reached = end
        reached = max(reached, end)
    return groups


def _bands(rows: Sequence[list[Piece]]) -> list[list[Piece]]:
    """Rows one below the other that the same white parts into columns."""
    bands: list[list[Piece]] = []
    columns = 0
    for row in rows:
        both = [*bands[-1], *row] if bands else row
        joined = _columns(both)
        if bands and (joined > 1 or columns == _columns(row) == 1):
            bands[-1] = both
        else:
            bands.append(row)
            joined = _columns(row)
        columns = joined
    return bands


def _columns(pieces: Sequence[Piece]) -> int:
    return len(_parted(pieces, lambda piece: (piece.left, piece.right), GUTTER * median(p.em for p in pieces)))


# Lines and blocks


def _lines(pieces: Sequence[Piece]) -> list[Piece]:
    lines: list[Piece] = []
    for piece in pieces:
        before = lines[-1] if lines else None
        if before and _on_one_line(before, piece) and 0 <= piece.left - before.right < JOINED * piece.em:
            text = f"{before.text} {piece.text}"
            lines[-1] = Piece(text, before.left, piece.right, before.line, max(before.em, piece.em))
        else:
            lines.append(piece)
    return lines


def _blocks(lines: Sequence[Piece]) -> list[list[Piece]]:
    blocks: list[list[Piece]] = []
    for number, line in enumerate(lines):
        if number and not _parts(lines, number):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _parts(lines: Sequence[Piece], number: int) -> bool:
    """Whether a block ends before that line: another column, another size, more white than between the lines."""
    step = _step(lines, number)
    if step is None:
        return True
    around = [near for near in (_step(lines, number - 1), _step(lines, number + 1)) if near]
    return step > (WIDER * min(around) if around else LOOSE * lines[number].em)


def _step(lines: Sequence[Piece], number: int) -> float | None:
    """How far down it is from the line before, when that is of the same column and size."""
    if not 0 < number < len(lines):
        return None
    before, line = lines[number - 1], lines[number]
    down = before.line - line.line
    return down if not _apart(before, line) and _of_one_size(before, line) and 0 < down < 3.5 * line.em else None


def _of_one_size(one: Piece, other: Piece) -> bool:
    """Only full characters tell: a closing quotation mark may have a line to itself."""
    told = all(any(char >= "\u2e80" for char in piece.text) for piece in (one, other))
    return not told or max(one.em, other.em) < 1.2 * min(one.em, other.em)


def _with_indents(block: Sequence[Piece]) -> list[str]:
    """Print opens a paragraph two characters in, mostly by its place; in a text only characters can say it."""
    left, right = min(line.left for line in block), max(line.right for line in block)
    return [("\u3000\u3000" if _is_indented(line, left, right) else "") + line.text for line in block]


def _is_indented(line: Piece, left: float, right: float) -> bool:
    inwards, short = (line.left - left) / line.em, (right - line.right) / line.em
    centred = abs(inwards - short) < 0.6
    return 1.5 <= inwards <= 2.6 and not centred and not line.text.startswith("\u3000")
