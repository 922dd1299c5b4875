"""The words of a byline that say what somebody did, and every way print sets them."""

import re

from .names import HAN
from .text import SPACES

ROLES = {
    "reporter": (
        "全媒体见习记者|全媒体实习记者|全媒体首席记者|全媒体记者|全媒记者|融媒体记者|融媒记者|首席记者|"
        "高级记者|见习记者|实习记者|特约记者|特派记者|特邀记者|驻站记者|驻村记者|校园记者|文字记者|"
        "特约评论员|评论员|小记者|记者|作者|采写|撰文|撰稿|文字"
    ),
    "correspondent": (
        "特约通讯员|骨干通讯员|特邀通讯员|首席通讯员|全媒体通讯员|网格通讯员|本报通讯员|"
        "特约撰稿人|特约撰稿|通讯员|通联员|供稿"
    ),
    "intern": "实习学生|实习生|见习生|实习",
    "photographer": "全媒体摄影记者|首席摄影记者|摄影记者|摄像|摄影|航拍|供图|图片",
    "both": "文字/摄影|文并摄|文并图|文/图|图/文|文/摄|文图|图文",
}
ROLE_OF = {word: role for role, words in ROLES.items() for word in words.split("|")}
ANY_ROLE = "|".join(sorted(map(re.escape, ROLE_OF), key=len, reverse=True)).replace("作者", "(?<![工创])作者")
ROLE = re.compile(ANY_ROLE)
# Who else may stand in a byline; they are no authors, and their words open none.
OTHER = (
    "融媒编辑|本版编辑|责任编辑|责编|编辑|美编|校对|审核|编审|监制|视频|剪辑|后期|制图|海报|设计|出镜|配音|"
    "指导老师|指导教师|辅导老师"
)
PART = re.compile(rf"{ANY_ROLE}|(?<![{HAN}])(?:{OTHER})|(?:融媒编辑|责任编辑)")
WRITTEN_APART = re.compile(
    r"全\s{0,3}媒\s{0,3}体(?=\s{0,3}记)|记\s{1,3}者|通\s{1,3}讯\s{0,3}员|通\s{0,3}讯\s{1,3}员|"
    r"实\s{1,3}习\s{0,3}生|实\s{0,3}习\s{1,3}生|"
    r"本\s{1,3}报|摄\s{1,3}影|供\s{1,3}图|特\s{1,3}约|见\s{1,3}习|作\s{1,3}者"
)
SLASH = r"[/／\\|｜]"
SLASHED = re.compile(rf"(文字?|图)\s{{0,3}}{SLASH}\s{{0,3}}(图|文|摄影|摄)(?!{SLASH})")
WORK = {"文": "文字", "文字": "文字", "图": "摄影", "摄": "摄影", "摄影": "摄影", "图片": "摄影"}
NAME = rf"[{HAN}]{{2,4}}(?:·[{HAN}]{{2,8}})?"
# 甲/文 乙/图; a mere space does it too, where the next name or the end follows: 甲 文 乙 图.
SIGNED_BEHIND = re.compile(
    rf"(?<![{HAN}])(?P<name>{NAME})(?:\s{{0,2}}{SLASH}\s{{0,2}}(?P<work>文字|文|图片|图|摄影|摄)(?=[\s、，）)]|$)"
    rf"|\s{{1,2}}(?P<apart>文|图|摄)(?=\s{{1,3}}(?:{NAME}|·)|[、，）)]|\s{{0,3}}$))"
)
# 文/甲 图/乙 and 文：记者甲 图：通讯员乙
SIGNED_BEFORE = re.compile(rf"(?:(?<=[\s、，（(])|^)(文|图|摄)\s{{0,2}}[/／|｜：:]\s{{0,2}}(?=[{HAN}]{{2}})(?!图)")


def closed_up(text: str) -> str:
    """Role words without the printer's spaces, and with every sign of work set before its name."""
    text = WRITTEN_APART.sub(lambda match: SPACES.sub("", match[0]), text)
    text = SLASHED.sub(r"\1/\2", text)
    text = SIGNED_BEFORE.sub(lambda match: f" {WORK[match[1]]} ", text)
    if SIGNED.search(text):
        # 记者甲/文: the role must not be taken for a part of the name.
        text = SIGNED_BEHIND.sub(_work_first, GLUED_ROLE.sub(r"\1 ", text))
    return text


SIGNED = re.compile(rf"{SLASH}\s{{0,2}}[文图摄]|[{HAN}]\s{{1,2}}[文图摄](?:\s|[、，）)]|$)")
GLUED_ROLE = re.compile(rf"({ANY_ROLE})(?=[{HAN}]{{2}})")


def _work_first(match: re.Match[str]) -> str:
    if ROLE.fullmatch(match["name"]):
        return match[0]
    return f" {WORK[match['work'] or match['apart']]} {match['name']}"
