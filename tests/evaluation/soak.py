"""make soak: long runs of the reader on pages, parts of pages, edited pages and texts made to break it.

Everything random comes from the seed, so that a run can be had again. A text that fails is kept in a file.
"""

import argparse
import gc
import json
import os
import random
import resource
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from articles.reading import read_page
from articles.reading.page import LONGEST_PAGE, as_json
from tests.articles.reading.hostile import HOSTILE, PIECES, lost_or_doubled

from .labels import FOLDERS, pages_in

TODAY = date(2026, 11, 23)
MOST_SECONDS = 1.0  # of CPU, for one page
TRIES = 3  # the quickest counts: a busy machine is not the reader's fault
PARTS = 10  # of a run, each ending with a look at memory
MOST_GROWTH = 20.0  # MB, from the end of the first part
FLAT = 2.0  # MB that the last parts may stand above those before
MOST_KEPT = 1.0  # MB allocated in the last part and still there at its end
MB = 2**20


def main() -> None:
    parser = argparse.ArgumentParser(prog="make soak", description="Long runs of the reader.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=10_000)
    options = parser.parse_args()
    if options.rounds < PARTS:
        parser.error(f"at least {PARTS} rounds")
    pages = [page.text for folder in FOLDERS for page in pages_in(folder)]
    print(f"seed {options.seed}, {options.rounds} rounds, {len(pages)} pages", flush=True)
    faults = [
        *hostile_texts(),
        *random_edits(pages, options.rounds, options.seed),
        *steady_memory(pages, options.rounds, options.seed),
    ]
    if faults:
        sys.exit("\n".join(["", *faults]))
    print("\nAll held.")


# Texts made to break it


def hostile_texts() -> Iterator[str]:
    print(f"\nHostile texts, seconds of CPU (at most {MOST_SECONDS})")
    for name, text in HOSTILE.items():
        taken = _least_seconds(text)
        slow = taken > MOST_SECONDS
        print(f"  {name:26}{len(text):>9} characters{taken:>7.2f}{'  too slow' if slow else ''}", flush=True)
        if slow:
            yield f"{name} takes {taken:.2f} s of CPU, more than {MOST_SECONDS}"
        yield from broken(text, name.replace(" ", "-"))


def _least_seconds(text: str) -> float:
    least = float("inf")
    for _try in range(TRIES):
        began = time.process_time()
        read_page(text, today=TODAY)
        least = min(least, time.process_time() - began)
        if least <= MOST_SECONDS:
            break
    return least


# Pages with random edits


def random_edits(pages: list[str], rounds: int, seed: int) -> Iterator[str]:
    print("\nRandom edits: nothing raises, no character is lost")
    chance = random.Random(f"edits {seed}")
    slowest = 0.0
    for number in range(1, rounds + 1):
        text = edited(chance.choice(pages), chance)
        began = time.process_time()
        yield from broken(text, f"edit-{seed}-{number}")
        slowest = max(slowest, time.process_time() - began)
        if number % (rounds // PARTS) == 0:
            print(f"  {number:>6} rounds, the slowest {slowest * 1000:.0f} ms", flush=True)


def edited(text: str, chance: random.Random) -> str:
    for _edit in range(chance.choice([1, 1, 2, 3, 5, 8, 30])):
        start, end = sorted(chance.randint(0, len(text)) for _ in range(2))
        end = min(end, start + chance.choice([1, 2, 10, 80, 600]))
        piece = text[start:end]
        match chance.randrange(7):
            case 0:  # dropped
                piece = ""
            case 1:  # doubled
                piece *= 2
            case 2:  # lines joined
                piece = "".join(piece.split("\n"))
            case 3:  # cut into lines
                piece = "\n".join(piece[at : at + 9] for at in range(0, len(piece), 9))
            case 4:  # shuffled by line
                lines = piece.split("\n")
                chance.shuffle(lines)
                piece = "\n".join(lines)
            case 5:  # something put in
                piece = "".join(chance.choices(PIECES, k=chance.randint(1, 4))) + piece
            case 6:  # another width of brackets and stops
                piece = piece.translate(str.maketrans("（）：，()", "():,（）"))
        text = text[:start] + piece + text[end:]
    return text[:LONGEST_PAGE]


def broken(text: str, name: str) -> Iterator[str]:
    try:
        page = read_page(text, today=TODAY)
        json.dumps(as_json(page))
        fault = f"{len(lost)} characters lost or doubled" if (lost := lost_or_doubled(text, page)) else ""
    except Exception as error:  # whatever it is, it is a finding
        fault = repr(error)
    if fault:
        file = Path(tempfile.gettempdir(), f"soak-{name}.txt")
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        yield f"{name}: {fault}; the text is in {file}"


# Memory


def steady_memory(pages: list[str], rounds: int, seed: int) -> Iterator[str]:
    print("\nMemory over pages, parts of pages and noise")
    chance = random.Random(f"memory {seed}")
    resident: list[float] = []
    for part in range(1, PARTS + 1):
        if part == PARTS:
            gc.collect()
            tracemalloc.start()
        for _round in range(rounds // PARTS):
            read_page(_some_text(pages, chance), today=TODAY)
        gc.collect()
        if part < PARTS:  # counting allocations takes memory itself
            resident.append(_resident())
            print(f"  {part * rounds // PARTS:>6} rounds{resident[-1]:>8.1f} MB", flush=True)
    kept = tracemalloc.get_traced_memory()[0] / MB
    tracemalloc.stop()
    print(f"  {rounds:>6} rounds, of the last {rounds // PARTS} {kept:.2f} MB are kept")
    growth, rise = resident[-1] - resident[0], max(resident[-3:]) - max(resident[1:-3])
    print(f"  growth after the first part {growth:.1f} MB (at most {MOST_GROWTH}), in the last third {rise:.1f} MB")
    if growth > MOST_GROWTH:
        yield f"memory grew by {growth:.1f} MB, more than {MOST_GROWTH}"
    if rise > FLAT:
        yield f"memory still rises, by {rise:.1f} MB in the last third"
    if kept > MOST_KEPT:
        yield f"{kept:.2f} MB of the last {rounds // PARTS} rounds are kept, more than {MOST_KEPT}"


def _some_text(pages: list[str], chance: random.Random) -> str:
    page = chance.choice(pages)
    match chance.randrange(3):
        case 0:
            return page
        case 1:
            return page[: chance.randint(0, len(page))]
        case _:
            return "".join(chance.choices(PIECES, k=chance.randint(0, 800)))


def _resident() -> float:
    """MB in memory now; where the system does not tell, the most there has been."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MB
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MB if sys.platform == "darwin" else most / 1024


if __name__ == "__main__":
    main()
