"""Who was there: post, name and verb, as the sentence of attendance prints them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import names
from .names import HAN
from .posts import ACTIVITY, ATTEND, MOVES, STRONG, TITLE_END, TITLE_LAST, VERBAL, WEAK
from .text import sentences

ORGANISATION = re.compile(
    r"^(?P<organisation>.{2,40}(?:有限责任公司|股份有限公司|有限公司|公司|集团|大学|学院|研究院|研究所|设计院|研究会|协会|商会|学会|中学|小学|学校|"
    r"医院|银行|支行|分行|合作社|基金会|联合会|俱乐部|中心|事务所|厂|酒店|电视台|报社|出版社|工作室|科技|控股|实业|传媒|农场))(?P<post>.{2,20})$"
)
OTHER_PLACE = re.compile(
    rf"^(?P<organisation>(?:[{HAN}]{{2,4}}(?:省|自治区))?(?:[{HAN}]{{2,5}}?[市州盟])?(?:[{HAN}]{{1,4}}[区县市旗])?)(?P<post>(?:[省市区县旗]|副|区委|党|人大|政协|委).{{1,20}})$"
)
UNNAMED = re.compile(
    r"(?:相关|有关|主要|各|等|分管|单位|部门|企业|群众|党)(?:负责人|代表|同志|专家)$|[多几各两三四五六七八九十百0-9][名位]"
)
BODY_END = re.compile(r"[委组会室局部府办队院校村镇乡区县市处科站中心副]$")
LEAD = re.compile(
    r"^(?:(?:20\d\d年)?(?:\d{1,2}月)?\d{1,2}日(?:[至到\-—和、](?:\d{1,2}月)?\d{1,2}日)?(?:凌晨|清晨|上午|中午|下午|傍晚|晚上|晚间|晚)?|近日|日前|连日来|"
    r"会上|随后|当天|当日|当天(?:上午|下午)|同日|会前|会后|期间|其间|座谈会上|会议由)$"
)
INTRODUCED = re.compile(r"^(?:并|还|随后|分别|先后)*(?:与|同|和|向|会见了?|会见|会同|由|邀请)")
TALKS = re.compile(
    r"(?:与|同|和)(?P<people>[^，。；]{4,120}?(?:，[^，。；]{4,60}?)?)(?:等|一行|等人)?(?:进行|举行|展开|深入|亲切)?(?P<verb>座谈交流|座谈|会谈|洽谈|交流)"
)
LONGEST_VERB = 14
LONGEST_SENTENCE = 500


@dataclass(frozen=True)
class Person:
    name: str
    post: str | None = None
    verbs: tuple[str, ...] = ()
    organisation: str | None = None


def attendance_of(paragraphs: Sequence[str]) -> list[Person]:
    """People with posts in the opening, and those met later with a post of their own."""
    found: list[Person] = []
    own = _own_places(paragraphs)
    for number, paragraph in enumerate(paragraphs):
        for sentence in sentences(paragraph):
            people = _in_sentence(sentence, opening=number == 0 or (number == 1 and len(paragraphs[0]) < 60))
            guest: str | None = None  # 某公司董事长甲、总经理乙: the second is of the same company
            for person in people:
                person = _placed(person, own)
                if guest and not person.organisation and COMPANY_POST.fullmatch(person.post or ""):
                    person = replace(person, organisation=guest)
                guest = person.organisation
                if all(person.name != other.name for other in found):
                    found.append(person)
    return found


def _own_places(paragraphs: Sequence[str]) -> set[str]:
    """The district the paper belongs to: the one that holds the meeting, or the first post's."""
    lead = paragraphs[0][:200] if paragraphs else ""
    held = re.findall(
        rf"[，。]([{HAN}]{{2,6}}[区县市旗])(?:委|政府|人民政府)?(?:（[{HAN}]{{2,6}}）)?(?:召开|举行|举办|党工委|组织)",
        f"。{lead}",
    )
    return {*held, *(["district"] if any(DISTRICT.search(text) for text in paragraphs[:3]) else [])}


# An office of the city or the province, or of a place that is named: not one of the district's own.
SUPERIOR = re.compile(
    rf"^(?P<organisation>(?:[国省市]|[{HAN}]{{2,4}}?[省市])[{HAN}（）]{{1,18}}?(?:(?<!县|区|市)委员会|党校|局|厅|办公室|支队|总队|公司|中心|学院|研究院|医院|银行))"
    rf"(?P<post>[{HAN}]{{2,8}})$"
)
DISTRICT = re.compile(r"[区县]委|[区县]长|[区县]领导|[区县]政府|管委会|党工委")
COMPANY_POST = re.compile(
    r"副?(?:董事长|总经理|总裁|经理|总监|行长|院长|校长|会长|秘书长|总工程师|总会计师|首席执行官)|[投营市技财运]\w{1,3}总监"
)


def _placed(person: Person, own: set[str]) -> Person:
    """Guests: what stands before their post is their organisation."""
    post = person.post or ""
    match = ORGANISATION.match(post)
    if match and TITLE_END.search(match["post"]) and not re.search("党工委|管委会|[区县市]委|政府", match["post"]):
        return replace(person, organisation=match["organisation"], post=match["post"])
    match = SUPERIOR.match(post)
    if (
        match
        and TITLE_END.search(match["post"])
        and not re.search("人大|政协|纪委|法院|检察院", post)
        and "district" in own
    ):
        return replace(person, organisation=match["organisation"], post=match["post"])
    match = OTHER_PLACE.match(post)
    if (
        match
        and match["organisation"]
        and match["organisation"] not in own
        and re.match(r"副?[市省州]|市委|市政府|省", match["post"])
    ):
        return replace(person, organisation=match["organisation"], post=match["post"])
    if match and match["organisation"].endswith("市") and own and not any(o.endswith("市") for o in own):
        return replace(person, organisation=match["organisation"], post=match["post"])
    return person


def _in_sentence(sentence: str, *, opening: bool) -> list[Person]:
    text = sentence.rstrip("。！？”")
    if people := _named_last(text):
        return people
    if opening or re.search(
        rf"领导[{HAN}]{{2,4}}(?:[、，]|出席|参加|列席|陪同)|(?:出席|参加|列席|陪同|主持)(?:会议|活动|座谈|仪式|调研|督导)",
        text,
    ):
        people = _walk(text, opening=opening)
        if people:
            return people
    return _talks(text)


# 参加会议的还有某某、某某
NAMED_LAST = re.compile(
    rf"^(?:一同|共同)?(?P<verb>(?:出席|参加|列席|陪同)[{HAN}]{{0,6}}?)的?(?:领导)?(?:还?有|是)[：:]?(?P<people>.{{4,200}})$"
)


def _named_last(text: str) -> list[Person]:
    match = NAMED_LAST.match(text)
    if not match:
        return []
    people: list[Person] = []
    held = ""
    for clause in _clauses(match["people"]):
        found, _rest, held = _people_in(clause, people, held)
        people += found
    return [replace(person, verbs=(match["verb"].removesuffix("的"),)) for person in people]


def _walk(text: str, *, opening: bool) -> list[Person]:
    """Clause by clause: people wait until their verb comes."""
    done: list[Person] = []
    waiting: list[Person] = []
    held = ""  # a post whose next half follows: 党工委副书记、
    moved = False
    clauses = _clauses(text)
    for number, clause in enumerate(clauses):
        if moved:  # 来到某处，走访慰问…
            moved = False
            if verb := _verb(clause, single=True):
                done += [replace(person, verbs=verb) for person in waiting]
            waiting = []
            if verb:
                continue
        people, rest, held = _people_in(clause, waiting, held)
        waiting += people
        if not rest:
            continue
        verb = _verb(rest, single=bool(people)) if waiting else None
        if verb:
            done += [replace(person, verbs=verb) for person in waiting]
        elif waiting and MOVES.match(rest) and number + 1 < len(clauses):
            moved = True
            continue
        waiting, held = [], ""
    return done


def _clauses(text: str) -> list[str]:
    return [clause for clause in re.split(r"[，；]", text) if clause]


def _people_in(
    clause: str, waiting: list[Person], held: str, *, introduced: bool = True
) -> tuple[list[Person], str, str]:
    """(people, what follows the last of them, a post that waits for its second half)."""
    if LEAD.match(clause):
        return [], "", held
    if introduced and not waiting and not held and INTRODUCED.match(clause):
        clause = INTRODUCED.sub("", clause)
    parts = _parts(clause)
    people: list[Person] = []
    last_post = waiting[-1].post if waiting else None
    for number, part in enumerate(parts):
        final = number == len(parts) - 1
        if final and (turned := _reversed(part)):
            return [*people, turned[0]], turned[1], ""
        named = _named(part)
        if named is None and final and (cut := _bare_name(part)) and (people or waiting):
            people.append(Person(cut[0], (people[-1].post if people else last_post)))
            return people, cut[1], ""
        if named is None:
            if not final and (people or waiting) and not held and names.is_shaped(part) and not TITLE_LAST.search(part):
                people.append(Person(part, people[-1].post if people else last_post))
                continue
            if TITLE_LAST.search(part):
                if (reverse := _name_before_post(part)) is not None:
                    people.append(reverse)
                else:
                    held += part + ("、" if not final else "")
                continue
            return people, "、".join(parts[number:]) if (people or waiting) else "", ""
        post, name, rest = named
        people.append(Person(name, _post(held + post)))
        held = ""
        if rest:
            return people, rest + "".join(f"、{more}" for more in parts[number + 1 :]), ""
    return people, "", held


def _parts(clause: str) -> list[str]:
    """Split at 、 outside brackets and quotation marks."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(clause):
        if char in "（“《(":
            depth += 1
        elif char in "）”》)":
            depth = max(depth - 1, 0)
        elif char == "、" and not depth:
            parts.append(clause[start:at])
            start = at + 1
    parts.append(clause[start:])
    return [part for part in parts if part]


def _named(part: str) -> tuple[str, str, str] | None:
    """(post, name, what follows) of 示范区党工委书记甲某某出席会议."""
    for match in reversed(list(TITLE_END.finditer(part[:80]))):
        after = part[match.end() :]
        post = part[: match.end()]
        if not after or re.match("[（(]", after):
            continue
        if cut := _bare_name(after):
            if match[0] in ("代表", "负责人", "专家", "先生", "女士", "同志", "老师", "导师", "组长") and not (
                names.is_likely(cut[0]) and not UNNAMED.search(post)
            ):
                continue
            return post, cut[0], cut[1]
    return None


def _bare_name(text: str) -> tuple[str, str] | None:
    """A name and what follows it: the name ends where punctuation or a verb begins."""
    text = text.lstrip(" ")
    if VERBAL.match(text):
        return None
    if match := re.match(rf"[{HAN}]{{1,6}}(?:·[{HAN}]{{1,8}}){{1,2}}", text):
        return match[0], text[match.end() :]
    for edge in (STRONG, WEAK):
        for size in (2, 3, 4):
            name, rest = text[:size], text[size:]
            if len(name) < size or not names.is_shaped(name):
                break
            if size == 4 and not names.has_surname(name):
                continue
            if not rest and edge is STRONG:
                if len(text) <= 3 or name[:2] in names.COMPOUNDS or size == 4:
                    return name, ""
                continue
            if rest and edge.match(rest) and (size > 2 or not _splits_name(text)):
                return name, rest
    return None


def _splits_name(text: str) -> bool:
    """王检 in 王检查…: two characters and a verb that is half of the name are rare; compounds are whole."""
    return text[:2] in names.COMPOUNDS and STRONG.match(text[2:]) is None and STRONG.match(text[3:]) is not None


def _reversed(part: str) -> tuple[Person, str] | None:
    """某学院某某某教授参加座谈: (the person, what follows)."""
    for match in TITLE_END.finditer(part[:80]):
        if VERBAL.match(part[match.end() :]) and (person := _name_before_post(part[: match.end()])):
            return person, part[match.end() :]
    return None


def _name_before_post(part: str) -> Person | None:
    """某学院某某某教授: the name stands before the post."""
    match = TITLE_LAST.search(part)
    if match is None:
        return None
    before, post = part[: match.start()], match[0]
    if names.is_likely(before) and len(before) <= 3 and not BODY_END.search(before):
        return Person(before, post)
    organisation = ORGANISATION.match(before)
    if organisation and names.is_shaped(organisation["post"]) and len(organisation["post"]) <= 3:
        return Person(organisation["post"], organisation["organisation"] + post)
    return None


def _post(text: str) -> str:
    return re.sub(r"^(?:[会议活动座谈仪式典礼]{1,5}由|由|并与|分别与|以及|并由)(?=.{2})", "", text)


def _verb(rest: str, *, single: bool) -> tuple[str, ...] | None:
    rest = re.sub(r"^(?:等人|等领导|等同志|等|同志|一行|还|也|均|都|分别){1,4}", "", rest)
    if re.match(ATTEND, rest):
        if len(rest) <= LONGEST_VERB:
            return (rest,)
        match = re.match(rf"({ATTEND}).*?(并(?:作|做)?(?:[{HAN}]{{0,4}}?)(?:讲话|致辞|发言|部署|宣布.*|总结))?$", rest)
        if match:
            return tuple(filter(None, (match[1], (match[2] or "").removeprefix("并"))))
    if match := ACTIVITY.match(rest):
        return (match["verbs"],)
    if match := re.match(
        rf"(?:应邀|现场|专门)?(?:作|做)(?:了)?[{HAN}]{{0,8}}(?:发言|部署|安排|辅导|说明|解读|汇报|讲话|致辞|报告|通报|点评|宣讲)",
        rest,
    ):
        return (match[0],)
    return None


def _talks(text: str) -> list[Person]:
    """与某公司董事长甲、总经理乙座谈: partners who are named with their posts."""
    people: list[Person] = []
    if not re.search("座谈|会谈|洽谈|交流", text):
        return people
    for match in TALKS.finditer(text[:LONGEST_SENTENCE]):
        held = ""
        for clause in _clauses(match["people"]):
            found, _rest, held = _people_in(clause, people, held, introduced=False)
            people += [person for person in found if person.post]
        if people:
            return [replace(person, verbs=(match["verb"],)) for person in people]
    return people
