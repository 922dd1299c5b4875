"""Who was there: post, name and verb, as the sentence of attendance prints them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import names
from .guests import ORGANISATION, is_of_company, own_places, split_post
from .names import HAN
from .posts import MOVES, STRONG, TITLE_END, TITLE_LAST, VERBAL, WEAK
from .text import sentences
from .verbs import after_the_nameless, verbs_of

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
RECEIVES = re.compile(r"(?:会见|接见)了?(?P<people>[^，。；]{6,80}?)(?:一行|(?=，|$))")
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
    own = own_places(paragraphs)
    for number, paragraph in enumerate(paragraphs):
        for sentence in sentences(paragraph):
            people = _in_sentence(sentence, opening=number == 0 or (number == 1 and len(paragraphs[0]) < 60))
            guest: str | None = None  # 某公司董事长甲、总经理乙: the second is of the same company
            for person in people:
                organisation, post = split_post(person.post or "", own)
                if organisation:
                    person = replace(person, organisation=organisation, post=post)
                if guest and not person.organisation and is_of_company(person.post or ""):
                    person = replace(person, organisation=guest)
                guest = person.organisation
                if all(person.name != other.name for other in found):
                    found.append(person)
    return found


def _in_sentence(sentence: str, *, opening: bool) -> list[Person]:
    text = re.sub(rf"（(?:女|[{HAN}]{{1,4}}族)）", "", sentence.rstrip("。！？”"))
    if people := _named_last(text):
        return people
    if host := _receives(text):
        return host
    if opening or re.search(
        rf"领导[{HAN}]{{2,4}}(?:[、，]|出席|参加|列席|陪同)|(?:出席|参加|列席|陪同|主持)(?:会议|活动|座谈|仪式|调研|督导)",
        text,
    ):
        people = _walk(text, opening=opening)
        # 与某公司董事长甲座谈: what walks into 与 is no post.
        if people and not any(re.search("[与同和].*(?:公司|集团|企业)", person.post or "") for person in people):
            return people
        return _talks(text) or people
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
            if verb := verbs_of(clause):
                done += [replace(person, verbs=verb) for person in waiting]
            waiting = []
            if verb:
                continue
        people, rest, held = _people_in(clause, waiting, held)
        waiting += people
        if not rest:
            continue
        verb = verbs_of(rest) if waiting else None
        if verb:
            done += [replace(person, verbs=verb) for person in waiting]
        elif waiting and MOVES.match(after_the_nameless(rest)) and number + 1 < len(clauses):
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
        # 常委会 and 委员会 are no people.
        if not after or after[0] in "（(会们":
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
            if size == 4 and name[:2] not in names.COMPOUNDS:
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


def _talks(text: str) -> list[Person]:
    """与某公司董事长甲、总经理乙座谈: partners who are named with their posts."""
    people: list[Person] = []
    if not re.search("座谈|会谈|洽谈|交流", text):
        return people
    for match in TALKS.finditer(text[:LONGEST_SENTENCE]):
        held = ""
        host = _host(text[: match.start()])
        for clause in _clauses(match["people"]):
            found, _rest, held = _people_in(clause, people, held, introduced=False)
            people += [person for person in found if person.post]
        if people:
            return [replace(person, verbs=(match["verb"],)) for person in [*host, *people]]
    return people


def _receives(text: str) -> list[Person]:
    """区长甲会见某公司董事长乙一行."""
    match = RECEIVES.search(text[:LONGEST_SENTENCE])
    host = _host(text[: match.start()] + "出席") if match else []
    if not match or not host:
        return []
    guests: list[Person] = []
    for clause in _clauses(match["people"]):
        guests += _people_in(clause, guests, "", introduced=False)[0]
    rest = text[match.end() :].lstrip("，")
    others = list(_walk(rest, opening=True)) if rest else []
    return [*(replace(person, verbs=("会见",)) for person in host), *guests, *others]


def _host(before: str) -> list[Person]:
    """区长甲 in 区长甲与某公司董事长乙座谈."""
    held = ""
    for clause in _clauses(before)[-2:]:
        found, _rest, held = _people_in(clause, [], held)
        if found:
            return found
    return []
