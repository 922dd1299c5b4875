"""Bring the Chinese catalogue up to the source and compile it; with --check, change nothing and say what is amiss."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

CATALOGUE = Path("newsroom/locale/zh_Hans/LC_MESSAGES/django.po")
# Without places in the source, which move with every line, and without what the source no longer says.
MAKE_MESSAGES = [
    "manage.py",
    "makemessages",
    "--locale=zh_Hans",
    "--no-location",
    "--no-obsolete",
    "--ignore=tests",
    "--verbosity=0",
]
COMPILE = ["manage.py", "compilemessages", "--locale=zh_Hans", "--ignore=.venv", "--verbosity=0"]
CREATED = re.compile(rb'^"POT-Creation-Date:.*$', re.MULTILINE)

Texts = dict[tuple[str | None, str, str], tuple[str, ...]]


def update() -> None:
    before = CATALOGUE.read_bytes() if CATALOGUE.exists() else b""
    run(MAKE_MESSAGES)
    # The hour of the run would make any two branches conflict.
    if created := CREATED.search(before):
        CATALOGUE.write_bytes(CREATED.sub(lambda _: created[0], CATALOGUE.read_bytes()))
    run(COMPILE)


def problems() -> Iterator[str]:
    if not CATALOGUE.exists():
        yield f"{CATALOGUE} is missing"
        return
    catalogue = polib.pofile(str(CATALOGUE))
    wanted, present = texts(fresh_catalogue()), texts(catalogue)
    usable = texts(catalogue.translated_entries())
    yield from (f"not in the catalogue: {name(key)}" for key in wanted.keys() - present.keys())
    yield from (f"no longer in the source: {name(key)}" for key in present.keys() - wanted.keys())
    for entry in catalogue:
        if entry.fuzzy:
            yield f"fuzzy: {entry.msgid!r}"
        elif not entry.obsolete and not entry.translated():
            yield f"untranslated: {entry.msgid!r}"
    compiled = CATALOGUE.with_suffix(".mo")
    if not compiled.exists() or texts(polib.mofile(str(compiled))) != usable:
        yield f"{compiled} is not what {CATALOGUE.name} says"


def fresh_catalogue() -> polib.POFile:
    """What makemessages makes of the source now, in a copy."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "newsroom")
        shutil.copytree(".", copy, ignore=shutil.ignore_patterns(".*", "var", "docs", "tests", "__pycache__"))
        run(MAKE_MESSAGES, cwd=copy)
        return polib.pofile(str(copy / CATALOGUE))


def texts(catalogue: Iterable[polib.POEntry | polib.MOEntry]) -> Texts:
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural): (entry.msgstr, *entry.msgstr_plural.values())
        for entry in catalogue
        if not entry.obsolete
    }


def name(key: tuple[str | None, str, str]) -> str:
    context, text, _ = key
    return f"{text!r} ({context})" if context else repr(text)


def run(command: list[str], cwd: Path | None = None) -> None:
    if subprocess.run([sys.executable, *command], cwd=cwd).returncode:
        sys.exit(f"{command[1]} failed; the lines above say why.")


def main() -> None:
    if not all(shutil.which(tool) for tool in ("xgettext", "msgmerge", "msgfmt")):
        sys.exit("The translation tools are missing: apt install gettext")
    if "--check" not in sys.argv:
        update()
    elif found := sorted(problems()):
        sys.exit("\n".join([*found, f"The Chinese catalogue has {len(found)} faults: make messages, then translate."]))
    else:
        print("The Chinese catalogue is complete and compiled.")


if __name__ == "__main__":
    main()
