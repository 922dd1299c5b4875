"""Titles to stories: before or after the text, and which of their lines is kicker, headline and deck."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .text import squeeze

ORIENTATIONS = ("before", "after")
# ——柳溪镇的四季　　杨某某讲话　蒋某某主持
DECK = re.compile(
    r"^(?:[—―－\-–─]{1,4}|——)|"
    r"^(?:[\u4e00-\u9fff]{2,4}(?:出席并讲话|主持并讲话|作报告|出席|讲话|主持|参加|陪同)[\s　]*){1,4}$"
)
# A kicker that only says where.
WHERE = re.compile(
    r"^(?![^街镇乡]*[到赴在召])[\u4e00-\u9fff]{2,12}(?:街道|镇|乡|社区|[^乡农山新]村|[区县]委|[区县]局)$"
)
COMPLETE = re.compile(
    r"(?:会议|大会|会|行动|工作|活动|培训|比赛|仪式|论坛|调研|督导|检查|动员|部署|纪实|综述|侧记|！|？|！”)$"
)
# A line that cannot stand alone: its object or its noun comes in the next.
HANGING = re.compile(r"[暨和与及的、在对将为向让把到从给被：，]$|[“《（][^”》）]*$|(?:安排|研究|动员)部署$")
# A kicker that leads to what was said.
LEADS = re.compile(r"(?:要求|强调|指出|提出|表示|时说)[：:]?$")


@dataclass(frozen=True)
class Titles:
    kicker: str | None = None
    headline: str | None = None
    deck: str | None = None
    lines: tuple[str, ...] = ()  # of the headline, as printed
    doubtful: bool = False


SHORTEST_TITLE = 6
NARROW = 8  # a title over one narrow column has lines this short

Block = tuple[str, ...]  # lines printed together
Way = tuple[float, Any]  # its worth, and its cuts as a chain that leads back to the first gap


def assign(
    gaps: Sequence[Sequence[str]], texts: Sequence[str], *, bylined: Sequence[bool], photos: Sequence[bool]
) -> list[int]:
    """For each gap between texts, how many of its title blocks belong to the text before it.

    The page's habit decides where both are possible: the better of the two habits wins. A text whose byline
    stands on a line of its own has its title above it.
    """
    walks = [_walk(gaps, texts, bylined, photos, habit) for habit in ORIENTATIONS]
    chain = max(walks, key=lambda way: way[0])[1]
    cuts = []
    while chain:
        cut, chain = chain
        cuts.append(cut)
    return cuts[::-1]


def _walk(
    gaps: Sequence[Sequence[str]], texts: Sequence[str], bylined: Sequence[bool], photos: Sequence[bool], habit: str
) -> Way:
    """The best way to cut every gap, gap by gap: for each cut of the last gap only the best way there is kept."""
    ways: dict[int, Way] = {0: (0.0, (0, None))}
    for number, text in enumerate(texts):
        ahead: dict[int, Way] = {}
        for score, cuts in ways.values():
            given = gaps[number][cuts[0] :][-4:]
            for take in range(min(len(gaps[number + 1]), 4) + 1):
                behind = gaps[number + 1][:take]
                total = score + _worth(given, behind, text, habit, bylined=bylined[number], photo=photos[number])
                if take not in ahead or total > ahead[take][0]:
                    ahead[take] = (total, (take, cuts))
        ways = ahead
    rest = len(gaps[-1])
    return max(((score - 1.5 * (rest - cuts[0]), cuts) for score, cuts in ways.values()), key=lambda way: way[0])


def _worth(given: Sequence[str], behind: Sequence[str], text: str, habit: str, *, bylined: bool, photo: bool) -> float:
    """What it is worth to a text to have these titles before and behind it."""
    if photo:
        return (-0.6 if given else 0.0) + (fit(given, text) if given else 0.0) - 2.0 * bool(behind)
    worth = 0.0 if given or behind else -2.0
    worth -= 2.5 if given and behind else 0.0
    worth -= 0.5 * (max(0, len(given) - 3) + max(0, len(behind) - 3))
    if given:
        worth += 2 * fit(given, text) + (0.6 if habit == "before" else 0.0) + (1.0 if bylined else 0.0)
    if behind:
        worth += 2 * fit(behind, text) + (0.6 if habit == "after" else 0.0) - (1.5 if bylined else 0.0)
    return worth


def fit(blocks: Sequence[str], text: str) -> float:
    """How well the titles speak of the text, by pairs of characters they share."""
    title = squeeze("".join(blocks))
    pairs = {title[i : i + 2] for i in range(len(title) - 1)}
    if not pairs:
        return 0.0
    lead = text[:600]
    return sum(pair in lead for pair in pairs) / len(pairs)


def titles_of(blocks: Sequence[Block], text: str, *, wrapped: bool = True) -> Titles:
    """Kicker, headline and deck of one story's title lines; wrapped: its text is set in a column."""
    units: list[tuple[str, bool, Block]] = []  # text, printed twice, lines
    for block in blocks:
        for lines in _units(block, text, wrapped):
            joined = _unboxed(squeeze("".join(lines), keep_pauses=True))
            once, twice = _once(joined)
            if units and not DECK.match(once) and HANGING.search(units[-1][0]):
                whole = squeeze(units[-1][0] + once, keep_pauses=True)
                units[-1] = (whole, units[-1][1], (*units[-1][2], once))
            elif units and units[-1][0] == once:
                units[-1] = (once, True, lines[:1] if twice else lines)
            else:
                units.append(
                    (
                        once,
                        twice,
                        (once,) if twice or len(lines) == 1 else tuple(squeeze(x, keep_pauses=True) for x in lines),
                    )
                )
    if not units:
        return Titles()
    decks = [unit for unit in units[1:] if DECK.match(unit[0])]
    heads = [unit for unit in units if unit not in decks]
    doubtful = len(heads) > 1 or len(decks) > 1
    main = _main(heads)
    kicker = "".join(unit[0] for unit in heads[:main]) or None
    rest = [unit[0] for unit in heads[main + 1 :]] + [unit[0] for unit in decks]
    return Titles(kicker, heads[main][0], " ".join(rest) or None, heads[main][2], doubtful)


def _unboxed(text: str) -> str:
    """【柳溪镇举办庙会】: the whole title in a box."""
    boxed = re.fullmatch(r"【([^【】]{6,})】", text)
    return boxed[1] if boxed else text


def _once(text: str) -> tuple[str, bool]:
    """A title that the printer set twice on one line."""
    bare = text.replace(" ", "")
    half = len(bare) // 2
    if len(bare) >= 8 and len(bare) % 2 == 0 and bare[:half] == bare[half:]:
        return text[: (len(text)) // 2].strip(), True
    return text, False


def _main(heads: Sequence[tuple[str, bool, Block]]) -> int:
    """Which unit is the headline: printed twice, or on several lines, else the second of two."""
    if len(heads) == 1:
        return 0
    for number, (_text, twice, lines) in enumerate(heads):
        if twice or len(lines) > 1:
            return number
    return 1


def _units(block: Block, text: str, wrapped: bool) -> list[Block]:
    """Lines of one block: a headline on two lines, or a kicker, a headline and a deck."""
    units: list[list[str]] = [[block[0]]]
    for before, line in zip(block, block[1:], strict=False):
        if DECK.match(line) or not _runs_on(before, line, text, wrapped):
            units.append([line])
        else:
            units[-1].append(line)
    return [tuple(unit) for unit in units]


def _runs_on(before: str, line: str, text: str, wrapped: bool) -> bool:
    """Whether a title's line goes on in the next: the text has the two characters at the break side by side."""
    before, line = squeeze(before), squeeze(line)
    if DECK.match(before):
        return True
    if not before or not line:
        return True
    if before == line:
        return False
    if LEADS.search(before) or WHERE.match(before) or re.fullmatch(r"“[^“”]*”", before):
        return False
    if before[-1] + line[0] in text:
        return True
    if HANGING.search(before):
        return True
    if re.search(r"(?:召开|举行|举办|开展|推进|督导|调研|检查)[^，]*$", before) and not COMPLETE.search(before):
        return True
    if wrapped and max(len(before), len(line)) <= NARROW:
        return True
    if not wrapped and min(len(before), len(line)) >= SHORTEST_TITLE:
        return False  # no column made the printer break the line
    return not COMPLETE.search(before) and abs(len(before) - len(line)) <= 6
