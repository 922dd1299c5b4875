"""An archive that was brought: nothing in it is believed before it was held against the manifest."""

import hashlib
import json
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from . import manifest as told
from .contents import Model, carried_models, name_of
from .manifest import Manifest, Member, OtherVersionError, migrations_here
from .progress import Progress

PIECE = 1024 * 1024
LARGEST_MANIFEST = 64 * 1024 * 1024  # bytes; a quarter of a million pictures
# Rows of the newsroom shrink to a tenth or a twentieth; what shrinks much more was made to fill a disk.
TIGHTEST = 250
SHORT = 1024 * 1024  # bytes; what is no longer than that may be as tight as it likes
# zipfile raises many things for what is no sound ZIP.
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class ArchiveRefused(Exception):
    """This archive does not go into this install; its text says why, for people."""


def _damaged() -> ArchiveRefused:
    return ArchiveRefused(_("The file is damaged, cut off, or no archive of a newsroom. Nothing was written."))


@contextmanager
def opened(file: Path) -> Iterator["Archive"]:
    """Within, whatever turns out to be no sound ZIP is refused in words."""
    try:
        source = file.open("rb")
    except OSError as error:
        refusal = _("%(file)s cannot be read: %(error)s")
        raise ArchiveRefused(refusal % {"file": file, "error": error.strerror or error}) from error
    try:
        with source, zipfile.ZipFile(source) as archive:
            yield Archive(archive, file.stat().st_size)
    except BROKEN as error:
        raise _damaged() from error


class Archive:
    def __init__(self, archive: zipfile.ZipFile, size: int):
        self._archive = archive
        self._described = {described.filename: described for described in archive.infolist()}
        if len(self._described) != len(archive.infolist()):
            raise _damaged()
        self.manifest = self._read_manifest()
        self._refuse_other_migrations()
        self._refuse_other_members()
        self._refuse_swollen(size)

    @property
    def files(self) -> dict[str, Member]:
        members = self.manifest.members.items()
        return {name.removeprefix(told.FILES): m for name, m in members if name.startswith(told.FILES)}

    @property
    def records_key(self) -> bytes:
        return self._archive.read(told.RECORDS_KEY)

    def rows(self, model: Model) -> Iterator[Any]:
        """Raises ValueError for a line that is no JSON."""
        with self._archive.open(name_of(model)) as lines:
            yield from map(json.loads, lines)

    def file(self, name: str) -> IO[bytes]:
        return self._archive.open(told.FILES + name)

    def refuse_damaged(self, progress: Progress) -> None:
        """Read all of it once: every member is what the manifest says."""
        members = self.manifest.members
        for name in progress.of(members, _("checked"), len(members)):
            digest = hashlib.sha256()
            with self._archive.open(name) as member:
                while piece := member.read(PIECE):
                    digest.update(piece)
            if digest.hexdigest() != members[name].sha256:
                raise ArchiveRefused(
                    _("%(name)s in the archive is not what was written there. Nothing was written.") % {"name": name}
                )

    def _read_manifest(self) -> Manifest:
        described = self._described.get(told.NAME)
        if described is None or described.file_size > LARGEST_MANIFEST:
            raise _damaged()
        try:
            return Manifest.from_json(self._archive.read(told.NAME))
        except OtherVersionError as error:
            raise ArchiveRefused(
                _(
                    "The archive is of a format that this version of the newsroom does not read. Import it with the "
                    "version that made it."
                )
            ) from error

    def _refuse_other_migrations(self) -> None:
        installed, there = migrations_here(), self.manifest.migrations
        if not any(installed.values()):
            raise ArchiveRefused(_("The database is not set up yet: run manage.py migrate, then import."))
        if installed != there:
            raise ArchiveRefused(
                _(
                    "The archive was made by another version of the newsroom (%(theirs)s; here %(ours)s). "
                    "Import it with that version, then upgrade."
                )
                % {"theirs": _latest(there, installed), "ours": _latest(installed, there)}
            )

    def _refuse_other_members(self) -> None:
        members = self.manifest.members
        models = {model._meta.label: name_of(model) for model in carried_models()}
        pictures = {name for name in members if name.startswith(told.FILES)}
        expected = {told.NAME, told.RECORDS_KEY, *models.values(), *pictures}
        if self._described.keys() != expected or members.keys() != expected - {told.NAME}:
            raise _damaged()
        if self.manifest.rows.keys() != models.keys():
            raise _damaged()
        if not all(_is_plain_path(name) for name in pictures):
            raise ArchiveRefused(_("The archive names a file outside its own folder. Nothing was written."))

    def _refuse_swollen(self, size: int) -> None:
        """What it unpacks to is known beforehand, and no more than a newsroom's rows and pictures can be."""
        members = self.manifest.members
        for name, member in members.items():
            described = self._described[name]
            if described.file_size != member.size or described.flag_bits & 1:
                raise _damaged()
            usual = zipfile.ZIP_STORED if name.startswith(told.FILES) else zipfile.ZIP_DEFLATED
            if described.compress_type != usual or member.size > described.compress_size * TIGHTEST + SHORT:
                raise _damaged()
        if sum(described.compress_size for described in self._described.values()) > size:
            raise _damaged()
        wanted = sum(member.size for member in members.values())
        if wanted > shutil.disk_usage(settings.DATA_DIR).free:
            raise ArchiveRefused(
                _("There is no room for the archive: %(size)d MB are needed in %(folder)s.")
                % {"size": wanted // 2**20 + 1, "folder": default_storage.path("")}
            )


def _is_plain_path(name: str) -> bool:
    path = PurePosixPath(name)
    return str(path) == name and ".." not in path.parts and "\\" not in name and name.isprintable()


def _latest(these: Mapping[str, list[str]], those: Mapping[str, list[str]]) -> str:
    """The last migration of each app in which the two differ."""
    differing = [app for app in {**these, **those} if these.get(app) != those.get(app)]
    return ", ".join(f"{app} {(these.get(app) or ['—'])[-1]}" for app in differing)
