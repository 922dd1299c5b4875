"""Where a story's event took place, of the places that it names: the others are only concerned. Pure: text to names.

A ranking names all townships and happened in none of them; 在柳溪镇召开, 走进东柳村 and a sentence that begins with
a village say where. In doubt a place is only concerned: what the diary says of a place is true.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .text import sentences

# What stands before a name where something happens; not 排在, 正在, 接到, 达到.
GOING = (
    r"(?:(?<![排正现存旨所实])在|(?<![接收达得感受遇听等])到|赴|走进|深入|前往|抵达|位于|走访|奔赴|做客|落户|开进)了?"
)
# A list that begins with a place one goes to: 到三河口镇、望塔街道督导.
ITEMS = r"(?:(?:[^，。；（(、和与及的中]|中[心学村]){2,16}[、和与及])*"
# 在全区柳溪镇: a larger place. Not 在评比中, 在会上, 在靠后的.
# Not 在听取某镇汇报后, 到市里汇报某镇的事: what is done there is not the place.
WITHIN = (
    r"(?![^，。；、]{0,4}(?:听取|汇报|接待|迎接|介绍|研究|讨论|商议|参加|观看|收看|了解))"
    r"(?:[^，。；、（(的]{0,5}[^，。；、（(的中里上下内间时后前会场])?"
)
GONE_TO = re.compile(f"{GOING}{ITEMS}{WITHIN}$")
# 原定在柳溪镇举行的, 改到别处; 前往柳溪镇的公交车; 在柳溪镇的支持下: named after such a word, and nobody was there.
MEANT = re.compile(r"(?:原定|原计划|原拟|本应|本该|本来)[^，。；]*$")
BOUND_FOR = re.compile(r"(?:前往|开往|通往|发往|往返)$")
BY_WHOM = re.compile(r"的?(?:大力|鼎力|积极|全力)?(?:支持|帮助|指导|协助|配合|帮扶|推荐|邀请|组织|牵头|号召|带动)下")
DAY = re.compile(
    r"^(?:[0-9]{1,2}月[0-9]{1,2}日(?:至(?:[0-9]{1,2}月)?[0-9]{1,2}日)?(?:上午|下午|晚上|晚|中午|清晨)?|"
    r"近日|日前|连日来|眼下|如今)?[，、]?(?:记者从[^，。]{2,20}(?:获悉|了解到)，)?"
    # 重阳节，入秋以来，立冬，
    r"(?:[^，。、]{0,6}(?:节|以来|期间|前后|[立春秋冬夏][春夏秋冬分至])，)?"
)
JOINED = re.compile("[、和与及]")
# 柳溪镇、宁河镇主要负责人作表态发言, 柳溪镇获颁红旗: who spoke and who stood first, not where.
NOT_THERE = re.compile(
    r"(?:主要)?(?:负责人|负责同志|书记|党委|分管|代表|等)|(?:荣?获|夺得|被|排|居|位[居列]|名列|受到|捧回|领到)|"
    # 柳溪镇的柑橘在区文化中心开卖: what comes from there is somewhere else.
    r"的[^，。；]{1,12}?(?:在|到|赴|走进|运往|运抵|亮相)"
)
MOST_LOOKED_AT = 3  # sentences


class Village(NamedTuple):
    township: str
    name: str


class Places(NamedTuple):
    at: list[str]  # where it happened, in the text's order
    concerned: list[str]  # what the story is about besides


def places_of_event(
    headline: str,
    body: str,
    townships: Sequence[str] = (),
    villages: Sequence[Village] = (),
) -> Places:
    """Of the places that a story is filed under. A village is told with its township, and tells it."""
    opening = [DAY.sub("", sentence, count=1) for line in body.split("\n") for sentence in sentences(line)]
    told = [headline, *opening[:MOST_LOOKED_AT]]
    # 到柳溪镇东柳村: that is the village.
    all_townships = dict.fromkeys([*townships, *(one.township for one in villages)])
    not_its = {name: tuple(one.name for one in villages if one.township == name) for name in all_townships}
    first = set(_first_named([headline, *opening[:1]], [*villages, *all_townships]))
    found = [one for one in villages if one in first or any(_went(one.name, said) for said in told)]
    at = ["".join(one) for one in found]
    within = {one.township for one in found}
    for name, others in not_its.items():
        if name not in within and (name in first or any(_went(name, said, others) for said in told)):
            at.append(name)
    rest = [one for one in villages if one not in found and one.township not in at]
    covered = {*within, *(one.township for one in rest), *at}
    concerned = ["".join(one) for one in rest] + [name for name in townships if name not in covered]
    return Places(sorted(at, key=lambda name: _place_in(body, name)), concerned)


def _place_in(body: str, name: str) -> tuple[bool, int]:
    place = body.find(name)
    return place < 0, place


def _went(name: str, sentence: str, others: tuple[str, ...] = ()) -> bool:
    return any(
        GONE_TO.search(before := sentence[: found.start()]) and not _only_meant(before, sentence[found.end() :])
        for found in re.finditer(re.escape(name), sentence)
        if not sentence.startswith(others, found.end())
    )


def _only_meant(before: str, after: str) -> bool:
    if MEANT.search(before) or BY_WHOM.match(after):
        return True
    return bool(BOUND_FOR.search(before)) and after.startswith("的")


def _first_named(said: list[str], places: "Sequence[str | Village]") -> "Iterator[str | Village]":
    """The places with which a sentence begins, one or several, unless they are those of people or of ranks."""
    for rest in said:
        begun: list[str | Village] = []
        while found := next(((one, as_told) for one in places if (as_told := _begins(rest, one))), None):
            begun.append(found[0])
            rest = rest.removeprefix(found[1])
            if not JOINED.match(rest):
                break
            rest = rest[1:]
        if begun and not JOINED.match(rest) and not NOT_THERE.match(rest):
            yield from begun


def _begins(rest: str, place: "str | Village") -> str:
    forms = (place,) if isinstance(place, str) else ("".join(place), place.name)
    return next((form for form in forms if rest.startswith(form)), "")
