"""make move: a newsroom goes from SQLite to another database by its archive; time, memory, and every page compared.

The demo, or a newsroom of so many stories grown from it. Each step is a process of its own, so that its peak is known.
"""

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent.parent
MOST_PAGES = 3000  # read in a newsroom that was grown; of the demo, all
# What a story takes along when it is copied; each row's keys among these move, keys of registers stay.
GROWN = (
    "articles.Article",
    "articles.Article_authors",
    "articles.Article_townships",
    "articles.Article_villages",
    "articles.Attendance",
    "articles.Credit",
    "articles.Flag",
    "articles.FlagRound",
    "articles.Placement",
    "articles.Review",
    "articles.Revision",
    "articles.TopicAssignment",
)
MOVED = ("id", "article_id", "content_object_id", "revision_id", "round_id", "signed_revision_id")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make move", description="A newsroom moves by its archive.")
    parser.add_argument("--to", default="", help="DATABASE_URL of an empty database; without it, SQLite")
    parser.add_argument("--stories", type=int, default=0, help="grow the demo to about so many")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        options.read.write_text(json.dumps(dict(pages_read())))
        return
    with tempfile.TemporaryDirectory() as folder:
        faults = move(Path(folder), to=options.to, stories=options.stories)
    if faults:
        sys.exit("\n".join(faults[:20]))
    print("All pages are the same, all chains are whole.")


def move(folder: Path, *, to: str, stories: int) -> list[str]:
    source = environment(folder / "demo")
    manage(source, "migrate", "-v0")
    manage(source, "load_demo")
    if stories:
        manage(source, "export_archive", folder / "demo.zip")
        grown(folder / "demo.zip", folder / "grown.zip", stories)
        source = environment(folder / "grown")
        manage(source, "migrate", "-v0")
        measured("import into SQLite", source, "import_archive", folder / "grown.zip")
    target = environment(folder / "target", to)
    manage(target, "migrate", "-v0")
    measured("export", source, "export_archive", folder / "newsroom.zip")
    print(f"  {(folder / 'newsroom.zip').stat().st_size / 2**20:.1f} MB")
    measured("import", target, "import_archive", folder / "newsroom.zip")
    measured("verify_records", target, "verify_records")
    before, after = (read(install, folder / f"pages-{n}.json") for n, install in enumerate((source, target)))
    print(f"  {len(before)} pages read")
    return [f"differs: {address}" for address in sorted({*before, *after}) if before.get(address) != after.get(address)]


def environment(data: Path, database: str = "") -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "RECORDS_KEY")}
    chosen = {"DATABASE_URL": database} if database else {}
    return {**kept, **chosen, "DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}


def manage(install: Mapping[str, str], *arguments) -> None:
    run([sys.executable, "manage.py", *map(str, arguments)], install)


def run(command: list[str], install: Mapping[str, str]) -> int:
    """Its peak of memory, in KB."""
    with tempfile.TemporaryFile("w+") as said:
        child = subprocess.Popen(command, cwd=ROOT, env=install, stdout=said, stderr=subprocess.STDOUT)
        _pid, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            sys.exit(said.read()[-2000:])
    return usage.ru_maxrss


def measured(name: str, install: Mapping[str, str], *arguments) -> None:
    began = time.monotonic()
    peak = run([sys.executable, "manage.py", *map(str, arguments)], install)
    print(f"  {name:22}{time.monotonic() - began:7.1f} s{peak / 1024:8.0f} MB at its peak", flush=True)


# Every page


def read(install: Mapping[str, str], file: Path) -> dict:
    run([sys.executable, "-m", "tests.evaluation.moving", "--read", str(file)], install)
    return json.loads(file.read_text())


def pages_read() -> Iterator[tuple[str, list]]:
    django.setup()
    from django.test import Client
    from django.test.utils import setup_test_environment

    from tests.newsroom.reading import every_public_address

    setup_test_environment()
    client = Client()
    addresses = sorted({*every_public_address(), "/no-such-page/"})
    for address in random.Random(1).sample(addresses, min(len(addresses), MOST_PAGES)):
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield address, [answer.status_code, answer.get("Content-Type"), hashlib.sha256(content).hexdigest()]


# A large newsroom


def grown(small: Path, large: Path, stories: int) -> None:
    """An archive in which each story of the small one stands many times, every copy with a whole chain of its own."""
    from articles.review import chain

    with zipfile.ZipFile(small) as source, zipfile.ZipFile(large, "w") as target:
        told = json.loads(source.read("manifest.json"))
        held = {label: rows_in(source, label) for label in GROWN}
        key = source.read("records_key")
        digests = {row["id"]: (row["number"], row["sha256"]) for row in held["articles.Revision"]}
        step = 1 + max(row["id"] for rows in held.values() for row in rows)
        copies = range(1, max(1, stories // len(held["articles.Article"])))
        heads: dict[int, str] = {}
        reviews = [dict(row) for row in held["articles.Review"]]
        for copy in copies:
            for row in sorted(held["articles.Review"], key=lambda row: (row["article_id"], row["number"])):
                linked = moved(row, copy * step)
                before = heads.get(linked["article_id"], chain.BEGINNING)
                heads[linked["article_id"]] = linked["mac"] = chain.link(key, before, told_of(linked, row, digests))
                reviews.append(linked)
        for described in source.infolist():
            label = described.filename.removeprefix("rows/").removesuffix(".jsonl")
            if described.filename == "manifest.json":
                continue
            content = source.read(described)
            if label in GROWN:
                rows = reviews if label == "articles.Review" else multiplied(held[label], copies, step, heads)
                content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
                told["rows"][label] = content.count(b"\n")
                told["members"][described.filename] = {
                    "size": len(content),
                    "sha256": hashlib.sha256(content).hexdigest(),
                }
            target.writestr(described, content)
        target.writestr("manifest.json", json.dumps(told), zipfile.ZIP_DEFLATED)


def rows_in(archive: zipfile.ZipFile, label: str) -> list[dict]:
    with archive.open(f"rows/{label}.jsonl") as lines:
        return [json.loads(line) for line in lines]


def multiplied(rows: list[dict], copies: range, step: int, heads: Mapping[int, str]) -> Iterator[dict]:
    yield from rows
    for copy in copies:
        for row in rows:
            copied = moved(row, copy * step)
            if "chain_head" in row:
                # Outside the weeks, so that no page lists thousands.
                copied = {**copied, "chain_head": heads[copied["id"]], "issue_id": None}
            if row.get("article_id", 0) is None:  # a picture's credit, which the story's copy shares
                continue
            yield copied


def moved(row: dict, by: int) -> dict:
    return {name: value + by if name in MOVED and value is not None else value for name, value in row.items()}


def told_of(linked: dict, row: dict, digests: Mapping[int, tuple[int, str]]) -> dict:
    """As Review.told, of plain values."""
    from articles.review import chain

    columns = ("article_id", "number", "round", "verb", "step", "proof", "by_id", "person_id")
    number, sha256 = digests[row["revision_id"]]
    moments = {name: linked[name] and datetime.fromisoformat(linked[name]) for name in ("at", "published_at")}
    return {
        **{name: linked[name] for name in columns},
        **moments,
        "revision": number,
        "sha256": sha256,
        "reason": chain.text_digest(linked["reason"]),
    }


if __name__ == "__main__":
    main()
