"""An archive into an empty install: all of it, or nothing.

Rows go past save(), seals and signals, as they were: this is the one place that lays down recorded moments and records.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..keys import SHORTEST
from .contents import Model, Names, carried_models, column_values, rows_of, words_for
from .manifest import Manifest, Member
from .opened import Archive, ArchiveRefused, opened
from .progress import Progress

AT_ONCE = 500  # rows
# Of what an install holds already; what hangs on these would make a list of forty.
TOLD_FIRST = ("articles.Article", "people.User", "people.Township", "people.Official", "people.Reporter")
MOST_TOLD = len(TOLD_FIRST)
MODE = 0o644  # as Django's storage leaves pictures


def restore(file: Path, progress: Progress) -> Manifest:
    with opened(file) as archive:
        _refuse_another_key(archive.records_key)
        _refuse_unless_empty()
        archive.refuse_damaged(progress)
        # Undone unless the transaction has ended well; killed in between, the install is empty but for pictures that
        # no row names, which the next attempt finds in place.
        with ExitStack() as undo:
            with transaction.atomic(durable=True):
                list(Group.objects.select_for_update(no_key=True).order_by("pk"))  # one import at a time
                _refuse_unless_empty()
                _insert_rows(archive, progress)
                _lay_files(archive, progress, undo)
                _take_key(archive.records_key, undo)
                os.sync()  # the database makes its rows last; this, the files
            undo.pop_all()
        return archive.manifest


def _refuse_unless_empty() -> None:
    held = [model for model in carried_models() if rows_of(model).exists()]
    if held:
        held.sort(key=lambda model: model._meta.label not in TOLD_FIRST)
        named = (f"{words_for(model)} {rows_of(model).count()}" for model in held[:MOST_TOLD])
        raise ArchiveRefused(
            _(
                "This install is not empty: %(found)s. An archive goes into a new install only, before the first "
                "account is made. Nothing was changed."
            )
            % {"found": pgettext("between items of a list", ", ").join(named)}
        )


def _refuse_another_key(key: bytes) -> None:
    if len(key.strip()) < SHORTEST:
        raise ArchiveRefused(_("The archive holds no whole RECORDS_KEY, so its records could not be checked again."))
    if settings.RECORDS_KEY_FILE is None and key != settings.RECORDS_KEY:
        raise ArchiveRefused(
            _(
                "RECORDS_KEY in this install’s environment is not the one under which the archive’s records were "
                "written. Take RECORDS_KEY out of the environment, and the archive’s goes into %(file)s; or set it to "
                "the one of the old machine."
            )
            % {"file": settings.DATA_DIR / "records_key"}
        )


# Rows


def _insert_rows(archive: Archive, progress: Progress) -> None:
    names = Names()
    for model in carried_models():
        label = model._meta.label
        number = archive.manifest.rows[label]
        lines = progress.of(archive.rows(model), words_for(model), number)
        if _insert(model, _columns(model, lines, names)) != number:
            raise ArchiveRefused(_("%(model)s in the archive has other rows than it says.") % {"model": label})
    try:
        connection.check_constraints()
    except DatabaseError as error:
        raise ArchiveRefused(
            _("Rows of the archive do not fit together: %(error)s") % {"error": _said(error)}
        ) from error
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), carried_models()):
            cursor.execute(statement)


def _columns(model: Model, rows: Iterable[Any], names: Names) -> Iterator[list[Any]]:
    sound = 0
    try:
        for row in rows:
            yield column_values(model, row, names)
            sound += 1
    except ValueError as error:
        raise ArchiveRefused(
            _("Row %(number)d of %(model)s in the archive cannot be read.")
            % {"model": model._meta.label, "number": sound + 1}
        ) from error


def _insert(model: Model, rows: Iterator[list[Any]]) -> int:
    quoted = connection.ops.quote_name
    columns = [quoted(str(field.column)) for field in model._meta.concrete_fields]
    into = f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(columns)})"
    statement = f"{into} VALUES ({', '.join(['%s'] * len(columns))})"
    number = 0
    with connection.cursor() as cursor:
        while some := list(islice(rows, AT_ONCE)):
            try:
                cursor.executemany(statement, some)
            except (DatabaseError, OverflowError) as error:
                raise ArchiveRefused(
                    _("The database refuses rows of %(model)s: %(error)s")
                    % {"model": model._meta.label, "error": _said(error)}
                ) from error
            number += len(some)
    return number


def _said(error: Exception) -> str:
    return " ".join(str(error).split())


# Files


def _lay_files(archive: Archive, progress: Progress, undo: ExitStack) -> None:
    files = archive.files
    for name in progress.of(files, _("picture files"), len(files)):
        path = Path(default_storage.path(name))
        if path.exists():
            _refuse_another_file(path, files[name])
            continue
        undo.callback(path.unlink, missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.arriving")
        try:
            with archive.file(name) as packed, draft.open("wb") as file:
                shutil.copyfileobj(packed, file)
            draft.chmod(MODE)
            os.replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)


def _refuse_another_file(path: Path, member: Member) -> None:
    """An import that was killed may have left this very file; anything else is somebody's."""
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != member.sha256:
            raise ArchiveRefused(
                _("%(file)s is there already, and is another picture. Empty its folder, or take another DATA_DIR.")
                % {"file": path}
            )


def _take_key(key: bytes, undo: ExitStack) -> None:
    """The records stay valid under their own key. The one that was made for the empty install is kept beside it."""
    file = settings.RECORDS_KEY_FILE
    if file is None or key == settings.RECORDS_KEY:
        return
    former = file.with_name(f"{file.name}.unused")
    draft = file.with_name(f".{file.name}.arriving")
    shutil.copy2(file, former)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as written:
            written.write(key)
        undo.callback(os.replace, former, file)
        os.replace(draft, file)
    finally:
        draft.unlink(missing_ok=True)
