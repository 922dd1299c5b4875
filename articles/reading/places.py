"""Townships, their villages and the flags they were given."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .names import HAN
from .text import sentences

SUFFIX = r"(?:街道|镇|乡)"
MENTION = re.compile(rf"(?P<stem>[{HAN}]{{1,8}}?)(?P<suffix>{SUFFIX})")
# A name does not hold these: what stands before them belongs to the sentence.
STOPS = re.compile(
    r"的|在|到|和|与|及|向|从|由|对|是|为|于|将|把|被|给|让|往|至|按|并|等|了|等|各|该|本|全|某|个|两|几|每|此|这|那|所|有|或|就|以|日|月|年|午|晚|"
    r"来自|走进|来到|深入|前往|赴|位于|组织|召开|区委|区政府|县委|县政府|副区长|区长|市|县|区|省|书记|主任|督导|调研|指导|检查|察看|走访|"
    r"授予|获得|派驻|包联|分包|联系|随后|先后|分别|现场|介绍|进|去|自|批|后|中|里|内|外"
)
NEVER = re.compile(
    r"(?:主|老|新|大|小|背|沿|临|后|前|城|乡|村|集|古|名|重|市|江南|水|家|故|他|异|返|回|下|离|还|思|老|城|山|同|望|归|入|建制|中心|特色|"
    r"特|强|百强|千强|商业|城市|步行|人行|历史|美丽|文明|一)$"
)
WORDS = {
    "镇": re.compile(r"^(?:静|痛|压|定|守|江|流|宅|长江|尺)"),
    "乡": re.compile(r"^(?:村|亲|愁|土|镇|情|音|邻|民|俗|贤|里|野|间|下|道|友|风|味|思|试|绅|党回|音)"),
    "街道": re.compile(r"^(?:两侧|两旁|两边|上|边|宽|整洁|清扫|保洁|亮化|绿化|卫生|路面|环境)"),
}
VILLAGE = re.compile(
    rf"(?P<name>[{HAN}]{{1,6}}?)(?P<kind>新村|社区|村)(?!民|委|里|口|头|道|史|规|集体|干|容|貌|庄|党|组|镇|医|级|务|卫|内|外|部|落|企|校|小组|居|中|两委)"
)
NO_VILLAGE = re.compile(
    r"(?:农|乡|本|全|各|每|该|山|渔|新农|美丽乡|帮扶|驻|进|入|到|出|下|老|邻|周边|贫困|重点|示范|城中|自然|行政|多|个|两|几|一|二|三|四|五|六|七|八|九|十|"
    r"所在|有的|的|整|我|他|镇|强|省级|市级|传统|特色|智慧|建制|小|大|同|为|和谐|幸福|街道|这个|那个|生态|文明|先进|后进|联)$"
)


@dataclass(frozen=True)
class Flag:
    township: str
    colour: str  # red, blue


class Gazetteer:
    """The townships that a page names, so that one clean mention teaches the others."""

    def __init__(self, texts: Iterable[str]):
        self.known: set[str] = set()
        unsure: list[str] = []
        for text in texts:
            for stem, suffix, clean, _at in _stems(text):
                if clean and 2 <= len(stem) <= 3:
                    self.known.add(stem + suffix)
                else:
                    unsure.append(stem + suffix)
        for name in unsure:
            if not self._longest_known(name):
                stem, suffix = (name[:-2], "街道") if name.endswith("街道") else (name[:-1], name[-1])
                if len(stem) >= 2:
                    self.known.add(stem[-4:] + suffix if len(stem) <= 4 else stem[-2:] + suffix)

    def _longest_known(self, text: str) -> str | None:
        return next((text[start:] for start in range(len(text) - 1) if text[start:] in self.known), None)

    def townships(self, text: str) -> list[tuple[int, str]]:
        """Every mention with its place in the text."""
        found = []
        for stem, suffix, _clean, at in _stems(text):
            whole = stem + suffix
            if name := self._longest_known(whole):
                found.append((at + len(whole) - len(name), name))
        return found

    def villages(self, text: str) -> list[tuple[str, str]]:
        """(township, village): a village stands behind its township or behind another village of it."""
        found: list[tuple[str, str]] = []
        for sentence in sentences(text):
            townships = self.townships(sentence)
            ends = [at + len(name) for at, name in townships]
            for match in VILLAGE.finditer(sentence):
                before = bisect_right(ends, match.end())
                if not before:
                    continue
                at, township = townships[before - 1]
                stem = sentence[max(at + len(township), match.start()) : match.start("kind")]
                gap = sentence[at + len(township) : match.start()]
                stem = re.split(r"[、和与及，的在]", stem)[-1]
                if 1 <= len(stem) <= 4 and not NO_VILLAGE.search(stem) and len(gap) <= 30 and "，" not in gap:
                    found.append((township, stem + match["kind"]))
        return list(dict.fromkeys(found))


def _stems(text: str) -> Iterable[tuple[str, str, bool, int]]:
    """(stem, suffix, whether its left edge is sure, where it starts)."""
    for run in re.finditer(rf"[{HAN}]+", text):
        start = run.start()
        for match in re.finditer(SUFFIX, run[0]):
            end = match.start()
            lead = run[0][max(end - 8, start - run.start()) : end]
            after = text[run.start() + match.end() : run.start() + match.end() + 3]
            start = run.start() + match.end()
            stops = list(STOPS.finditer(lead))
            # A stop may be the first character of a name; the rest must stay two characters long.
            cut = stops[-1].end() if stops else 0
            stem = lead[cut:]
            if len(stem) < 2 or WORDS[match[0]].match(after) or NEVER.search(stem) or len(stem) > 4:
                continue
            if match[0] == "乡" and after.startswith("镇"):
                continue
            clean = bool(stops) or len(lead) == len(stem) and len(lead) < 8
            yield stem, match[0], clean, run.start() + end - len(stem)


FLAG = re.compile(r"红旗|蓝旗|红榜|黑榜|流动红旗|红黑榜|红蓝旗")
COLOURS = {"红旗": "red", "红榜": "red", "流动红旗": "red", "蓝旗": "blue", "黑榜": "blue"}


def flags_of(paragraphs: Sequence[str], gazetteer: Gazetteer) -> list[Flag]:
    found: list[Flag] = []
    for paragraph in paragraphs:
        for sentence in re.split(r"[。；]", paragraph):
            found += _flags_in(sentence, gazetteer)
    return list(dict.fromkeys(found))


def _flags_in(sentence: str, gazetteer: Gazetteer) -> list[Flag]:
    marks = [match for match in FLAG.finditer(sentence) if match[0] in COLOURS]
    townships = gazetteer.townships(sentence)
    found: list[Flag] = []
    edge = 0
    for number, mark in enumerate(marks):
        before = [name for at, name in townships if edge <= at < mark.start()]
        until = marks[number + 1].start() if number + 1 < len(marks) else len(sentence)
        behind = [name for at, name in townships if mark.end() <= at < until]
        direct = re.match(r"[”」]?(?:的(?:是|有|乡镇|单位)?|：|单位)", sentence[mark.end() :])
        if direct or (not before and re.match(r"[”」]?(?:授予|颁给|给|发给|被)", sentence[mark.end() :])):
            chosen = behind
        else:
            chosen = before
        found += [Flag(name, COLOURS[mark[0]]) for name in chosen]
        edge = until if direct else mark.end()
    return found
