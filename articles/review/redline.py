"""改动对照（花脸稿）: what was removed from a text and what was added, to the character. Plain values only.

A mark is never wider than the change: one character of a name is one character. Texts that differ much are first cut
at runs of characters that both have, so that the work grows with their length and not with its square.
"""

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from diff_match_patch import diff_match_patch

# Without a time limit it finds the least difference, and the same one on every machine.
LIBRARY = diff_match_patch()
LIBRARY.Diff_Timeout = 0
# The library is given pieces whose lengths multiply to this at most: a millisecond or two.
LARGEST = 64 * 64
# Characters in a row that two texts are cut at: first sentences and clauses, in what remains of them words.
RUNS = (8, 4, 2)

JOINER = "\u200d"
HIGHEST = 0x10FFFF


class Kind(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


KINDS = {LIBRARY.DIFF_EQUAL: Kind.KEPT, LIBRARY.DIFF_DELETE: Kind.REMOVED, LIBRARY.DIFF_INSERT: Kind.ADDED}


@dataclass(frozen=True)
class Span:
    kind: Kind
    text: str


def redline(before: str, after: str) -> list[Span]:
    """Kept and removed spans make up the text before, kept and added ones the text after."""
    texts = [characters(before), characters(after)]
    stand_ins = _stand_ins(before + after, texts)
    old, new = ("".join(stand_ins.get(character, character) for character in text) for text in texts)
    differences = [difference for difference in _differences(old, new, RUNS) if difference[1]]
    LIBRARY.diff_cleanupMerge(differences)
    # Moves a mark, as long as it is, to where a sentence or a paragraph begins; two may meet there.
    LIBRARY.diff_cleanupSemanticLossless(differences)
    LIBRARY.diff_cleanupMerge(differences)
    whole = {ord(stand_in): character for character, stand_in in stand_ins.items()}
    return [Span(KINDS[kind], text.translate(whole)) for kind, text in differences]


def characters(text: str) -> list[str]:
    """As readers count them: accents, skin tones, the other half of a flag stay with what they follow."""
    found: list[str] = []
    for char in text:
        if found and _belongs(char, found[-1]):
            found[-1] += char
        else:
            found.append(char)
    return found


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """Indexes of the longest run, with gaps, in which each number is greater than the one before."""
    lowest_ends: list[int] = []  # of a run of each length, and where they are
    at: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        length = bisect_left(lowest_ends, number)
        before.append(at[length - 1] if length else -1)
        lowest_ends[length : length + 1] = [number]
        at[length : length + 1] = [index]
    rising = at[-1:]
    while rising and before[rising[-1]] >= 0:
        rising.append(before[rising[-1]])
    return rising[::-1]


Differences = Iterator[tuple[int, str]]


def _differences(old: str, new: str, runs: Sequence[int]) -> Differences:
    head = LIBRARY.diff_commonPrefix(old, new)
    tail = LIBRARY.diff_commonSuffix(old[head:], new[head:])
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    yield LIBRARY.DIFF_EQUAL, old[:head]
    if 0 < len(old_middle) * len(new_middle) <= LARGEST:
        yield from LIBRARY.diff_main(old_middle, new_middle, False)
    elif old_middle and new_middle and runs:
        yield from _cut_at_common_runs(old_middle, new_middle, runs)
    else:
        yield LIBRARY.DIFF_DELETE, old_middle
        yield LIBRARY.DIFF_INSERT, new_middle
    yield LIBRARY.DIFF_EQUAL, old[len(old) - tail :]


def _cut_at_common_runs(old: str, new: str, runs: Sequence[int]) -> Differences:
    """A run that both hold equally often, as most do once, is taken for the same where the order agrees."""
    length, *shorter = runs
    in_old, in_new = _runs(old, length), _runs(new, length)
    common = [(places, in_new[run]) for run, places in in_old.items() if run in in_new]
    pairs = sorted(pair for olds, news in common if len(olds) == len(news) for pair in zip(olds, news, strict=True))
    old_at = new_at = 0
    for index in longest_rising([place for _old_place, place in pairs]):
        old_place, new_place = pairs[index]
        if old_place < old_at or new_place < new_at:  # overlaps the last one
            continue
        yield from _differences(old[old_at:old_place], new[new_at:new_place], shorter)
        yield LIBRARY.DIFF_EQUAL, old[old_place : old_place + length]
        old_at, new_at = old_place + length, new_place + length
    yield from _differences(old[old_at:], new[new_at:], shorter)


def _runs(text: str, length: int) -> dict[str, list[int]]:
    """Where each run of that length begins."""
    found = defaultdict(list)
    for start in range(len(text) - length + 1):
        found[text[start : start + length]].append(start)
    return found


def _stand_ins(text: str, texts: list[list[str]]) -> dict[str, str]:
    """For each character of several code points one that is in neither text: the library cuts between any two."""
    long = dict.fromkeys(character for found in texts for character in found if len(character) > 1)
    taken = set(text) if long else set()
    free = (chr(point) for point in range(HIGHEST, 0, -1) if chr(point) not in taken)
    return dict(zip(long, free, strict=False))


def _belongs(char: str, before: str) -> bool:
    if before[-1] == "\r":
        return char == "\n"
    if unicodedata.category(before[-1]) == "Cc":
        return False
    if _is_regional(char):
        return _is_regional(before[0]) and len(before) == 1
    return before[-1] == JOINER or _extends(char)


@lru_cache(4096)
def _extends(char: str) -> bool:
    """Combining marks and variation selectors, joiners, skin tones, tags of a flag, vowels of a Korean syllable."""
    return (
        unicodedata.category(char).startswith("M")
        or char == JOINER
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or "\u1160" <= char <= "\u11ff"
    )


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
