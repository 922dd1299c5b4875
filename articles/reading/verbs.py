"""What people did: the verbs of a sentence of attendance, as printed."""

import re

from .names import HAN
from .posts import ACTIVITY, ATTEND, JOINT_ACT, LEADS, NAMELESS

LONGEST_VERB = 14
TOLD = re.compile(
    rf"(?:应邀|现场|专门)?(?:"
    rf"[作做]了?[{HAN}]{{0,8}}(?:发言|部署|安排|辅导|说明|解读|汇报|讲话|致辞|报告|通报|点评|宣讲)|"
    rf"介绍[{HAN}]{{0,6}}(?:经验|情况)|到会[{HAN}]{{2}}|传达了?[{HAN}]{{0,12}}?精神)"
)


def after_the_nameless(rest: str) -> str:
    for _ in range(4):
        rest = NAMELESS.sub("", rest)
    return rest


def verbs_of(rest: str) -> tuple[str, ...] | None:
    """What people did, by the words that follow the last of their names."""
    rest = after_the_nameless(rest)
    if re.match(ATTEND, rest):
        if len(rest) <= LONGEST_VERB:
            return (rest,)
        match = re.match(rf"({ATTEND}).*?(并(?:作|做)?(?:[{HAN}]{{0,4}}?)(?:讲话|致辞|发言|部署|宣布.*|总结))?$", rest)
        if match:
            return tuple(filter(None, (match[1], (match[2] or "").removeprefix("并"))))
    rest = re.sub(r"^在(?:会上|会议上|现场|座谈会上)", "", rest)
    if match := TOLD.match(rest):
        return (match[0],)
    if match := ACTIVITY.match(rest) or JOINT_ACT.match(rest):
        return (match["verbs"],)
    if LEADS.match(rest):
        return ("率队",)
    return None
