"""Names as they are stored and found: without padding or unseen marks, and by the initials of their pinyin."""

import re
from itertools import islice, product
from typing import Any

from django.utils.text import slugify
from pypinyin import Style, lazy_pinyin
from pypinyin import pinyin as readings_of

CJK = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
PADDING = re.compile(rf"(?<=[{CJK}])\s+|\s+(?=[{CJK}])")
SPACES = re.compile(r"\s+")
# Marks of direction and of no width come along with a paste; nobody sees them, and a name with one is another name.
MARKS = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)

# 单 is Dan or Shan, 重 is Chong or Zhong: people type either, so each reading is kept, up to this many.
MOST_READINGS = 16
# Names of meetings are typed from their beginning; only shorter ones in all the ways of a person's name.
LONGEST_MIXED = 6


def unpadded(name: str) -> str:
    """The name without the spaces that print puts into it for alignment: 周　健 is 周健.

    >>> unpadded("周　健"), unpadded(" Anna   Lee ")
    ('周健', 'Anna Lee')
    """
    return SPACES.sub(" ", PADDING.sub("", without_marks(name).strip()))


def without_marks(text: str) -> str:
    return MARKS.sub("", text)


def pinyin_initials(name: str) -> str:
    """Every way to type the name by initials, separated by spaces.

    >>> pinyin_initials("李单")
    'lc ld ls'
    """
    letters = [sorted({reading[:1].lower() for reading in readings}) for readings in _readings(name)]
    return " ".join("".join(choice) for choice in islice(product(*letters), MOST_READINGS))


def pinyin(name: str) -> str:
    """Every way to begin typing the name in pinyin, each with a space before it: whole syllables or first letters.

    >>> pinyin("仉若蘅")
    ' zhangruoheng zhangrh zruoheng ruoheng'
    """
    forms: dict[str, None] = {}
    readings = [sorted({reading.lower() for reading in of_one if reading.isalnum()}) for of_one in _readings(name)]
    readings = [of_one for of_one in readings if of_one]
    for syllables in islice(product(*readings), MOST_READINGS if len(readings) <= LONGEST_MIXED else 1):
        first, rest = "".join(syllables[:1]), syllables[1:]
        given, initials = "".join(rest), "".join(syllable[0] for syllable in rest)
        mixed = (f"{first}{initials}", f"{first[:1]}{given}", given) if len(syllables) <= LONGEST_MIXED else ()
        forms |= dict.fromkeys(form for form in (f"{first}{given}", *mixed) if form)
    return "".join(f" {form}" for form in forms)


def ascii_slug(name: str) -> str:
    """An address piece for a Chinese name: 苏家作乡 is sujiazuoxiang."""
    return slugify("".join(lazy_pinyin(unpadded(name))))


def _readings(name: str) -> list[list[str]]:
    # What is no Chinese character is read letter by letter: pypinyin takes a list, and is annotated for a string only.
    letters: Any = list
    return readings_of(SPACES.sub("", name), style=Style.NORMAL, heteronym=True, errors=letters)
