"""The ranking in which townships were given flags: what the story calls it, and which places were flagged."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .findings import Finding
from .places import COLOURS, FLAG, Flag, Gazetteer, flags_of

WORD = r"(?:评比|考核|排名|考评|评选|测评|评议|评估|评价|督查|督导|暗访|检查|竞赛|比武|擂台赛|红黑榜)"
PLAIN = r"[^，。；：、！？“”（）()\s]"
# 通报了10月份村庄清洁评比情况; the longest name before the mark that ends it.
TOLD = re.compile(rf"(?:通报|公布|宣读|发布|公示|揭晓)了?(?P<name>(?:(?!情况){PLAIN}){{2,40}}{WORD})")
# 在农村人居环境整治工作中排名前两位: what the places were won in.
WITHIN = re.compile(
    rf"在(?P<name>{PLAIN}{{3,40}}?)(?P<word>工作|活动|行动|整治|创建)?中?(?=(?:综合)?(?:排名|排在|位列|名列|位居))"
)
NAMED = re.compile(
    rf"(?:^|[，；：、在对向将把按据经从了])(?P<name>{PLAIN}{{2,30}}?{WORD})(?!员|组|办|局|站|制度|办法|机制)"
)
LEAD = re.compile(r"^(?:还|并|近期|近日|日前|在|对|向|了|全区|全县|全市|本区|我区|我县)+")
HELD = re.compile(r"召开|举行|举办")
IN_IT = r"(?:综合)?(?:排名|排在|排|位列|名列|位居|得分|评分)?(?:为|在)?"
AT = r"(?:(?:倒数第?|前|后|末|最后|第)[一二三四五六七八九十两0-9]{1,2}(?:名|位)|末位|首位|前列)"
PLACE = re.compile(rf"{IN_IT}{AT}(?!同志|代表|群众|干部|领导)")
SHARED = re.compile(r"红蓝旗|红黑旗|红黑榜")


@dataclass(frozen=True)
class Ranking:
    subject: str  # empty where the story names none
    reason: str
    findings: tuple[Finding, ...] = ()


def ranking_of(paragraphs: Sequence[str], headline: str | None, flags: Sequence[Flag], gazetteer: Gazetteer) -> Ranking:
    """Of a story that tells of flags; only the sentences that give them, and the words before these, are read."""
    giving = [paragraph for paragraph in paragraphs if flags_of([paragraph], gazetteer)]
    clauses = [clause for paragraph in giving for clause in re.split(r"[。；]", paragraph) if _gives(clause, gazetteer)]
    subject, is_sure = _subject(giving, clauses, headline or "")
    places = [match[0] for clause in clauses for match in PLACE.finditer(clause)]
    reason = "、".join(dict.fromkeys(places))
    found = []
    if not subject:
        found.append(Finding("no_ranking", "flags"))
    elif not is_sure:
        found.append(Finding("ranking_name", "flags", subject))
    if not reason:
        found.append(Finding("no_flag_reason", "flags"))
    colours: dict[str, set[str]] = {}
    for flag in flags:
        colours.setdefault(flag.township, set()).add(flag.colour)
    found += [Finding("two_flags", "flags", township) for township, given in colours.items() if len(given) > 1]
    return Ranking(subject, reason, tuple(found))


def _gives(clause: str, gazetteer: Gazetteer) -> bool:
    return any(match[0] in COLOURS for match in FLAG.finditer(clause)) and bool(gazetteer.townships(clause))


def _subject(paragraphs: Sequence[str], clauses: Sequence[str], headline: str) -> tuple[str, bool]:
    """The name, and whether the story plainly calls the ranking so."""
    for clause in clauses:
        if match := WITHIN.search(clause):
            return f"{_trimmed(match['name'])}{match['word'] or ''}排名"[:80], False
    told = [match["name"] for text in paragraphs for match in TOLD.finditer(_before_flags(text))]
    if told:
        return _trimmed(told[-1]), True
    for text in [*map(_before_flags, clauses), headline]:
        if named := [match["name"] for match in NAMED.finditer(text)]:
            return _trimmed(named[-1]), False
    return "", False


def _before_flags(text: str) -> str:
    """Up to the first flag that a place was given; 红黑榜 may itself be the ranking's name."""
    mark = next((match for match in FLAG.finditer(text) if match[0] in COLOURS and not SHARED.match(match[0])), None)
    return text[: mark.start()] if mark else text


def _trimmed(name: str) -> str:
    return LEAD.sub("", HELD.split(name)[-1])[:80]
