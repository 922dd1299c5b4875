"""Whom or what a proposed entry may be: entries of its name, of its sound, or one character apart."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from people.likeness import is_like, is_one_off, sounds_as
from people.models import Official, ProposedEntry, Township, Village

from .registers import stem_of_place

# Those of the very same name are all told; of names of two characters, many are one apart.
MOST_LIKE = 5
SAME, OF_ONE_SOUND, ONE_OFF = range(3)

Found = dict[ProposedEntry, list[ProposedEntry]]


def namesakes_of(entries: Iterable[ProposedEntry]) -> Found:
    """The likeliest first, out of the registers and of the proposals that stand before. In as many queries for two
    hundred entries as for two."""
    by_register: dict[type[ProposedEntry], list[ProposedEntry]] = defaultdict(list)
    for entry in entries:
        by_register[type(entry)].append(entry)
    found: Found = {}
    for register, proposed in by_register.items():
        found |= _namesakes_in(register, proposed)
    return found


def _namesakes_in(register: type[ProposedEntry], proposed: list[ProposedEntry]) -> Found:
    called = _Called(register)
    keys = {}
    for entry in proposed:
        township = entry.township.name if isinstance(entry, Village) else ""
        keys[entry] = called.likeliest(_name_of(entry), township)
        called.add(entry.pk, _name_of(entry), township)
    entries: Any = register._default_manager
    if register is Official:
        entries = entries.prefetch_related("appointments__body")
    if register is Village:
        entries = entries.select_related("township")
    known = entries.in_bulk({key for found in keys.values() for key in found})
    return {entry: [known[key] for key in found if key in known] for entry, found in keys.items()}


class _Called:
    """What the entries of a register are called, by the length of their names; a merged one leads to the other."""

    def __init__(self, register: type[ProposedEntry]):
        self._is_place = issubclass(register, Township | Village)
        self._names: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
        township = "township__name" if register is Village else "pk"
        there = register._default_manager.filter(is_proposed=False).order_by("pk")
        for key, into, name, where in there.values_list("pk", "merged_into", "name", township):
            self.add(into or key, name, where)

    def add(self, key: int, name: str, township: Any) -> None:
        stem = self._stem(name)
        self._names[len(stem)].append((stem, township, key))

    def likeliest(self, name: str, township: str) -> list[int]:
        stem = self._stem(name)
        ranks: dict[int, int] = {}
        for length in (len(stem), len(stem) - 1, len(stem) + 1):
            for other, where, key in self._names[length]:
                rank = _likeness(stem, other)
                # Villages repeat from township to township; one that is only like is looked for in its own.
                if rank is None or (rank and township and not _is_one_place(township, where)):
                    continue
                ranks[key] = min(rank, ranks.get(key, rank))
        ordered = sorted(ranks, key=lambda key: (ranks[key], key))
        return ordered[: max(MOST_LIKE, sum(rank == SAME for rank in ranks.values()))]

    def _stem(self, name: str) -> str:
        return stem_of_place(name) if self._is_place else name


def _likeness(one: str, other: str) -> int | None:
    if one == other:
        return SAME
    if sounds_as(one, other):
        return OF_ONE_SOUND
    return ONE_OFF if is_one_off(one, other) else None


def _is_one_place(one: str, other: str) -> bool:
    one, other = stem_of_place(one), stem_of_place(other)
    return one == other or is_like(one, other)


def _name_of(entry: ProposedEntry) -> str:
    return entry.name
