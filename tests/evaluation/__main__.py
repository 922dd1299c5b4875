"""make evaluate: the reader over labelled pages. Fails below a target, and when a reading loses a character."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from statistics import median

from articles.reading.page import as_json
from tests.articles.reading.hostile import lost_or_doubled

from .labels import FOLDERS, LabelledPage, pages_in
from .scores import TARGETS, Comparison, Error, Score, Value, below_target, compare, pooled

READINGS = 3  # the quickest is taken: a busy machine is not the reader's fault
CONTEXT = 12
LONGEST_SHOWN = 100


def main() -> None:
    parser = argparse.ArgumentParser(prog="make evaluate", description="Score the reader on labelled pages.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="folder", help="NAME.txt with NAME.json beside it")
    parser.add_argument("--errors", action="store_true", help="show each difference")
    options = parser.parse_args()
    pages = _pages(options.folders)
    times = [_milliseconds(page) for page in pages]
    comparisons = [_compared(page) for page in pages]
    if options.errors:
        for page, comparison in zip(pages, comparisons, strict=True):
            for line in told(page.name, comparison.errors):
                print(line)
    scores = pooled(comparisons)
    print("\n".join(table(scores)))
    slowest = max(range(len(pages)), key=times.__getitem__)
    print(f"Pages: {len(pages)}. One takes {median(times):.1f} ms of CPU (median), ", end="")
    print(f"the slowest, {pages[slowest].name}, {times[slowest]:.1f} ms.")
    if below := list(below_target(scores)):
        sys.exit(f"Below target: {', '.join(below)}")


def _pages(folders: Sequence[Path]) -> list[LabelledPage]:
    pages = []
    for folder in folders or FOLDERS:
        here = list(pages_in(folder))
        if not here and folders:
            sys.exit(f"There is no labelled page in {folder}")
        if not here:
            print(f"There is no labelled page in {folder}", file=sys.stderr)
        pages += here
    return pages


def _milliseconds(page: LabelledPage) -> float:
    def once() -> float:
        began = time.process_time()
        page.read()
        return time.process_time() - began

    return min(once() for _ in range(READINGS)) * 1000


def _compared(page: LabelledPage) -> Comparison:
    reading = page.read()
    if lost := lost_or_doubled(page.text, reading):
        around = page.text[max(0, lost[0] - CONTEXT) : lost[0] + CONTEXT]
        sys.exit(f"{page.name}: {len(lost)} characters in no span or in two, the first at {lost[0]}, in {around!r}")
    return compare(page.items, as_json(reading)["items"])


# The table


def table(scores: dict[str, Score]) -> Iterator[str]:
    yield f"{'':17}{'labelled':>9}{'read':>7}{'right':>7}{'precision':>11}{'recall':>8}{'F1':>8}{'target':>8}"
    failing = set(below_target(scores))
    for name, score in scores.items():
        counts = f"{score.labelled:>9}{score.read:>7}{score.right:>7}"
        if not score.labelled and not score.read:
            figures = f"{'–':>11}{'–':>8}{'–':>8}"
        else:
            figures = f"{score.precision:>11.3f}{score.recall:>8.3f}{score.f1:>8.3f}"
        target = TARGETS[name]
        mark = "  below" if name in failing else ""
        yield f"{name:17}{counts}{figures}{'' if target is None else f'{target:.2f}':>8}{mark}".rstrip()


# The errors


def told(page: str, errors: Sequence[Error]) -> Iterator[str]:
    """- what the labels say, + what was read."""
    item = None
    for error in errors:
        if error.item != item:
            item = error.item
            yield f"{page}: {item}"
        for expected, got in paired(error.expected, error.got):
            label = f"    {error.field:17}"
            for sign, text in (("-", expected), ("+", got)):
                if text:
                    yield f"{label}{sign} {text}"
                    label = " " * len(label)
    if errors:
        yield ""


def paired(expected: Sequence[Value], got: Sequence[Value]) -> Iterator[tuple[str, str]]:
    """Each missing value beside what was read in its place, long ones cut down to where they differ."""
    rest = list(got)
    for value in expected:
        twin = max(rest, key=lambda other: _alike(value, other), default=None)
        if twin is not None and (_alike(value, twin) or len(expected) == len(got) == 1):
            rest.remove(twin)
            yield differing(" ".join(value), " ".join(twin))
        else:
            yield shortened(" ".join(value)), ""
    for value in rest:
        yield "", shortened(" ".join(value))


def differing(one: str, other: str) -> tuple[str, str]:
    if max(len(one), len(other)) <= LONGEST_SHOWN:
        return one, other
    head = max(0, _common(one, other) - CONTEXT)
    tail = max(0, min(_common(one[::-1], other[::-1]), min(len(one), len(other)) - head) - CONTEXT)
    return tuple(  # type: ignore[return-value]
        ("…" if head else "") + shortened(text[head : len(text) - tail]) + ("…" if tail else "")
        for text in (one, other)
    )


def shortened(text: str) -> str:
    half = LONGEST_SHOWN // 2
    return text if len(text) <= LONGEST_SHOWN else f"{text[:half]} … {text[-half:]}"


def _alike(one: Value, other: Value) -> int:
    """How much both begin or end alike; values of a person are alike when the name is."""
    if len(one) > 1 and len(other) > 1 and one[0] == other[0]:
        return 1000
    a, b = " ".join(one), " ".join(other)
    return max(_common(a, b), _common(a[::-1], b[::-1]))


def _common(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip_longest(one, other)) if a != b), len(one))


if __name__ == "__main__":
    main()
