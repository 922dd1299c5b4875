"""How a reading is scored against a page's labels: plain values in, plain values out.

An item is found when a read item of its kind shares its text: at least half of the characters of the longer of the two,
counted in runs of five. The greatest share is taken first, each item once. The text is the paragraphs; a photo's is its
caption, and an item without either is known by its headline.

Every field is a bag of values, and a value counts once for each time it stands there. White space never counts. All
that a missed item holds is missed, all that an item holds which no label knows is too much. Precision is the share of
what was read that is labelled, recall the share of what is labelled that was read, F1 their harmonic mean, pooled over
all pages.

    items                the items themselves
    headlines            kicker, headline and deck, each where it is present; a deck with or without its dashes
    text                 all paragraphs of a story joined, so that a wrong break does not count
    paragraphs           each paragraph whole, so that it does
    captions             the caption of a photo
    reporters …          the names of each role; names come from the printed line, in any order
    days                 first and last day as one value, without the year; one day alone is first and last
    part of day, meetings
    attendance names     each name once an item
    attendance order     of the names in both, how many stand in the longest order that both lists hold
    posts, organisations a person's name with it, so that a missed person misses them too
    verbs                a person's name with each verb; one that begins the other is the same, as 出席 and 出席会议.
                         Labels that say null do not know the verbs of that person, and nothing counts
    townships            each name once an item
    flags                township and colour
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

Item = dict[str, Any]  # as in the contract of `import_page --json`; empty keys may be left out
Value = tuple[str, ...]

# F1 that the reader is held to; None is shown, not held.
TARGETS: dict[str, float | None] = {
    "items": 0.97,
    "headlines": 0.95,
    "text": 0.95,
    "paragraphs": 0.95,
    "captions": 0.95,
    "reporters": 0.95,
    "correspondents": 0.92,
    "photographers": 0.90,
    "interns": None,
    "days": 0.90,
    "part of day": None,
    "meetings": 0.85,
    "attendance names": 0.88,
    "attendance order": 0.95,
    "posts": None,
    "verbs": 0.85,
    "organisations": None,
    "townships": 0.90,
    "flags": None,
}
LEAST_SHARE = 0.5
RUN = 5


@dataclass(frozen=True)
class Score:
    right: int = 0
    read: int = 0
    labelled: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.read + other.read, self.labelled + other.labelled)

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.read + self.labelled) if self.read + self.labelled else 1.0


@dataclass(frozen=True)
class Error:
    item: str
    field: str
    expected: tuple[Value, ...]
    got: tuple[Value, ...]


@dataclass
class Comparison:
    scores: dict[str, Score] = field(default_factory=lambda: dict.fromkeys(TARGETS, Score()))
    errors: list[Error] = field(default_factory=list)

    def differ(self, item: str, name: str, expected: Iterable[Value], got: Iterable[Value]) -> None:
        error = Error(item, name, tuple(expected), tuple(got))
        if error.expected or error.got:
            self.errors.append(error)


def compare(labelled: Sequence[Item], read: Sequence[Item]) -> Comparison:
    """One page's items as labelled and as read."""
    found = matched(labelled, read)
    known = set(found.values())
    result = Comparison()
    result.scores["items"] = Score(len(found), len(read), len(labelled))
    for number, item in enumerate(labelled):
        if number not in found:
            result.differ(name_of(item, number), "items", [(name_of(item, number),)], [])
        _compare_item(result, name_of(item, number), item, read[found[number]] if number in found else {})
    for number, item in enumerate(read):
        if number not in known:
            name = f"{name_of(item, number)} (as read)"
            result.differ(name, "items", [], [(name_of(item, number),)])
            _compare_item(result, name, {}, item)
    return result


def _compare_item(result: Comparison, name: str, labelled: Item, read: Item) -> None:
    for field_name, values in BAGS.items():
        expected, got = values(labelled), values(read)
        missing, extra = Counter(expected) - Counter(got), Counter(got) - Counter(expected)
        result.scores[field_name] += Score(len(expected) - missing.total(), len(got), len(expected))
        if labelled and read:  # a missed item is one error, not one for each of its fields
            result.differ(name, field_name, missing.elements(), extra.elements())
    _compare_order(result, name, labelled, read)
    _compare_verbs(result, name, labelled, read)


def _compare_order(result: Comparison, name: str, labelled: Item, read: Item) -> None:
    expected = [who for who in _people(labelled) if who in _people(read)]
    got = [who for who in _people(read) if who in _people(labelled)]
    right = longest_common(expected, got)
    result.scores["attendance order"] += Score(right, len(got), len(expected))
    if right < len(expected):
        result.differ(name, "attendance order", [tuple(expected)], [tuple(got)])


def _compare_verbs(result: Comparison, name: str, labelled: Item, read: Item) -> None:
    unknown = {bare(p["name"]) for p in labelled.get("attendance") or [] if p.get("verbs", ()) is None}
    expected, got = ([pair for pair in _verbs(item) if pair[0] not in unknown] for item in (labelled, read))
    missing, extra = list(expected), list(got)
    for same in (lambda a, b: a == b, lambda a, b: a.startswith(b) or b.startswith(a)):
        for pair in list(missing):
            twin = next((other for other in extra if other[0] == pair[0] and same(other[1], pair[1])), None)
            if twin:
                missing.remove(pair)
                extra.remove(twin)
    result.scores["verbs"] += Score(len(expected) - len(missing), len(got), len(expected))
    if labelled and read:
        result.differ(name, "verbs", missing, extra)


# Which read item is which labelled one


def matched(labelled: Sequence[Item], read: Sequence[Item]) -> dict[int, int]:
    """Places of labelled items to places of read ones."""
    theirs, ours = [_runs(item) for item in labelled], [_runs(item) for item in read]
    pairs = sorted(
        (-share, a, b)
        for a, their_runs in enumerate(theirs)
        for b, our_runs in enumerate(ours)
        if labelled[a]["kind"] == read[b]["kind"] and (share := _share(their_runs, our_runs)) >= LEAST_SHARE
    )
    found: dict[int, int] = {}
    for _share_of_both, a, b in pairs:
        if a not in found and b not in found.values():
            found[a] = b
    return found


def _runs(item: Item) -> Counter[str]:
    text = bare("".join(item.get("paragraphs") or [])) or bare(item.get("caption")) or bare(item.get("headline"))
    return Counter(text[at : at + RUN] for at in range(max(1, len(text) - RUN + 1)))


def _share(one: Counter[str], other: Counter[str]) -> float:
    return (one & other).total() / max(one.total(), other.total())


# The fields as bags of values


def bare(text: str | None) -> str:
    return "".join((text or "").split())


def _headlines(item: Item) -> list[Value]:
    return [(key, bare(item[key]).lstrip("—―－-")) for key in ("kicker", "headline", "deck") if item.get(key)]


def _text(item: Item) -> list[Value]:
    text = bare("".join(item.get("paragraphs") or []))
    return [(text,)] if text else []


def _days(item: Item) -> list[Value]:
    first = item.get("date_start")
    return [(first[-5:], (item.get("date_end") or first)[-5:])] if first else []


def _each(key: str) -> Callable[[Item], list[Value]]:
    return lambda item: [(bare(value),) for value in item.get(key) or []]


def _once(key: str) -> Callable[[Item], list[Value]]:
    return lambda item: list(dict.fromkeys(_each(key)(item)))


def _only(key: str) -> Callable[[Item], list[Value]]:
    return lambda item: [(bare(item[key]),)] if item.get(key) else []


def _people(item: Item) -> list[str]:
    return list(dict.fromkeys(bare(person["name"]) for person in item.get("attendance") or []))


def _of_people(key: str) -> Callable[[Item], list[Value]]:
    return lambda item: list(
        dict.fromkeys(
            (bare(person["name"]), bare(person[key])) for person in item.get("attendance") or [] if person.get(key)
        )
    )


def _verbs(item: Item) -> list[Value]:
    people = item.get("attendance") or []
    return list(dict.fromkeys((bare(p["name"]), bare(verb)) for p in people for verb in p.get("verbs") or []))


def _flags(item: Item) -> list[Value]:
    return list(dict.fromkeys((bare(flag["township"]), flag["colour"]) for flag in item.get("flags") or []))


BAGS: dict[str, Callable[[Item], list[Value]]] = {
    "headlines": _headlines,
    "text": _text,
    "paragraphs": _each("paragraphs"),
    "captions": _only("caption"),
    "reporters": _each("reporters"),
    "correspondents": _each("correspondents"),
    "photographers": _each("photographers"),
    "interns": _each("interns"),
    "days": _days,
    "part of day": _only("part_of_day"),
    "meetings": _only("meeting"),
    "attendance names": lambda item: [(name,) for name in _people(item)],
    "posts": _of_people("post"),
    "organisations": _of_people("organisation"),
    "townships": _once("townships"),
    "flags": _flags,
}


def longest_common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many values stand in the longest order that both sequences hold."""
    row = [0] * (len(other) + 1)
    for value in one:
        before = row
        row = [0]
        for at, candidate in enumerate(other):
            row.append(before[at] + 1 if value == candidate else max(row[-1], before[at + 1]))
    return row[-1]


def name_of(item: Item, number: int) -> str:
    title = item.get("headline") or item.get("caption") or "".join((item.get("paragraphs") or [])[:1])
    return f"{item['kind']} {number + 1} {bare(title)[:20]}"


def pooled(comparisons: Iterable[Comparison]) -> dict[str, Score]:
    scores = dict.fromkeys(TARGETS, Score())
    for comparison in comparisons:
        for name, score in comparison.scores.items():
            scores[name] += score
    return scores


def below_target(scores: dict[str, Score]) -> Iterator[str]:
    for name, target in TARGETS.items():
        if target is not None and scores[name].f1 < target:
            yield name
