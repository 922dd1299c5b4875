"""Where a story's event took place, of the places that it names: the others are only mentioned. Pure: text to names.

A ranking names all townships and happened in none of them; 在柳溪镇召开, 走进东柳村 and a sentence that begins with
a village say where.
"""

import re
from collections.abc import Collection

from .text import sentences

# What stands before a name where something happens.
GOING = r"(?:到|赴|在|走进|来到|深入|前往|抵达|位于|走访|奔赴|做客|落户|开进|送到|搬到|驻)(?:了)?"
DAY = re.compile(
    r"^(?:[0-9]{1,2}月[0-9]{1,2}日(?:至(?:[0-9]{1,2}月)?[0-9]{1,2}日)?(?:上午|下午|晚上|晚|中午|清晨)?|"
    r"近日|日前|连日来|眼下|如今)?[，、]?"
)
# 柳溪镇、宁河镇主要负责人作表态发言: who spoke, not where.
SPEAKERS = re.compile(r"^(?:主要)?(?:负责人|负责同志|书记|党委|分管|代表|等)")
MOST_LOOKED_AT = 3  # sentences


def places_of_event(headline: str, body: str, names: Collection[str]) -> list[str]:
    """Those of the names at which the headline or one of the first sentences says that it happened, in their order."""
    opening = [DAY.sub("", sentence, count=1) for line in body.split("\n") for sentence in sentences(line)]
    return [name for name in names if _is_place_of(name, headline, opening[:MOST_LOOKED_AT])]


def _is_place_of(name: str, headline: str, opening: list[str]) -> bool:
    told = re.escape(name)
    # A list that begins with a place one goes to: 到三河口镇、望塔街道督导.
    gone_to = re.compile(rf"{GOING}(?:[^，。；、（(]{{2,16}}、)*[^，。；、（(]{{0,6}}{told}")
    if any(gone_to.search(sentence) for sentence in (headline, *opening)):
        return True
    begins = [sentence for sentence in (headline, *opening[:1]) if sentence.startswith(name)]
    return any(_acts(sentence[len(name) :]) for sentence in begins)


def _acts(rest: str) -> bool:
    return not rest.startswith(("、", "和", "与", "及")) and not SPEAKERS.match(rest)
