"""Archives in tests: one of a small newsroom, and what stands in an install before and after."""

import json
import shutil
import zipfile
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.management import call_command

from newsroom.archive import contents, restoring
from newsroom.archive.export import export
from newsroom.archive.progress import Progress

SILENT = Progress(lambda said: None)


def exported(tmp_path, name: str = "newsroom.zip") -> Path:
    export(tmp_path / name, SILENT)
    return tmp_path / name


def restored(file: Path) -> None:
    restoring.restore(file, SILENT)


def empty_the_install(settings) -> None:
    call_command("flush", interactive=False, verbosity=0)
    for store in (default_storage.path(""), settings.PICTURES_PUBLIC_DIR):
        shutil.rmtree(store, ignore_errors=True)


def files_here() -> dict[str, bytes]:
    store = Path(default_storage.path(""))
    return {str(path.relative_to(store)): path.read_bytes() for path in store.rglob("*") if path.is_file()}


def every_row() -> dict:
    names = contents.Names()
    return {
        model._meta.label: [contents.plain_row(row, names) for row in contents.rows_of(model)]
        for model in contents.carried_models()
    }


def is_empty() -> bool:
    return not files_here() and not any(every_row().values())


def member(file: Path, name: str) -> bytes:
    with zipfile.ZipFile(file) as source:
        return source.read(name)


def rows(file: Path, label: str) -> list[dict]:
    return [json.loads(line) for line in member(file, f"rows/{label}.jsonl").splitlines()]
