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
    r"沿|帮|请|驻|来自|走进|来到|深入|前往|赴|位于|组织|召开|区委|区政府|县委|县政府|副区长|区长|市|县|区|省|书记|主任|督导|调研|指导|检查|察看|走访|"
    r"授予|获得|派驻|包联|分包|联系|随后|先后|分别|现场|介绍|进|去|自|批|后|中|里|内|外"
)
# What stands before the suffix makes a word, not a name: 家乡, 小镇, 主街道.
NEVER = {
    "镇": re.compile(
        r"(?:乡|村|村集|乡集|城集|农集|古|名|重|小|大|老|强|各|全|该|两|异|返|回|下|入|百强|千强|中心|建制|特色|卫生|文明|示范|旅游|工业|农业|历史|文化|生态|美丽|"
        r"淘宝|小城|县城|中心城|农村城|乡村城|新型城|特色城|型城|进城|一城)$"
    ),
    "乡": re.compile(
        r"(?:家|故|他|异|返|回|下|离|还|思|老|归|入|城|江南水|侨|茶|酒|醉|梦|之|各|全|该|两|建制|美丽|文明|文化)$"
    ),
    "街道": re.compile(
        r"(?:主|老|大|小|背|沿|临|条|座|段|侧|各|全|该|个|座|商业|城市|步行|人行|历史|清扫|打扫|冲洗|走上|穿过|占用|美化|亮化|扮靓|乡|镇|回|着|座|整洁|干净|热闹|繁华|美丽|特色|文明|主要)$"
    ),
}
# 到镇上, 要求乡里: the bare noun stands behind these.
BARE = re.compile(r"[在到就求把的让给对从向叫由被为是个每了请离至报现我你他她它们名这那哪]$")
# 赴某县, 邻县某县: a place that is not the paper's, nor are its townships.
ABROAD = re.compile(rf"(?:赴|邻[县区市]|兄弟[县区市])(?P<place>[{HAN}]{{1,3}}[县区市旗])")
# 走进山乡, 到集镇: one character is left behind the word of the sentence.
WORDY = re.compile(rf"(?:{STOPS.pattern})[山水集市茶侨]$")
# Words that are seldom names where nothing else says that a name stands here.
LOOSE = re.compile(r"(?:同|望|思|山|水|城|古|前|后|新|里|内|外|中|一)$")
# Verbs and the like of two characters before a name; print sets no space between.
LEAD = re.compile(
    r"(?:要求|敲开|走访|驱车|赶赴|奔赴|联合|协同|会同|帮助|推动|指导|支持|邀请|表彰|通报|约谈|安排|部署|包括|以及|其中|例如|比如|作为|来自|家住|住在|流经|"
    r"途经|地处|坐落|建在|设在|落户|发动|依托|围绕|针对|根据|为了|通过|经过|率先|同时|目前|如今|今年|去年|近年|当天|当晚|此前|随即|接着|最后|首先|期间|"
    r"记者|村民|群众|居民|志愿者|干部|代表|书记|主任|所辖|辖区|下辖|附近|邻近|周边|县域|全县|全区|我县|我区|我市|全市|先后|一行|检查|督查|暗访|观摩|参观)"
)
WORDS = {
    "镇": re.compile(r"^(?:静|痛|压|定|守|流|宅|尺|化|子)"),
    "乡": re.compile(r"^(?:村[^民委]|村$|亲|愁|土|镇|情|音|邻|俗|贤|野|间|道|友|风|味|思|试|绅)"),
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


@dataclass(frozen=True)
class _Mention:
    lead: str  # the characters that may belong to the name
    suffix: str
    at: int  # where the lead starts
    before: str  # what stands before the lead
    edge: str  # list: the name is whole; cut: a word was cut off before it; open: anything may stand before it

    @property
    def whole(self) -> str:
        return self.lead + self.suffix


class Gazetteer:
    """The townships that a page names, so that one clean mention teaches the others."""

    def __init__(self, texts: Iterable[str]):
        self.known: set[str] = set()
        texts = list(texts)
        abroad = {match["place"] for text in texts for match in ABROAD.finditer(text)}
        mentions = [mention for text in texts for mention in _mentions(text)]
        self.abroad = {m.whole for m in mentions if any(m.before.endswith(place) for place in abroad)}
        self.known |= {m.whole for m in mentions if m.edge == "list" and 2 <= len(m.lead) <= 4}
        self.known |= {m.whole for m in mentions if m.edge == "cut" and 2 <= len(m.lead) <= 3}
        for mention in sorted(mentions, key=lambda mention: len(mention.lead)):
            if self._longest_known(mention.whole):
                continue
            if 2 <= len(mention.lead) <= 3:
                self.known.add(mention.whole)
            elif len(mention.lead) >= 4:  # a verb and a name, more often than a long name
                self.known.add(mention.lead[-2:] + mention.suffix)

    def _longest_known(self, text: str) -> str | None:
        return next((text[start:] for start in range(len(text) - 1) if text[start:] in self.known), None)

    def townships(self, text: str) -> list[tuple[int, str]]:
        """Every mention with its place in the text."""
        found = []
        for mention in _mentions(text):
            if (name := self._longest_known(mention.whole)) and name not in self.abroad:
                found.append((mention.at + len(mention.whole) - len(name), name))
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


def _mentions(text: str) -> Iterable[_Mention]:
    for run in re.finditer(rf"[{HAN}]+", text):
        start = run.start()
        listed = text[start - 1 : start] == "、" and bool(re.search(rf"{SUFFIX}$", text[max(start - 3, 0) : start - 1]))
        for match in re.finditer(SUFFIX, run[0]):
            end = run.start() + match.start()
            full = text[start:end]
            lead, edge = full[-8:], "list" if listed and len(full) <= 4 else "open"
            start, listed = run.start() + match.end(), False
            after = text[start : start + 3]
            if WORDS[match[0]].match(after) or NEVER[match[0]].search(lead) or BARE.search(lead) or WORDY.search(lead):
                continue
            if edge != "list":
                lead, edge = _cut(lead)
            if edge == "open" and lead.endswith("集") and match[0] == "镇":
                continue  # 清理集镇
            if len(lead) >= 2 and not (edge == "open" and len(lead) == 2 and LOOSE.search(lead) and not full):
                yield _Mention(lead, match[0], end - len(lead), full[: len(full) - len(lead)], edge)


def _cut(lead: str) -> tuple[str, str]:
    """The lead behind the last word of the sentence that leaves two characters for a name."""
    # A stop may be a character of the name, as in 五里墩 and 滩前.
    cuts = [match.end() for match in STOPS.finditer(lead) if len(lead) - match.end() >= 2]
    cuts += [match.end() for match in LEAD.finditer(lead) if len(lead) - match.end() >= 2]
    if not cuts:
        return lead, "open"
    name = lead[max(cuts) :]
    return name, "list" if lead[max(cuts) - 1] in "到赴往" and len(name) == 4 else "cut"


# 红旗水库 and 红旗渠 are places.
FLAG = re.compile(r"(?:红旗|蓝旗|红榜|黑榜|流动红旗|红黑榜|红蓝旗)(?!水库|渠|村|社区|小区|小学|中学|[路街桥河闸坝])")
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
