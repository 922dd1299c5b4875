"""Who wrote: every printed form of a byline, and the sentences that only look like one."""

import re
from dataclasses import dataclass

from . import names
from .names import HAN
from .roles import PART, ROLE, ROLE_OF, WORK, closed_up
from .text import SPACES

OURS = re.compile(r"(?:本报|我报|本台|本网|本刊|本社|我台|我网)(?:讯)?$|^(?:本报|我报|本台|本网|本刊|我台|我网)")
NEWSROOM = r"(?:日报|晚报|晨报|周报|时报|新闻网|新闻|融媒体中心|融媒体|融媒|电视台|广播电视台|客户端|传媒|报社|报)"
DONE = re.compile(r"(?:综合报道|(?<!摄影)报道|采写|整理|编写|执笔)$")
SEPARATOR = re.compile(r"[\s\u3000、，,；;/／|｜&＆：:]+")
OFFICE = re.compile(
    r"(?:局|委|办|宣|部|政府|中心|公司|学校|小学|中学|大学|学院|医院|法院|检察院|派出所|所|站|院|大队|支队|队|镇|乡|街道|办事处|集团|"
    r"社区|村|组|妇联|工会|联合会|协会|商会|银行|电视台|报社|融媒|团|支行|馆|厂|科|处|社|园|库|联社|宣传|景区|幼儿园|县委|区委|市委|残联|文联|侨联|科协|工商联)$"
)
PLACE_THEN_OFFICE = re.compile(rf"(?:区|县|市|省|州|镇|乡|旗)[{HAN}]{{0,8}}(?:宣|办|委|局|讯|轩|文|闻|融)$")
GLUED_OFFICE = re.compile(
    rf"^([{HAN}（）()]{{2,18}}(?:宣传部|组织部|统战部|工作部|武装部|局|委员会|办公室|街道办|区委|县委|市委|政府|中心|公司|支队|大队|"
    rf"派出所|法院|检察院|医院|学院|大学|中学|小学|学校|集团|社区|妇联|总工会|联合会|协会|街道|镇|乡))([{HAN}]{{2,3}})$"
)
# 甲（区税务局）: the unit behind a name.
UNIT_BEHIND = re.compile(r"(?<=[^\s（(])[（(][^（）()]{1,16}[）)]")
SUPPLIED = ("供稿", "供图")
NOT_A_REPORTER = re.compile(r"协会|之家|队伍|生活|手记|观察|调查|[节站证团]")
# Words of sentences, which no byline holds.
SENTENCE = re.compile(
    r"获悉|了解到|了解|从|采访|看到|在|简称|下同|发现|注意到|来到|走进|现场|跟随|表示|一行|见到|得知|指出|介绍|问|说|节|们|手记|证|团|会|招待|协会"
)
NOT_NAMES = re.compile(
    r"^(?:综合|整理|编译|报道|记者|通讯员|图|文|摄|电|讯|见习|特约|实习|联合|供稿|来源|图源|制图|漫画|制表|等|协会|之家|队伍|生活|手记|观察|视点|调查|专栏|在线|版|试行|完|上|下|资料|节|站|证|团|试点|草案|试用|暂行|代拟|略|简介|单位|新闻|活动|采访|表彰|风采|荣誉|培训|学员|代表|简讯|动态|评论)$"
)


@dataclass(frozen=True)
class Credit:
    role: str  # reporter, correspondent, intern, photographer, both
    name: str


@dataclass(frozen=True)
class Byline:
    credits: tuple[Credit, ...]
    doubts: tuple[str, ...] = ()  # what to look at, as printed

    def names(self, *roles: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(credit.name for credit in self.credits if credit.role in roles))


def parse(text: str, *, default: str = "") -> Byline | None:
    """The credits of 记者甲 通讯员乙丙, brackets and 本报讯 taken off; None when this is no byline.

    Names without a role take the default role; without a default they make no byline.
    """
    text = closed_up(UNIT_BEHIND.sub(" ", unbroken(text))).strip()
    text = DONE.sub("", text) or text
    places = list(PART.finditer(text))
    if not any(place[0] in ROLE_OF for place in places) and (places or not default):
        return None
    doubts: list[str] = []
    lead = text[: places[0].start() if places else len(text)].strip(" ：:·-—")
    supplied = bool(places) and places[0][0] in SUPPLIED
    waiting = _lead(lead, doubts, before_role=bool(places), default=default, supplied=supplied)
    if waiting is None:
        return None
    found: list[Credit] = []
    promoted, carried = False, ""
    for number, place in enumerate(places):
        end = places[number + 1].start() if number + 1 < len(places) else len(text)
        role = ROLE_OF.get(place[0], "other")
        people = _people(text[place.end() : end], doubts, before_role=number + 1 < len(places))
        if not people and role == "reporter" and NOT_A_REPORTER.match(text[place.end() :]):
            return None
        if not people and not waiting and number + 1 < len(places) and _is_joint(text[place.end() : end]):
            # 摄影 记者 甲 and 通讯员 文字 甲: two words for one name.
            carried = place[0]
            continue
        role, carried = _joint(carried, place[0], role), ""
        if not people and waiting:  # 甲 乙 文/图: the names stand before their role
            people, waiting = waiting, []
        elif not people and role in ("both", "photographer"):
            promoted = True
        found += [Credit(default or "reporter", name) for name in waiting]
        found += [Credit(role, name) for name in people]
        waiting = []
    found += [Credit(default or "reporter", name) for name in waiting]
    if carried or promoted:
        found = _promote(found)
    found = [credit for credit in found if credit.role != "other"]
    return Byline(tuple(dict.fromkeys(found)), tuple(doubts)) if found else None


def _is_joint(gap: str) -> bool:
    return not gap.strip(" ：:/／|、") or bool(OURS.fullmatch(gap.strip(" ：:/／|")))


def _joint(first: str, word: str, role: str) -> str:
    """The role of a name that two words stand before: the work done, or who did it."""
    if not first:
        return role
    one = ROLE_OF.get(first, "other")
    for stronger in ("photographer", "both", "intern", "correspondent"):
        if stronger in (one, role):
            return stronger
    return role


def _lead(lead: str, doubts: list[str], *, before_role: bool, default: str, supplied: bool) -> list[str] | None:
    """Names before the first role; [] for a unit there; None when it is a sentence."""
    if supplied and is_office(lead):  # 区税务局供稿
        return [lead]
    if not lead or OURS.fullmatch(lead) or (before_role and _is_ours(lead)):
        return []
    people = _people(lead, doubts)
    if people and all(names.is_likely(name) for name in people):
        return people
    if SENTENCE.search(lead) and not OFFICE.search(lead):
        return None
    if before_role:
        return [] if len(lead) <= 12 and "。" not in lead else None
    if people and default and all(names.is_shaped(name) or is_office(name) for name in people):
        return people
    return None


def _promote(found: list[Credit]) -> list[Credit]:
    """本报记者 甲 文/图 and 记者 甲 摄影报道: who wrote also photographed."""
    promoted: list[Credit] = []
    for credit in found:
        if credit.role == "reporter":
            promoted.append(Credit("both", credit.name))
        else:
            promoted += [credit, Credit("photographer", credit.name)]
    return promoted


def _is_ours(text: str) -> bool:
    text = SPACES.sub("", text)
    return bool(OURS.fullmatch(text) or re.fullmatch(rf"[{HAN}]{{0,10}}{NEWSROOM}(?:讯)?", text))


def unbroken(text: str) -> str:
    """A line's end inside a byline parts two names, or breaks a name or a role in two."""
    joined, *pieces = re.split(r"\s*[\n\r]+\s*", text.strip())
    for piece in pieces:
        joined += (" " if _is_parted(joined, piece) else "") + piece
    return joined


def _is_parted(before: str, after: str) -> bool:
    head, tail = closed_up(after[:8]), closed_up(before[-8:])
    if any(match.start() < len(tail) < match.end() for match in ROLE.finditer(tail + head)):
        return False
    if tail[-1:] in "（(":
        return False
    if ROLE.match(head) or head.startswith(("本报", "（", "(")):
        return True
    last = re.split(r"[\s、，/（(：:]", ROLE.sub(" ", tail))[-1]
    first = re.split(r"[\s、，/）)]", ROLE.sub(" ", closed_up(after[:12])))[0]
    return len(last) >= 2 and len(first) >= 2 and names.has_surname(first)


def _people(segment: str, doubts: list[str], *, before_role: bool = False) -> list[str]:
    """The names of one role; units before names fall away, an office without a name signs for itself."""
    tokens = [token for token in SEPARATOR.split(segment.strip("（）() 　。.·-—□◎●■○")) if token]
    tokens = _padded(tokens)
    if before_role and len(tokens) > 1 and _is_ours(tokens[-1]):
        tokens.pop()
    people: list[str] = []
    office = ""
    for token in tokens:
        token = re.sub(rf"[（(][^（）()]{{0,12}}[）)]|[（()）{HAN[:0]}]", "", token)
        token = DONE.sub("", token) if len(token) > 4 else token
        token = re.sub(r"(?<=..)等$", "", token)
        if before_role:
            token = re.sub(rf"(?<=[{HAN}]{{2}})(?:本报|本台|本网|我报)$", "", token)
        if not token or NOT_NAMES.match(token) or OURS.fullmatch(token):
            continue
        if is_office(token) or _is_ours(token):
            office = token
            continue
        office = ""
        people += _names_in(token, doubts)
    if office and not people:
        people.append(office)
    return people


def _padded(tokens: list[str]) -> list[str]:
    """周 健 and 柳 如 烟: names of which print has spaced out the characters."""
    joined: list[str] = []
    loose = ""
    for token in [*tokens, ""]:
        if len(token) == 1 and token not in WORK:
            loose += token
            continue
        if len(loose) == 1 and len(token) == 2 and not names.has_surname(token):
            token = loose + token  # 柳 如烟
        elif len(loose) in (2, 3):
            joined.append(loose)
        elif loose:
            joined += names.split_run(loose) or [loose[at : at + 2] for at in range(0, len(loose), 2)]
        loose = ""
        if token:
            joined.append(token)
    return joined


def is_office(token: str) -> bool:
    if PLACE_THEN_OFFICE.search(token) and len(token) >= 3:
        return True
    return len(token) >= 4 and bool(OFFICE.search(token)) or (len(token) == 3 and bool(re.search("[宣办委]$", token)))


def _names_in(token: str, doubts: list[str]) -> list[str]:
    if "·" in token or "•" in token or len(token) <= 3:
        return [token]
    if glued := GLUED_OFFICE.match(token):
        return [glued[2]]
    if len(token) == 4 and token[:2] in names.COMPOUNDS:
        return [token]
    if run := names.split_run(token):
        doubts.append(token)
        return run
    if len(token) > 4:
        doubts.append(token)
    return [token]
