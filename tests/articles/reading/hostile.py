"""Texts that would break a careless reader, and the promise that holds for any text: no character is lost."""

import random

from articles.reading import Page
from articles.reading.page import LONGEST_PAGE

# What pages are made of, to be strung together without sense.
PIECES = [
    *("本报讯", "（", "）", "(", ")", "记者", "通讯员", "季明", "柳如烟", "、", "，", "。", "“", "”", "摄", "图为"),
    *("12月", "17日", "上午", "至", "召开", "会议", "出席", "区领导", "书记", "临江镇", "红旗", "蓝旗", "/", "②"),
    *("——", "·", "\u200b", "\ufeff", "\r\n", "a", "1", "年", "□", "◎", "文/图", "供图", "：", "；", "\u3000\u3000"),
    *(" ", "\n", "\n\n", "\t", "\x0b", "\u2028"),
]

HOSTILE = {
    "one character": "的" * 3_000_000,
    "one page of one character": "的" * LONGEST_PAGE,
    "letters": "a" * LONGEST_PAGE,
    "digits": "1" * LONGEST_PAGE,
    "spaces": " " * LONGEST_PAGE,
    "lines": "\n" * LONGEST_PAGE,
    "short lines": "的\n" * (LONGEST_PAGE // 2),
    "short blocks": "的\n\n" * (LONGEST_PAGE // 3),
    "brackets": "（" * LONGEST_PAGE,
    "nested brackets": "（" * (LONGEST_PAGE // 2) + "）" * (LONGEST_PAGE // 2),
    "pairs of brackets": "（）" * (LONGEST_PAGE // 2),
    "openings": "本报讯（" * (LONGEST_PAGE // 4),
    "bylines": "记者" * (LONGEST_PAGE // 2),
    "bylines on lines": "本报讯（记者甲）\n" * (LONGEST_PAGE // 9),
    "names": "记者王 " * (LONGEST_PAGE // 4),
    "surnames": "本报讯（记者" + "王李" * (LONGEST_PAGE // 2 - 3),
    "days": "1月1日" * (LONGEST_PAGE // 4),
    "ranges": "1月1日至" * (LONGEST_PAGE // 5),
    "dashes": "——\n" * (LONGEST_PAGE // 3),
    "townships": "临江镇" * (LONGEST_PAGE // 3),
    "villages": "临江镇村" * (LONGEST_PAGE // 4),
    "posts": "书记、" * (LONGEST_PAGE // 3),
    "leaders": "区领导甲乙、" * (LONGEST_PAGE // 6),
    "meetings": "召开会" * (LONGEST_PAGE // 3),
    "talks": "与同和" * (LONGEST_PAGE // 3),
    "stops": "。" * LONGEST_PAGE,
    "closings": "。（王李）" * (LONGEST_PAGE // 5),
    "credits": "王李 摄\n\n" * (LONGEST_PAGE // 6),
    "captions": "图为。" * (LONGEST_PAGE // 3),
    "titles": "标题\n\n" * (LONGEST_PAGE // 4),
    "titles and texts": "标题一\n\n本报讯（记者王李）一。\n\n" * (LONGEST_PAGE // 22),
    "invisible": "\u200b" * LONGEST_PAGE,
    "codes": "①" * LONGEST_PAGE,
    "noise": "".join(random.Random(3).choices("本报讯记者（）、，。 \n王李摄12月日上午会书记镇村", k=LONGEST_PAGE)),
}


def lost_or_doubled(text: str, page: Page) -> list[int]:
    """Places that are not white space and lie in no span or in two."""
    counts = [0] * len(text)
    for start, end in [s for item in page.items for s in item.source_spans] + [o.span for o in page.leftovers]:
        for place in range(start, end):
            counts[place] += 1
    return [place for place, char in enumerate(text) if not char.isspace() and counts[place] != 1]
