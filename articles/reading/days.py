"""The day of the event, told from plans, deadlines, past years and the dateline's own day."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..values.weeks import Week

PART = r"(?:凌晨|清晨|早晨|早上|上午|中午|午间|下午|傍晚|晚上|晚间|夜间|晚)"
DAY = re.compile(
    rf"(?:(?P<year>\d{{4}})年)?(?:(?P<month>\d{{1,2}})月)?(?P<day>\d{{1,2}})日"
    rf"(?:(?P<to>[至到\-—－–~～、和]{{1,2}})(?:(?P<month2>\d{{1,2}})月)?(?P<day2>\d{{1,2}})日)?(?P<part>{PART})?"
)
SHORT_RANGE = re.compile(
    rf"(?:(?P<year>\d{{4}})年)?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})(?P<to>[至到\-—－–~～]{{1,2}})(?P<month2>(?!))?"
    rf"(?P<day2>\d{{1,2}})日(?P<part>{PART})?"
)
# Said of a day that is not the event's.
NOT_AFTER = re.compile(
    r"^(?:前|以前|之前|起|后|以后|之后|止|截止|为止|至今|以来|开始|消息|电|讯|零时|24时|刊|印发|出台|实施|施行|生效|出生|的?(?:通知|文件|《))|^《"
)
NOT_BEFORE = re.compile(
    r"(?:从|自|截至|截止到?|直到|预计|计划|定于|将于|拟于|拟在|将在|力争|确保|争取|到|至|不晚于|早在|此前的?|曾于|每年|每月|去年|明年|"
    r"生于|始于|建于|成立于|上年|前年|往年)$"
)
RELATIVE = re.compile(rf"(?:今天|昨天|今日|昨日|当天|前天|明天)(?P<part>{PART})")
SENTENCE_START = re.compile(r"(?:^|[。！？；”：，]|图为|▲|▼|（)$")
LONGEST_EVENT = 31
BEGUN_WITH = re.compile(r"\s*(?:(?:本报|木报)讯)?\s*(?:（[^）]{0,60}）)?\s*(?P<month>\d{1,2})月(?P<day>\d{1,2})日")


@dataclass(frozen=True)
class EventDay:
    written: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    part: str | None = None
    doubts: tuple[str, ...] = ()  # rules: no_day, day_does_not_exist, month_inferred


@dataclass(frozen=True)
class _Mention:
    written: str
    start: date
    end: date
    part: str | None
    leads: bool  # opens its sentence or paragraph
    inferred: bool = False


def event_day(paragraphs: Sequence[str], *, week: Week | None, today: date) -> EventDay:
    doubts: list[str] = []
    mentions: list[tuple[int, _Mention]] = []
    for number, text in enumerate(paragraphs):
        mentions += [(number, mention) for mention in _mentions(text, doubts, week=week, today=today)]
    lead = [mention for number, mention in mentions if number <= 1]
    first = next((mention for mention in lead if mention.leads), lead[0] if lead else None)
    if first is None:
        first = next((mention for _, mention in mentions if mention.leads), None)
    if first is None:
        relative = RELATIVE.search(paragraphs[0][:60]) if paragraphs else None
        return EventDay(part=relative["part"] if relative else None, doubts=tuple(doubts) or ("no_day",))
    kept = _of_the_event(first, [mention for _, mention in mentions])
    start, end = min(m.start for m in kept), max(m.end for m in kept)
    parts = {m.part for m in kept}
    part = first.part if len(kept) == 1 or (start == end and len(parts) == 1) else None
    if start == end and first.part:
        part = first.part
    if any(mention.inferred for mention in kept):
        doubts.append("month_inferred")
    return EventDay(tuple(dict.fromkeys(m.written for m in kept)), start, end, part, tuple(dict.fromkeys(doubts)))


def _of_the_event(first: _Mention, mentions: list[_Mention]) -> list[_Mention]:
    """Days inside the first range, and days that open a later passage of the same journey."""
    kept = [first]
    for mention in mentions[mentions.index(first) + 1 :]:
        within = first.start <= mention.start and mention.end <= first.end
        if within and first.start != first.end and mention.leads:
            kept.append(mention)
    return kept


def _mentions(text: str, doubts: list[str], *, week: Week | None, today: date) -> list[_Mention]:
    found: list[_Mention] = []
    month: int | None = None
    taken = -1
    matches = sorted([*SHORT_RANGE.finditer(text), *DAY.finditer(text)], key=lambda m: (m.start(), -m.end()))
    for match in matches:
        if match.start() < taken:
            continue
        taken = match.end()
        before, after = text[max(match.start() - 8, 0) : match.start()], text[match.end() : match.end() + 6]
        if before[-1:].isdigit() or before.endswith(("月", "第", "每")):
            continue
        if match["month"]:
            month = int(match["month"])
        if NOT_AFTER.search(after) or NOT_BEFORE.search(before) or _is_dateline(text, match.start()):
            continue
        # 将于12月20日 and 于明年…: a plan stands a few characters before.
        if re.search(r"(?:将|拟|计划|预计|定)(?:于|在)?$", before) or re.search(r"\d{4}年$|[去明前]年$", before):
            continue
        if not match["month"] and not _may_lack_month(text, match.start()):
            continue
        mention = _dated(match, text, month, week=week, today=today)
        if mention is None:
            doubts.append("day_does_not_exist")
        elif abs((mention.end - mention.start).days) <= LONGEST_EVENT and not _is_long_ago(match, week, today):
            found.append(mention)
    return found


def _is_dateline(text: str, at: int) -> bool:
    return bool(re.search(r"(?:新闻网|日报|晚报|新华社.{2,8}|[报网台社])$", text[max(at - 14, 0) : at]))


def _may_lack_month(text: str, at: int) -> bool:
    """14日上午，… opens a story; from 14日起 inside a text is a plan of somebody else."""
    return at == 0 or bool(re.search(r"[。]$|图为$", text[:at][-2:]))


def _is_long_ago(match: re.Match[str], week: Week | None, today: date) -> bool:
    if not match["year"]:
        return False
    near = (week.first_day if week else today).year
    return abs(int(match["year"]) - near) > 1


def _dated(match: re.Match[str], text: str, month: int | None, *, week: Week | None, today: date) -> _Mention | None:
    number = int(match["day"])
    year = int(match["year"]) if match["year"] else None
    start = resolve(year, int(match["month"]) if match["month"] else None, number, week=week, today=today)
    if start is None:
        return None
    end = start
    if match["day2"]:
        month2 = int(match["month2"]) if match["month2"] else start.month
        end_year = start.year + (1 if month2 < start.month else 0)
        end = _day(end_year, month2, int(match["day2"])) or start
        if end < start:
            end = start
    leads = bool(SENTENCE_START.search(text[max(match.start() - 2, 0) : match.start()]))
    return _Mention(match[0], start, end, match["part"], leads, not match["month"])


def resolve(year: int | None, month: int | None, number: int, *, week: Week | None, today: date) -> date | None:
    """The day nearest to the week; without a week the latest such day that is not after today."""
    anchor = week.first_day + timedelta(days=3) if week else today
    if year and month:
        return _day(year, month, number)
    if month:
        days = [_day(anchor.year + shift, month, number) for shift in range(-8 if number == 29 else -1, 2)]
    else:
        days = [
            _day(anchor.year + (anchor.month - 1 + shift) // 12, (anchor.month - 1 + shift) % 12 + 1, number)
            for shift in (-2, -1, 0, 1)
        ]
    known = [day for day in days if day and (week or day <= today)]
    return min(known, key=lambda day: abs((day - anchor).days), default=None)


def _day(year: int, month: int, number: int) -> date | None:
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= number <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, number)


def nearest_day_begun_with(text: str, today: date) -> date | None:
    """The day with which a text begins, without its year: of all days of that name the one nearest to today."""
    begun = BEGUN_WITH.match(text)
    if begun is None or NOT_AFTER.match(text[begun.end() :]):
        return None
    days = [_day(today.year + years, int(begun["month"]), int(begun["day"])) for years in (-1, 0, 1)]
    return min((day for day in days if day), key=lambda day: abs(day - today), default=None)
