"""The newsroom as it stands at one moment, written into one file: whole, or not at all."""

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext as _

from articles.database import one_moment

from . import manifest as told
from .contents import Model, Names, carried_models, name_of, named_files, plain_row, rows_of, words_for
from .manifest import Manifest, Member
from .progress import Progress

PIECE = 1024 * 1024


class ExportRefused(Exception):
    """No archive is made; its text says why, for people."""


def export(file: Path, progress: Progress, *, replace: bool = False) -> Manifest:
    """A picture whose file is gone stands in the manifest as missing; the rest is worth keeping all the same."""
    if file.is_dir() or (file.exists() and not replace):
        raise ExportRefused(
            _("%(file)s is there already. Choose another name, or replace it with --force.") % {"file": file}
        )
    if not file.absolute().parent.is_dir():
        raise ExportRefused(_("There is no folder %(folder)s.") % {"folder": file.absolute().parent})
    with _laid_whole(file) as draft, zipfile.ZipFile(draft, "w") as archive, one_moment():
        manifest = _Writing(archive, progress).everything()
        archive.writestr(told.NAME, manifest.as_json(), zipfile.ZIP_DEFLATED)
    return manifest


@contextmanager
def _laid_whole(file: Path) -> Iterator[IO[bytes]]:
    """A draft beside the file, which takes its name when it is written; readable by its owner alone."""
    handle, draft = tempfile.mkstemp(dir=file.absolute().parent, prefix=f".{file.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w+b") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        os.replace(draft, file)
    finally:
        Path(draft).unlink(missing_ok=True)


class _Writing:
    def __init__(self, archive: zipfile.ZipFile, progress: Progress):
        self._archive = archive
        self._progress = progress
        self._members: dict[str, Member] = {}

    def everything(self) -> Manifest:
        names = Names()
        rows = {model._meta.label: self._rows(model, names) for model in carried_models()}
        missing = self._files()
        self._write(told.RECORDS_KEY, [settings.RECORDS_KEY])
        return Manifest.of_this_install(rows=rows, members=self._members, missing=missing)

    def _rows(self, model: Model, names: Names) -> int:
        rows = rows_of(model)
        number = rows.count()
        # Closed at once when it is broken off: the database waits for nobody's reader.
        with closing(_found(rows)) as found:
            told_of = self._progress.of(found, words_for(model), number)
            lines = (json.dumps(plain_row(row, names), ensure_ascii=False) + "\n" for row in told_of)
            self._write(name_of(model), (line.encode() for line in lines))
        return number

    def _files(self) -> list[str]:
        """Those that are missing."""
        needed: dict[str, bool] = {}
        with closing(named_files()) as named:
            for name, must_be_there in named:
                needed[name] = must_be_there or needed.get(name, False)
        missing = []
        for name in self._progress.of(sorted(needed), _("picture files"), len(needed)):
            try:
                with default_storage.open(name) as file:
                    self._write(told.FILES + name, _pieces(file), zipfile.ZIP_STORED)
            except (FileNotFoundError, IsADirectoryError, SuspiciousOperation):
                if needed[name]:
                    missing.append(name)
        return missing

    def _write(self, name: str, pieces: Iterable[bytes], compression: int = zipfile.ZIP_DEFLATED) -> None:
        digest = hashlib.sha256()
        size = 0
        described = zipfile.ZipInfo(name)
        described.compress_type = compression
        described.external_attr = 0o600 << 16
        with self._archive.open(described, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
        self._members[name] = Member(size, digest.hexdigest())


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: file.read(PIECE), b"")


def _found(rows: models.QuerySet) -> Generator[models.Model, None, None]:
    yield from rows.iterator(chunk_size=1000)
