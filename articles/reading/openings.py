"""Where stories open and close: bylines found in the page's text."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from . import names
from .bylines import (
    GLUED_OFFICE,
    NEWSROOM,
    OFFICE,
    SENTENCE,
    SEPARATOR,
    Byline,
    is_office,
    parse,
    unbroken,
)
from .names import HAN
from .roles import ANY_ROLE, OTHER, ROLE, closed_up
from .text import SPACES

S = r"\s{0,6}"
BRACKETED = r"[（(](?:[^（）()。]|[（(][^（）()。]{0,12}[）)]){1,120}[）)]"
TAG = (
    rf"(?:本{S}报{S}讯(?!息)|本{S}台{S}讯|本{S}网{S}讯|本{S}刊{S}讯|本报[{HAN}]{{2,8}}(?:\d{{1,2}}月)?\d{{0,2}}日?(?:讯|电)|"
    rf"[{HAN}]{{2,8}}{NEWSROOM}讯(?!息)|[{HAN}]{{2,10}}新闻网(?:{S}\d{{1,2}}月\d{{1,2}}日)?(?:讯|消息|电)|"
    rf"(?:据)?新华社[{HAN}]{{2,8}}\d{{1,2}}月\d{{1,2}}日电)"
)
NAME_SLOT = rf"[{HAN}·]{{1,4}}(?:{S}[、 　]{S}[{HAN}·]{{1,4}}){{0,4}}"
MARK = re.compile(r"^[\s□◎●■○◆◇△▲☆★▪•*※]{1,4}")
OPENING = re.compile(rf"(?P<tag>{TAG})(?P<gap>\s{{0,8}})(?P<credits>{BRACKETED})?(?:[：:])?")
BARE_OPENING = re.compile(rf"[（(](?P<credits>(?:本报)?{S}(?:{ANY_ROLE})[^（）()。]{{1,80}})[）)]")
INLINE = re.compile(
    rf"(?P<credits>(?:(?:本报|本台|本网|我报)?(?:{ANY_ROLE})[ 　：:]{{0,3}}[{HAN}·]{{2,4}}"
    rf"(?:[ 　、][{HAN}·]{{2,4}}){{0,3}}[ 　]{{0,3}}){{1,3}})"
    rf"(?P<told>报道|摄影报道|综合报道)?(?=[：:\s]|\d)"
)
DATELINE = re.compile(rf"[{HAN}]{{2,10}}新闻网\s{{0,3}}\d{{1,2}}月\d{{1,2}}日(?:消息|讯|电)[：:]?")
TOLD = re.compile(r"\d[月日年时]|记者(?:从|在|昨|今|日前|近日)(?=.{2})[^ 　、，]{3}")
LOOKS_LIKE_ONE = re.compile(r"以下简称|下称|下同|获悉|见图|如图|资料图")
CLOSING = re.compile(rf"{BRACKETED}\s{{0,4}}$")


@dataclass(frozen=True)
class Opening:
    start: int  # in the text searched
    end: int
    written: str
    byline: Byline | None


def find_openings(text: str) -> list[Opening]:
    """Where stories open with a tag or a bracketed byline, at a line's start or behind a space."""
    found: list[Opening] = []
    for match in OPENING.finditer(text):
        if not _may_open(text, match.start()):
            continue
        credits = match["credits"]
        byline = parse(credits[1:-1], default="reporter") if credits and not LOOKS_LIKE_ONE.search(credits) else None
        end = match.end() if byline else match.end("tag")
        if not byline and (inline := INLINE.match(text, match.end("tag") + len(match["gap"]))):
            byline = None if SENTENCE.search(inline["credits"]) else parse(inline["credits"])
            end = inline.end() if byline else end
        if not byline and text[end : end + 1] in "：:":
            end += 1
        if not byline and not re.search("讯|电|消息", match["tag"]):
            continue
        found.append(Opening(_behind_mark(text, match.start()), end, written(text[match.start() : end]), byline))
    starts = [opening.start for opening in found]
    tagged = tuple(found)
    for match in BARE_OPENING.finditer(text):
        before = bisect_right(starts, match.start())
        if before and match.start() < tagged[before - 1].end or not _at_line_start(text, match.start()):
            continue
        byline = None if LOOKS_LIKE_ONE.search(match[0]) else parse(match["credits"])
        rest = text[match.end() : match.end() + 30].lstrip(" 　")
        if byline and rest and not rest.startswith("\n"):
            found.append(Opening(match.start(), match.end(), written(match[0]), byline))
    return sorted(found, key=lambda opening: opening.start)


def written(text: str) -> str:
    return SPACES.sub(" ", unbroken(text)).strip(" ：:")


def _at_line_start(text: str, at: int) -> bool:
    before = text[max(at - 8, 0) : at]
    return before.rstrip(" 　\t") == "" or before.rstrip(" 　\t").endswith("\n")


def _behind_mark(text: str, at: int) -> int:
    """▲本报讯: a mark at the line's start is part of the opening."""
    line = text.rfind("\n", max(0, at - 8), at) + 1
    return line if (line or at < 8) and MARK.fullmatch(text[line:at]) and text[line:at].strip() else at


def _may_open(text: str, at: int) -> bool:
    at = _behind_mark(text, at)
    if at == 0 or _at_line_start(text, at):
        return True
    return text[at - 1].isspace() or text[at - 1] in "。”！？①②③④⑤⑥⑦⑧⑨⑩"


@lru_cache(maxsize=1024)
def parse_line(text: str) -> Byline | None:
    """A byline that has its line to itself: 本报记者 甲 通讯员 乙, □ 记者 甲 文/图, ◎甲 乙, （记者 甲）."""
    stripped = text.strip()
    if not 2 <= len(stripped) <= 80 or re.search(r"[。！？；“”《》]", stripped):
        return None
    marked = MARK.match(stripped)
    inner = stripped[marked.end() :] if marked else stripped
    if re.fullmatch(BRACKETED, inner):
        inner = inner[1:-1]
        marked = marked or MARK.match("□")
    if LOOKS_LIKE_ONE.search(inner) or TOLD.search(inner):
        return None
    byline = parse(inner, default="reporter" if marked else "")
    if byline is None or (SENTENCE.search(ROLE.sub("", _without_offices(inner))) and not _all_likely(byline)):
        return None
    if not all(_firm(credit.name) for credit in byline.credits):
        return None
    if not ROLE.search(closed_up(inner)) and not all(names.is_likely(credit.name) for credit in byline.credits):
        return None
    return byline


def _all_likely(byline: Byline) -> bool:
    return all(names.is_likely(credit.name) or is_office(credit.name) for credit in byline.credits)


def _without_offices(text: str) -> str:
    return " ".join(
        token for token in SEPARATOR.split(text) if not OFFICE.search(token) and not GLUED_OFFICE.match(token)
    )


def _firm(name: str) -> bool:
    """A byline's slot is firm for any surname, if the name is as short as a name."""
    return is_office(name) or names.is_likely(name) or (len(name) <= 3 and names.is_shaped(name))


def closing(text: str) -> tuple[str, str, Byline] | None:
    """A story that ends in its byline: (text before it, the byline as written, its credits)."""
    match = CLOSING.search(text, max(len(text) - 130, 0))
    if not match or not re.search(r"[。！？…”’』」]\s{0,4}$", text[: match.start()]):
        return None
    inner = match[0].strip()[1:-1]
    if LOOKS_LIKE_ONE.search(inner):
        return None
    byline = parse(inner) or parse(inner, default="reporter")
    if byline is None or not all(_firm(credit.name) for credit in byline.credits):
        return None
    if not ROLE.search(closed_up(inner)) and not all(names.is_likely(credit.name) for credit in byline.credits):
        return None
    return text[: match.start()].rstrip(), match[0].strip(), byline
