"""Which row of a list is which row of a later one. Snapshots keep no keys of rows, so it is told by what they say.

Plain values only.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import product
from statistics import fmean
from typing import Any

# Rows that agree in less than this, from 0 to 1, are two rows.
ALIKE = 0.5


@dataclass(frozen=True)
class Facts:
    """What one row says, without its place in the list and without empty columns."""

    entries: dict[str, Any] = field(default_factory=dict)  # keys of the registers
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)  # whatever else; rows of its own as a list

    def __or__(self, other: "Facts") -> "Facts":
        return Facts(self.entries | other.entries, self.texts | other.texts, self.values | other.values)

    @property
    def all(self) -> dict[str, Any]:
        return {**self.entries, **self.texts, **self.values}


Pair = tuple[int, int]


def same_rows(before: Sequence[Facts], after: Sequence[Facts]) -> list[Pair]:
    """Places in both lists of each row that stayed, in the order before.

    A row that says all the same, else one of the same person or place, else the one that is most alike.
    """
    left, right = dict(enumerate(before)), dict(enumerate(after))
    found: list[Pair] = []
    for matching in (_equal(_everything), _equal(_who), _most_alike):
        for old, new in matching(left, right):
            found.append((old, new))
            del left[old], right[new]
    return sorted(found)


Rows = Mapping[int, Facts]


def _equal(told_by: Callable[[Facts], Hashable]) -> Callable[[Rows, Rows], list[Pair]]:
    def matching(left: Rows, right: Rows) -> list[Pair]:
        waiting = defaultdict(list)
        for new, facts in reversed(list(right.items())):
            waiting[told_by(facts)].append(new)
        told = {old: told_by(facts) for old, facts in left.items()}
        return [(old, waiting[words].pop()) for old, words in told.items() if words and waiting[words]]

    return matching


def _everything(facts: Facts) -> str:
    return repr(sorted(facts.all.items()))


def _who(facts: Facts) -> str:
    return repr(sorted(facts.entries.items())) if facts.entries else ""


def _most_alike(left: Rows, right: Rows) -> Iterator[Pair]:
    scores = [(_likeness(left[old], right[new]), old, new) for old, new in product(left, right)]
    taken_old, taken_new = set(), set()
    for score, old, new in sorted(scores, key=lambda scored: (-scored[0], *scored[1:])):
        if score > ALIKE and old not in taken_old and new not in taken_new:
            taken_old.add(old)
            taken_new.add(new)
            yield old, new


def _likeness(one: Facts, other: Facts) -> float:
    if any(one.entries[name] != other.entries[name] for name in one.entries.keys() & other.entries.keys()):
        return 0  # two people, however alike their posts
    left, right = one.all, other.all
    texts = one.texts.keys() & other.texts.keys()
    return fmean(_share(left.get(name), right.get(name), name in texts) for name in left | right) if left | right else 1


def _share(one: Any, other: Any, is_text: bool) -> float:
    if one == other:
        return 1
    if is_text:
        return SequenceMatcher(None, one, other, autojunk=False).quick_ratio()
    if isinstance(one, list) and isinstance(other, list):
        return 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other))
    return 0
