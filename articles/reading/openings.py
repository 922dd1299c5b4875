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
from .text import CODES, SPACES

S = r"\s{0,6}"
BRACKETED = r"[（(](?:[^（）()。]|[（(][^（）()。]{0,12}[）)]){1,120}[）)]"
DAY = rf"\d{S}\d?{S}月{S}\d{S}\d?{S}日"
TAG = (
    rf"(?:本{S}报{S}讯(?!息)|[本我]{S}[报台网刊站社]{S}(?:{DAY}{S})?"
    rf"(?:讯(?!息)|电(?![视脑话台影子动力])|消息(?=[（(：: 　]))|"
    rf"本报[{HAN}]{{2,8}}(?:\d{{1,2}}月)?\d{{0,2}}日?(?:讯|电)|"
    rf"[{HAN}]{{2,10}}{NEWSROOM}讯(?!息)|融媒体?讯(?!息)|"
    rf"(?:(?:掌上|云上|智慧|无线)[{HAN}]{{2,4}}|[{HAN}]{{2,4}}发布)讯(?=[（(【：: 　\n])|"
    rf"[{HAN}]{{1,10}}(?:{NEWSROOM}|[网台社]|发布){S}{DAY}{S}(?:讯|消息|电)|[{HAN}]{{2,10}}新闻网(?:讯|消息|电)|"
    rf"(?:据)?新华社[{HAN}]{{2,8}}\d{{1,2}}月\d{{1,2}}日电)"
)
MARKS = "□◎●■○◆◇△▲☆★▪•*※"
MARK = re.compile(rf"^[\s{MARKS}]{{1,4}}")
SQUARE = r"[【〔\[][^【】〔〕\[\]。]{1,120}[】〕\]]"
OPENING = re.compile(
    rf"(?P<tag>{TAG})(?P<gap>\s{{0,8}})(?:(?:[：:]\s{{0,4}})?(?P<credits>{BRACKETED}|{SQUARE}))?(?:[：:])?"
)
BARE_OPENING = re.compile(rf"[（(【〔](?P<credits>(?:本报)?{S}(?:{ANY_ROLE})[^（）()【】〔〕。]{{1,80}})[）)】〕]")
# 特约记者 甲报道：… without a tag: only the word of telling makes it a byline.
PERSON = rf"(?:[{HAN}·]{{2,4}}|[{HAN}][ 　][{HAN}])"  # 王某某, and 王　某 as print pads it
TOLD_OPENING = re.compile(
    rf"(?P<credits>(?:(?:本报|本台|本网|我报)?(?:{ANY_ROLE})[ 　：:]{{0,3}}{PERSON}"
    rf"(?:[ 　、](?!{ANY_ROLE}){PERSON}){{0,3}}[ 　]{{0,3}}){{1,3}})"
    rf"(?:(?:摄影|综合)?报道|(?P<work>文/[图摄]|图/文))[：:\s]"
)
INLINE = re.compile(
    # A name may be broken by the line's end.
    rf"(?P<credits>(?:(?:本报|本台|本网|我报)?(?:{ANY_ROLE})[ 　\n：:]{{0,3}}[{HAN}·](?:\n?[{HAN}·]){{1,3}}?"
    rf"(?:[ 　、](?!{ANY_ROLE})[{HAN}·]{{2,4}}?){{0,3}}[ 　\n/／]{{0,3}}){{1,3}})"
    rf"(?P<told>摄影报道|综合报道|报道)?(?=[：:\s]|\d)"
)
# 本报讯 甲 乙报道
NAMED_INLINE = re.compile(rf"(?P<credits>[{HAN}·]{{2,4}}?(?:[ 　、][{HAN}·]{{2,4}}?){{0,3}})[ 　]?报道(?=[：:\s]|\d)")
TOLD = re.compile(r"\d[月日年时]|记者(?:从|在|昨|今|日前|近日)(?=.{2})[^ 　、，]{3}")
LOOKS_LIKE_ONE = re.compile(r"以下简称|下称|下同|获悉|见图|如图|资料图")
PLACE = re.compile(rf"[{HAN}]{{2,4}}(?:镇|乡|街道|村|社区)")
CLOSING = re.compile(rf"(?:{BRACKETED}|{SQUARE})\s{{0,4}}(?:{CODES})?$")
# 来源、责编 and the like are the page's own, not the writer's.
UNSIGNED = re.compile(rf"^(?:{OTHER}|来源|据|作者单位|单位|图源)|作者单位")


@dataclass(frozen=True)
class FormToken:
    start: int  # in the text searched
    end: int
    written: str
    byline: Byline | None


def find_openings(text: str) -> list[FormToken]:
    """Where stories open with a tag or a bracketed byline, at a line's start or behind a space."""
    found: list[FormToken] = []
    for match in OPENING.finditer(text):
        if not _may_open(text, match.start()):
            continue
        credits = match["credits"]
        byline = _in_brackets(credits[1:-1]) if credits and not LOOKS_LIKE_ONE.search(credits) else None
        end = match.end() if byline else match.end("tag")
        if not byline and (inline := INLINE.match(text, match.end("tag") + len(match["gap"]))):
            byline = None if SENTENCE.search(inline["credits"]) else parse(inline["credits"])
            end = inline.end() if byline else end
        if not byline and (named := NAMED_INLINE.match(text, match.end("tag") + len(match["gap"]))):
            byline = parse(named["credits"], default="reporter")
            end = named.end() if byline else end
        if not byline and text[end : end + 1] in "：:":
            end += 1
        if not byline and not re.search("讯|电|消息", match["tag"]):
            continue
        found.append(FormToken(_behind_mark(text, match.start()), end, written(text[match.start() : end]), byline))
    starts = [opening.start for opening in found]
    tagged = tuple(found)
    for match in (*BARE_OPENING.finditer(text), *TOLD_OPENING.finditer(text)):
        before = bisect_right(starts, match.start())
        if before and match.start() < tagged[before - 1].end or not _at_line_start(text, match.start()):
            continue
        byline = None if LOOKS_LIKE_ONE.search(match[0]) else parse(match["credits"] + _work(match))
        rest = text[match.end() : match.end() + 30].lstrip(" 　")
        if byline and rest and not rest.startswith("\n"):
            found.append(FormToken(match.start(), match.end(), written(match[0]), byline))
    return sorted(found, key=lambda opening: opening.start)


def _work(match: re.Match[str]) -> str:
    return match.groupdict().get("work") or ""


def _in_brackets(text: str) -> Byline | None:
    return _of_an_office(text) or parse(text, default="reporter")


def written(text: str) -> str:
    return SPACES.sub(" ", unbroken(text)).strip(" ：:")


def _at_line_start(text: str, at: int) -> bool:
    before = text[max(at - 8, 0) : at].rstrip(MARKS + " 　\t")
    return before == "" or before.endswith("\n")


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
    default = "reporter" if marked else ""
    if re.fullmatch(BRACKETED, inner):
        inner = inner[1:-1]
        default = default or "writer"
    if LOOKS_LIKE_ONE.search(inner) or TOLD.search(inner) or UNSIGNED.search(inner):
        return None
    office = _of_an_office(inner) if default else None
    byline = office or parse(inner, default=default)
    if byline is None or (not default and _is_a_word(inner, byline)):
        return None
    if SENTENCE.search(ROLE.sub("", _without_offices(inner))) and not _all_likely(byline):
        return None
    if not all(_firm(credit.name) for credit in byline.credits):
        return None
    if not office and not ROLE.search(closed_up(inner)) and not _all_likely(byline):
        return None
    return byline


def bare_names(text: str) -> Byline | None:
    """Two or three names on a line, and nothing else: 甲某某 乙某."""
    tokens = [token for token in re.split(r"[\s、]+", text.strip()) if token]
    if not 2 <= len(tokens) <= 3 or not all(2 <= len(name) <= 3 and names.is_likely(name) for name in tokens):
        return None
    return parse(" ".join(tokens), default="writer")


def _is_a_word(text: str, byline: Byline) -> bool:
    """图文并茂, 记者走基层: a role and what is glued to it, which nobody is called."""
    role = ROLE.match(text)
    return role is not None and text[role.end() :] == byline.credits[0].name and not _all_likely(byline)


def _of_an_office(text: str) -> Byline | None:
    """区税务局 甲 and 甲 区税务局: who signs with an office writes for the paper from outside."""
    tokens = [token for token in SEPARATOR.split(text) if token]
    people = [token for token in tokens if not (is_office(token) or PLACE.fullmatch(token))]
    if len(people) == len(tokens) or not people or ROLE.search(text):
        return None
    return parse(f"通讯员 {' '.join(people)}") if all(2 <= len(name) <= 3 for name in people) else None


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
    signed = match[0].strip()
    inner = signed[1:].rstrip(" 　)）】〕]①②③④⑤⑥⑦⑧⑨⑩0123456789")
    if LOOKS_LIKE_ONE.search(inner):
        return None
    if UNSIGNED.search(inner):
        return None
    byline = parse(inner) or _of_an_office(inner) or parse(inner, default="writer")
    if byline is None or not all(_firm(credit.name) for credit in byline.credits):
        return None
    if byline.names("reporter", "writer") and not ROLE.search(closed_up(inner)) and not _all_likely(byline):
        return None
    return text[: match.start()].rstrip(), match[0].strip(), byline
