"""The public picture store: a rendition lies in it only while a public story shows it."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

SAFE_NAME = re.compile(r"[0-9a-f]+-\d+\.webp")


def public_path(photo_id: int, name: str) -> Path:
    return Path(settings.PICTURES_PUBLIC_DIR) / str(photo_id) / name


def is_safe_name(name: str) -> bool:
    """Only names that renditions have; never a way out of the store."""
    return SAFE_NAME.fullmatch(name) is not None


def publish(photo_id: int, name: str, content: bytes, *, is_public: Callable[[], bool]) -> bool:
    """Lay a rendition into the public store, whole or not at all; False if it may not lie there.

    A story may be withdrawn, and its pictures purged, between the question and the file's arrival; so it is asked
    again when the file is there.
    """
    while is_public():
        try:
            _lay(public_path(photo_id, name), content)
        except FileNotFoundError:  # purged while it was written
            continue
        may_stay = False
        try:
            may_stay = is_public()
        finally:
            if not may_stay:
                purge(photo_id)
        return may_stay
    return False


def purge(photo_id: int) -> None:
    """Take every rendition of a photo out of the public store."""
    shutil.rmtree(Path(settings.PICTURES_PUBLIC_DIR) / str(photo_id), ignore_errors=True)


def _lay(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(draft, 0o644)
        os.replace(draft, path)
    finally:
        Path(draft).unlink(missing_ok=True)
