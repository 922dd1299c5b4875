"""The public picture store: a rendition lies in it only while a public story shows it."""

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

TRIES = 3
SAFE_NAME = re.compile(r"[0-9a-f]+-\d+\.webp")


def public_path(photo_id: int, name: str) -> Path:
    return Path(settings.PICTURES_PUBLIC_DIR) / str(photo_id) / name


def is_safe_name(name: str) -> bool:
    """Only names that renditions have; never a way out of the store."""
    return SAFE_NAME.fullmatch(name) is not None


def publish(photo_id: int, name: str, content: bytes, *, is_public: Callable[[], bool]) -> bool:
    """Lay a rendition into the public store, whole or not at all; False if it is not public.

    A story may be withdrawn, and its pictures purged, between the question and the file's arrival; so it is asked
    again when the file is there. A store that takes nothing (read-only, full) costs speed and nothing else.
    """
    while is_public():
        try:
            _lay(public_path(photo_id, name), content)
        except FileNotFoundError:  # purged while it was written
            continue
        except OSError:
            logger.exception("The public store of pictures takes nothing")
            return is_public()
        may_stay = False
        try:
            may_stay = is_public()
        finally:
            if not may_stay:
                purge(photo_id)
        return may_stay
    return False


def stored(photo_id: int, name: str) -> bytes | None:
    """What lies in the public store, if it does. Whether it is public is for the caller to ask first."""
    if not is_safe_name(name):
        return None
    try:
        return public_path(photo_id, name).read_bytes()
    except OSError:  # not there, or taken away this moment
        return None


def purge(photo_id: int) -> None:
    """Take every rendition of a photo out of the public store. Raises OSError for what stays."""
    folder = Path(settings.PICTURES_PUBLIC_DIR) / str(photo_id)
    for _try in range(TRIES):
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:  # never there, or somebody else took it
            if not folder.exists():
                return
        except OSError:  # a file was laid into it meanwhile, or the store is read-only
            if _try == TRIES - 1:
                raise


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
