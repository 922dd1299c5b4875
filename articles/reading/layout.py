"""Printed lines to paragraphs: columns, blank lines inside paragraphs, titles between stories."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import takewhile
from statistics import median

from . import captions
from . import openings as find
from .furniture import is_furniture, is_heading, is_masthead
from .openings import FormToken
from .text import Line, has_ended, join_lines, lines_of, squeeze, width

# No newspaper column is so wide: such lines are whole paragraphs.
WIDEST_COLUMN = 48
LONGEST_TITLE_LINE = 36

# How a story opens that has no byline in front.
STORY_START = re.compile(
    r"^(?:(?:20\d\d年)?(?:\d{1,2}月)?\d{1,2}日|近日|日前|连日来|近期|昨日|昨天|今日|今天|近年来|今年以来|眼下|时下|入[春夏秋冬]以?来?|"
    r"本报讯|记者从)"
)


# How a paragraph begins, where no indent shows it and the last line before it is full.
PARAGRAPH_START = re.compile(
    r"^(?:(?:会议|大会|推进会|座谈会|视察组|调研组|检查组)(?:要求|强调|指出|听取|传达|通报|观看|还|认为)|会上，|会前，|会后，|随后，|据了解|据悉|"
    r"近年来|今年以来|去年以来|目前，|下一步|接下来|截至目前|活动现场|活动中，|在.{2,10}现场，|(?!他们|我们|你们|她们)[\u4e00-\u9fff]{2,4}(?:强调|指出|要求)，)"
)


@dataclass(frozen=True)
class Paragraph:
    kind: str  # body, title, byline, caption, furniture, empty
    raw: str  # with the line's ends, after an opening
    lines: tuple[Line, ...]
    block: int
    opening: FormToken | None = None
    written: tuple[str, ...] = ()  # lines as printed
    doubtful_break: bool = False

    @property
    def text(self) -> str:
        if self.kind == "title":
            return squeeze("".join(self.written), keep_pauses=True)
        return squeeze(self.raw)

    @property
    def start(self) -> int:
        return self.lines[0].start


def paragraphs_of(page: str) -> list[Paragraph]:
    lines, openings = _cut_at_openings(page, lines_of(page))
    blocks = _blocks(lines, openings)
    found: list[Paragraph] = []
    indents = _indents(lines)
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) and not block.before_opening else None
        _take_block(found, block, openings, _column(blocks, number), following=following, indents=indents)
    return [_finished(paragraph, openings) for paragraph in _with_masthead(found)]


def _with_masthead(found: list[Paragraph]) -> list[Paragraph]:
    """Short lines above the day or the number of the page, at its head: the paper's name, the page's."""
    head = list(takewhile(lambda paragraph: paragraph.kind in ("title", "furniture", "empty"), found))
    marks = [n for n, paragraph in enumerate(head) if any(is_masthead(line.text) for line in paragraph.lines)]
    last = max((n for n in marks if head[n].kind == "furniture"), default=0)
    above = [
        replace(paragraph, kind="furniture")
        if paragraph.block == found[0].block and all(len(line.text) <= 12 for line in paragraph.lines)
        else paragraph
        for paragraph in found[:last]
    ]
    return above + found[last:]


def _cut_at_openings(page: str, lines: list[Line]) -> tuple[list[Line], dict[int, FormToken]]:
    """Two items joined on one line are parted; openings are keyed by where their line now starts."""
    flat = "\n".join(line.text for line in lines)
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    cuts: dict[int, list[int]] = {}
    opened: dict[int, FormToken] = {}
    row = 0
    for opening in find.find_openings(flat):
        while row + 1 < len(starts) and starts[row + 1] <= opening.start:
            row += 1
        line, offset = lines[row], opening.start - starts[row]
        source = line.start + page[line.start : line.end].index(line.text) + offset if line.text else line.start
        if offset:
            cuts.setdefault(row, []).append(source)
            opened[source] = opening
        else:
            opened[line.start] = opening
    parted: list[Line] = []
    for row, line in enumerate(lines):
        edges = [line.start, *cuts.get(row, []), line.end]
        for start, end in zip(edges, edges[1:], strict=False):
            parted.append(replace(line, start=start, end=end, text=squeezed_ends(page[start:end])))
    return parted, opened


def squeezed_ends(text: str) -> str:
    return text.strip().strip("\u200b\ufeff").strip()


class Indents(IntEnum):
    """How far a page shows by indents where paragraphs begin."""

    NONE = 0
    SOME = 1
    FIRM = 2  # no paragraph begins without


def _indents(lines: list[Line]) -> Indents:
    if sum(line.indented for line in lines) < max(2, len(lines) // 25):
        return Indents.NONE
    # Behind a short line that ends a sentence a paragraph begins, so long as no blank line parts them.
    begun = [
        line.indented
        for before, line in zip(lines, lines[1:], strict=False)
        if before.block == line.block and has_ended(before.text) and before.width < _near(before, line) - 4
    ]
    return Indents.FIRM if len(begun) >= 3 and sum(begun) >= 0.9 * len(begun) else Indents.SOME


def _near(before: Line, line: Line) -> float:
    return max(before.width, line.width)


@dataclass(frozen=True)
class _Block:
    lines: tuple[Line, ...]
    number: int
    before_opening: bool = False  # what follows is an opening


def _blocks(lines: list[Line], openings: dict[int, FormToken]) -> list[_Block]:
    """Runs of lines that no blank line and no opening parts."""
    runs: list[list[Line]] = []
    for line in lines:
        if not runs or line.block != runs[-1][-1].block or line.start in openings:
            runs.append([])
        runs[-1].append(line)
    blocks = []
    for number, run in enumerate(runs):
        followed = number + 1 < len(runs) and runs[number + 1][0].start in openings
        blocks.append(_Block(tuple(run), number, followed))
    return blocks


def _column(blocks: Sequence[_Block], number: int) -> float:
    """The width of the column, from the neighbours when the block has few lines."""
    own = [line.width for line in blocks[number].lines]
    if len(own) >= 4:
        return _typical(own)
    around = [
        _typical([line.width for line in blocks[near].lines])
        for near in (number - 1, number + 1)
        if 0 <= near < len(blocks) and len(blocks[near].lines) >= 3
    ]
    fitting = [value for value in around if value >= max(own) - 2]
    return max([*own, *([min(fitting)] if fitting else [])])


def _typical(widths: list[float]) -> float:
    """A stop may hang over the column's edge, so the widest line does not tell; the last one is short."""
    return median(widths[:-1]) if len(widths) >= 5 else max(widths)


def _take_block(
    found: list[Paragraph],
    block: _Block,
    openings: dict[int, FormToken],
    column: float,
    *,
    following: _Block | None,
    indents: Indents,
) -> None:
    groups = _grouped(block, column, indents=indents)
    for number, group in enumerate(groups):
        kind = _kind(found, group, openings)
        if kind == "title" and number == len(groups) - 1 and _runs_on(found, group, following, indents):
            kind = "body"
        if kind == "continued" or (kind == "title" and number and found[-1].kind == "title"):
            before = found[-1]
            found[-1] = replace(before, lines=(*before.lines, *group))
        else:
            doubtful = number == 0 and bool(found) and _full(found[-1], column) and not group[0].indented
            found.append(Paragraph(kind, "", tuple(group), block.number, doubtful_break=doubtful))


def _full(before: Paragraph, column: float) -> bool:
    return before.kind == "body" and len(before.lines) > 1 and before.lines[-1].width >= column - 0.5


def _runs_on(found: list[Paragraph], group: list[Line], following: _Block | None, indents: Indents) -> bool:
    """The first lines of a paragraph whose rest stands in the next column: they fill theirs, and no stop ends them."""
    if following is None or has_ended(group[-1].text):
        return False
    if group[0].indented and indents == Indents.FIRM:
        return not following.lines[0].indented and "。" in "".join(line.text for line in following.lines)
    if not found or found[-1].kind != "body":
        return False
    before = found[-1].lines
    opens = following.lines[0].indented or STORY_START.match(following.lines[0].text)
    if opens or find.closing("\n".join(line.text for line in before[-3:])):
        return False
    column = max(line.width for line in before) if len(before) > 2 else group[-1].width
    # A first line has lost its indent of two characters, and punctuation may have left places free.
    fills = group[-1].width >= column - 3
    fits = all(line.width <= column + 1.5 for line in group)
    wide = max(line.width for line in following.lines)
    return fits and fills and wide >= column - 3 and wide <= column + 3 and any("。" in x.text for x in following.lines)


def _grouped(block: _Block, column: float, *, indents: Indents) -> list[list[Line]]:
    """The block's lines by paragraph: an indent starts one, a short line that ends a sentence ends one."""
    whole = _is_unwrapped(block.lines)
    groups: list[list[Line]] = [[block.lines[0]]]
    for number, (before, line) in enumerate(zip(block.lines, block.lines[1:], strict=False)):
        own = len(groups[-1]) == 1 and _own_line(before)
        free = whole or has_ended(before.text) or before.width <= column - 2.5
        below = block.lines[number + 2] if number + 2 < len(block.lines) else None
        own = own or _is_subhead_line(before, line, below)
        if own or _parted(before, line, column, whole=whole, indents=indents) or (free and _own_line(line, before)):
            groups.append([line])
        else:
            groups[-1].append(line)
    return _titles_apart(_heads_apart(groups, column, whole=whole), block)


def _heads_apart(groups: list[list[Line]], column: float, *, whole: bool) -> list[list[Line]]:
    """A title directly above its text: a line much shorter than the column goes not on in the next."""
    parted: list[list[Line]] = []
    for group in groups:
        head, below = group[0], group[1] if len(group) > 1 else None
        starts = below is not None and (
            below.indented or len(group) > 2 or bool(STORY_START.match(below.text)) or below.width > 1.6 * head.width
        )
        short = head.width < column - 3.5 and not head.indented and not has_ended(head.text)
        if starts and short and not whole and _may_be_title(head) and len(head.text) >= 4:
            parted += [[head], group[1:]]
        else:
            parted.append(group)
    return parted


def _is_subhead_line(before: Line, line: Line, below: Line | None) -> bool:
    """A short line without a stop between the end of a paragraph and an indent."""
    if below is None or not below.indented or line.indented or not has_ended(before.text):
        return False
    return 2 <= len(line.text) <= 18 and _may_be_title(line) and not has_ended(line.text)


def _is_unwrapped(lines: Sequence[Line]) -> bool:
    widest = max(line.width for line in lines)
    if widest > WIDEST_COLUMN:
        return True
    inner = [line for line in lines[:-1] if line.width > widest * 0.6]
    return len(lines) >= 3 and bool(inner) and all(has_ended(line.text) for line in inner) and len(inner) >= 3


def _parted(before: Line, line: Line, column: float, *, whole: bool, indents: Indents) -> bool:
    if line.text[:1] in tuple("”’」』）)，。、；：！？"):
        return False
    if line.indented and (indents or has_ended(before.text)):
        return True
    if whole:
        return True
    if indents and not line.indented and (indents == Indents.FIRM or before.width > column - 4):
        return False
    ends = has_ended(before.text) or before.text in ("”", "’", "）")
    if not indents and has_ended(before.text) and PARAGRAPH_START.match(line.text):
        return True
    return ends and before.width + _stuck(line.text) <= column - 1.5


def _stuck(text: str) -> float:
    """How wide the next line's first word is: a number is not broken for one free place."""
    run = re.match(r"[“‘（《「]?[0-9A-Za-z.%]+[，。、；：]?", text)
    return max(0.0, width(run[0]) - 1) if run else 0.5 if text[:1] in tuple("“‘（《「") else 0.0


def _own_line(line: Line, before: Line | None = None) -> bool:
    """Furniture or a byline that shares its line with nothing; a byline broken at the line shares it."""
    if _bare_end(line.text) or (before and before.text.count("（") + before.text.count("(") > _closings(before.text)):
        return False
    return (
        is_furniture(line.text)
        or is_heading(line.text)
        or (len(line.text) <= 60 and find.parse_line(line.text) is not None)
    )


def _closings(text: str) -> int:
    return text.count("）") + text.count(")")


def _bare_end(text: str) -> bool:
    return _closings(text) != text.count("（") + text.count("(")


def _titles_apart(groups: list[list[Line]], block: _Block) -> list[list[Line]]:
    """Title lines in one block with a text: those behind the last sentence, and those before the first."""
    parted: list[list[Line]] = []
    for number, group in enumerate(groups):
        last = number == len(groups) - 1
        if last and len(group) > 1 and block.before_opening:
            tail = 0
            while tail < min(3, len(group) - 1) and _may_be_title(group[-1 - tail]):
                tail += 1
            if tail and has_ended(group[-1 - tail].text):
                parted += [group[:-tail], group[-tail:]]
                continue
        parted.append(group)
    return parted


def _may_be_title(line: Line) -> bool:
    text = line.text
    return (
        0 < line.width <= LONGEST_TITLE_LINE
        and not re.search(r"[。；]|[，、：；]$", text)
        and not (has_ended(text) and line.width > 30)
    )


def _kind(found: list[Paragraph], group: list[Line], openings: dict[int, FormToken]) -> str:
    before = found[-1] if found else None
    first = group[0]
    if not any(line.text for line in group):
        return "empty"
    if first.start in openings:
        return "body"
    text = join_lines([line.text for line in group])
    if len(group) == 1 and (is_furniture(first.text) or is_heading(first.text)):
        return "furniture"
    raw = "\n".join(line.text for line in group)
    if before and before.kind == "body" and not _is_closed(before):
        starts_anew = first.indented or (len(group) <= 2 and _is_byline(raw)) or _is_credit(raw)
        if not starts_anew and not _is_title_after_loose_end(group, before):
            return "continued"
    if len(group) <= 3 and _is_byline(raw) and not _shot_only(raw):
        return "byline"
    if _is_credit(raw):
        return "credit"
    if len(group) == 1 and before and before.kind == "body" and find.bare_names(raw):
        return "byline"
    if len(group) <= 3 and len(text) <= 75 and _are_titles(group) and _is_short(group, text):
        return "title"
    return "body"


def _are_titles(group: list[Line]) -> bool:
    """青石镇： may stand above the rest of its headline."""
    text = "".join(line.text for line in group)
    if len(text) > 28 and text.count("，") + text.count("：") >= 2:
        return False
    heads = all(line.width <= 12 and line.text.endswith(("：", "，")) or _may_be_title(line) for line in group[:-1])
    return heads and _may_be_title(group[-1])


def _is_short(group: list[Line], text: str) -> bool:
    return not has_ended(text) or len(text) <= 30


def _is_title_after_loose_end(group: list[Line], before: Paragraph) -> bool:
    """A text without its last stop, then a title: the line before was much shorter than the column."""
    last = before.lines[-1]
    widest = max(line.width for line in before.lines)
    return (
        last.width < widest - 4
        and len(before.lines) > 2
        and len(group) <= 3
        and _are_titles(group)
        and group[0].text[:1] not in tuple("，。、；：”")
        and re.search(r"[，、；：的]$", last.text) is None
    )


def _is_byline(raw: str) -> bool:
    return find.parse_line(raw) is not None


def _shot_only(raw: str) -> bool:
    byline = find.parse_line(raw)
    return byline is not None and _is_credit(raw) and not byline.names("both") and not re.search("摄影报道|文", raw)


def _is_credit(raw: str) -> bool:
    credit = captions.split_credit(raw) if len(raw) <= 90 else None
    return credit is not None and not credit.text


def _ends(lines: Sequence[Line]) -> bool:
    """A closing quotation mark may have a line to itself."""
    return has_ended("".join(line.text for line in lines[-2:]))


def _is_closed(paragraph: Paragraph) -> bool:
    """Whether the paragraph has come to its end: a stop, a closing byline, a credit."""
    tail = "\n".join(line.text for line in paragraph.lines[-3:])
    if _ends(paragraph.lines):
        return not (tail.count("（") > tail.count("）") and len(tail) < 60)
    if find.closing(tail) or captions.split_credit(tail):
        return True
    return max(line.width for line in paragraph.lines) > WIDEST_COLUMN


def _finished(paragraph: Paragraph, openings: dict[int, FormToken]) -> Paragraph:
    opening = openings.get(paragraph.lines[0].start)
    texts = [line.text for line in paragraph.lines]
    raw = "\n".join(texts)
    if opening:
        raw = raw[opening.end - opening.start :]
    return replace(paragraph, raw=raw, opening=opening, written=tuple(texts))
