"""Names that may be one name, mistyped: of the same sound, or one character apart."""

from functools import cache

from pypinyin import Style, pinyin


def is_like(one: str, other: str) -> bool:
    return sounds_as(one, other) or is_one_off(one, other)


def sounds_as(one: str, other: str) -> bool:
    """The same pinyin without tones, in any reading of each character.

    >>> sounds_as("谌樵", "陈桥"), sounds_as("谌樵", "谌望")
    (True, False)
    """
    return len(one) == len(other) and all(
        a == b or _readings(a) & _readings(b) for a, b in zip(one, other, strict=True)
    )


def is_one_off(one: str, other: str) -> bool:
    """One character replaced, dropped, added, or two neighbours swapped; names of one character are never.

    >>> is_one_off("晏知遥", "晏知瑶"), is_one_off("晏遥知", "晏知遥"), is_one_off("晏知", "晏知遥")
    (True, True, True)
    """
    short, long = sorted((one, other), key=len)
    if len(short) < 2 or len(long) - len(short) > 1 or one == other:
        return False
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    rest, longer = short[start:], long[start:]
    if len(short) < len(long):
        return rest == longer[1:]
    return rest[1:] == longer[1:] or (rest[:2] == longer[1::-1] and rest[2:] == longer[2:])


@cache
def _readings(character: str) -> frozenset[str]:
    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])
