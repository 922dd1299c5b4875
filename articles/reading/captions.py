"""Photo captions and the credits behind them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from . import names
from .bylines import NEWSROOM, OFFICE, Byline, Credit, is_office, parse
from .names import HAN
from .openings import written
from .roles import ANY_ROLE, closed_up
from .text import LEADING_CODE, TRAILING_CODE

GAP = r"[ 　\t\n]{0,6}"
NAMES = rf"[{HAN}·]{{1,12}}(?:[ 　、，,/\n]{{1,3}}[{HAN}·]{{1,12}}){{0,4}}"
WHO = rf"(?:本{GAP}报|我报|本网|本台|新华社|中新社|[{HAN}]{{2,10}}{NEWSROOM})?{GAP}(?:{ANY_ROLE})?[：:]?"
SHOT = (
    r"(?:摄影/?报道|摄影/文|摄影|文/摄|文/图|图/文|文图|图文|/摄|摄|供图|提供图片|提供|"
    r"供片|发|文并摄|文并图|航拍|(?<=[/／ 　])图)"
)
LEFT = r"(?:^|(?<=[。！？”’）)\s；…]))"
CODE = r"(?:[①-⑳][0-9]{0,2}[ 　]{0,3})?"
LABEL = "图片摄影|摄影|航拍|摄|图片|图|文/图|文图|图文|供图|图片提供|图片来源"
ONE = rf"(?:本报)?(?:{ANY_ROLE})?[ 　]{{0,2}}[{HAN}·]{{2,8}}"
SIGN = r"[/／|｜：: 　]{1,2}"
FORMS = (
    # 甲/文 乙/图   甲 摄 乙 文   文/甲 图/乙
    re.compile(
        rf"{LEFT}{CODE}[（(【]?(?P<credit>{ONE}{SIGN}[文图摄][ 　、，；\n]{{1,3}}{ONE}{SIGN}[文图摄]|"
        rf"[文图摄]{SIGN}{ONE}[ 　、，；\n]{{1,3}}[文图摄]{SIGN}{ONE})[）)】]?。?$"
    ),
    # 图片由区委宣传部提供
    re.compile(rf"{LEFT}[（(【]?(?P<credit>(?:本?[文版]?图片|照片)由{GAP}{NAMES}{GAP}(?:提供|摄))[）)】]?。?$"),
    # 本报记者 甲 摄   通讯员 甲 乙 摄影报道   （甲 摄）   甲/摄
    re.compile(rf"{LEFT}{CODE}[（(【]?(?P<credit>{WHO}{GAP}{NAMES}{GAP}[/／]?{SHOT})(?:[）)】]。?)?$"),
    # 摄影：甲   图/甲   摄影 本报记者 甲   文/图 甲
    re.compile(rf"{LEFT}{CODE}[（(【]?(?P<credit>(?:{LABEL})[：:/／ 　]{{1,3}}{WHO}{GAP}{NAMES})[）)】]?。?$"),
    # （资料图片）   （本报资料照片）
    re.compile(
        r"[（(【]?(?P<credit>(?:本报)?(?:资料图片|资料照片|资料图|档案图片|视频截图|网络图片|无人机照片|新华社发|受访者供图|通讯员供图|图片由受访者提供))[）)】]?。?$"
    ),
)
UNSIGNED = re.compile("资料|档案|截图|网络图片|无人机照片|新华社发$|受访者|通讯员供图")
TWO_HANDS = re.compile(r"文字.{2,14}摄影 |摄影.{2,14}文字 ")
APART = re.compile(r"(?<=[记通实摄供])[ 　]{1,3}(?=[者讯习影图])|(?<=[通讯])[ 　]{1,3}(?=[讯员])")
PICTURE = re.compile(
    r"图为|[上下左右]图(?:为|：|:|、|，)|图[①②③④⑤⑥1-9一二三四](?![{HAN}])|这是.{2,40}拍摄|资料图|^[▲▼△▽◀▶←→↑↓](?!\s?本[报台网刊])|（见[上下左右]?图）"
)
MOMENT = re.compile(
    r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日|近日|日前|连日来|近期|眼下|时下|初[春夏秋冬]|[春夏秋冬]日|[春夏秋冬]季)"
)
AFTERMATH = re.compile(r"据悉|据了解|下一步|截至|目前|将于|会议|强调|要求|记者")
SENTENCE = re.compile(r"拍摄|记者从|了解|介绍|表示|获悉")
BOTH = ("摄影报道", "文/图", "图/文", "文图", "图文", "文/摄", "摄影/文", "文并摄", "文并图")
LAST = re.compile(
    r"(?:摄影报道|摄影/文|摄影|文/摄|文/图|图/文|文图|图文|/摄|摄|供图|提供图片|提供|供片|发|文并摄|文并图)$"
)


@dataclass(frozen=True)
class PhotoCredit:
    text: str  # what stands before the credit
    written: str | None
    photographers: tuple[str, ...]
    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def split_credit(text: str) -> PhotoCredit | None:
    """The credit at the end of a caption, or on a line of its own."""
    # A space beside 文/图 is the printer's.
    text = TRAILING_CODE.sub("", text)
    start = max(len(text) - 90, 0)
    tail = text[start:]
    for form in FORMS:
        for match in form.finditer(tail):
            if SENTENCE.search(match["credit"]) or not (people := _credited(match["credit"])):
                continue
            photographers, reporters, correspondents = people
            before = LEADING_CODE.sub("", text[: start + match.start()].rstrip())
            return PhotoCredit(
                _without_codes(before),
                written(match[0].strip("（）() 　\n。")),
                photographers,
                reporters,
                correspondents,
            )
    return None


def _without_codes(text: str) -> str:
    return re.sub(r"(?<=[。！？”）])\s{0,3}[①-⑳][0-9]{0,2}$", "", text.rstrip())


def _credited(credit: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] | None:
    if UNSIGNED.search(credit):
        return (), (), ()
    if TWO_HANDS.search(closed_up(credit)) and (byline := parse(credit)):
        return byline.names("photographer", "both"), byline.names("reporter"), byline.names("correspondent")
    text = re.sub(r"^(?:本?[文版]?图片|照片)由", "", APART.sub("", credit))
    shot = LAST.search(text)
    word = shot[0] if shot else ""
    body = (
        text[: shot.start()]
        if shot
        else re.sub(r"^(?:图片摄影|图片提供|图片来源|摄影|摄|图片|图|文/图|文图|图文|供图)[：:/／ 　]{1,3}", "", text)
    )
    body = body.strip(" 　/／：:、\n")
    both = word in BOTH or (not shot and re.match("文/?图|图文", text) is not None)
    byline = parse(body) or parse(body, default="reporter" if both else "photographer")
    if byline is None:
        return None
    glued = bool(shot) and text[: len(text) - len(word)][-1:] not in " 　/／\n"
    if not _plausible(byline, body, word, glued=glued):
        return None
    everyone = byline.names("reporter", "correspondent", "intern", "photographer", "both")
    return (
        # A unit supplies pictures; it takes none.
        tuple(name for name in everyone if not _is_unit(name)),
        byline.names("reporter") if both else (),
        byline.names("correspondent") if both else (),
    )


def _is_unit(name: str) -> bool:
    return is_office(name) or bool(OFFICE.search(name) and (len(name) > 3 or not names.is_likely(name)))


def _plausible(byline: Byline, body: str, word: str, *, glued: bool) -> bool:
    if re.search(ANY_ROLE, body):
        return all(len(credit.name) <= 12 for credit in byline.credits)
    if glued and word not in ("供图", "提供", "供片", "摄"):
        return all(names.is_likely(credit.name) for credit in byline.credits)
    supplied = word in ("供图", "提供", "提供图片", "供片")
    return all(_named(credit, supplied=supplied, glued=glued) for credit in byline.credits)


def _named(credit: Credit, *, supplied: bool, glued: bool) -> bool:
    if supplied:
        return names.is_likely(credit.name) or bool(OFFICE.search(credit.name))
    # A slot between a sentence's end and 摄 is firm, whatever the surname.
    if glued and not names.is_likely(credit.name):
        return False
    return names.is_shaped(credit.name) and (len(credit.name) <= 4 or "·" in credit.name)


def is_caption(text: str) -> bool:
    """A caption that nobody signed: it says that it speaks of a picture."""
    if re.match(r"[▲▼△▽]\s{0,2}(?:本[报台网]|[^，。]{2,10}讯[（(])", text):
        return False
    return len(text) <= 260 and bool(
        PICTURE.search(text[:6]) or re.search(r"图为|[▲▼]|（见[上下左右]?图）|[上下左右]图为", text)
    )


def may_be_caption(text: str) -> bool:
    """Short, of one moment and, as a picture, without before and after: an unsigned caption that names no picture."""
    stops = len(re.findall("[。！？]", text))
    return len(text) <= 110 and 1 <= stops <= 2 and bool(MOMENT.match(text)) and not AFTERMATH.search(text)
