"""Whether the public store of pictures holds only what readers may see, and nothing waits to be taken out of it."""

import logging
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ..models import Article, Photo
from ..models.outbox import OutboxTask
from ..pictures import gate

logger = logging.getLogger(__name__)

CHUNK = 500


def verify_pictures() -> Iterator[str]:
    """What is wrong, in sentences. The app asks the database before it serves a file; a copy of the store may not."""
    store = Path(settings.PICTURES_PUBLIC_DIR)
    for file in strays():
        yield _("%(file)s lies in the public store, and no public story shows it.") % {"file": file.relative_to(store)}
    for task in OutboxTask.objects.overdue():
        words = {"task": task.get_kind_display(), "moment": task.made_at.isoformat(timespec="minutes")}
        yield _("Since %(moment)s this was tried in vain: %(task)s.") % words


def sweep() -> None:
    """Take away what a process that died was laying or taking out. What has no photo's number is left to people.

    A photo that is shown is laid again when it is asked for. A store that gives nothing back stops nothing.
    """
    store = Path(settings.PICTURES_PUBLIC_DIR)
    touched = {file.relative_to(store).parts[0] for file in strays()}
    for name in sorted(touched):
        if not _is_number(name):
            continue
        try:
            gate.purge(int(name))
        except OSError:
            logger.exception("The public store of pictures keeps what no public story shows: %s", name)


def strays() -> Iterator[Path]:
    """Files in the public store that are no rendition of a photo which a public story shows."""
    store = Path(settings.PICTURES_PUBLIC_DIR)
    folders = sorted(store.iterdir()) if store.is_dir() else []
    for start in range(0, len(folders), CHUNK):
        part = folders[start : start + CHUNK]
        keys = [int(folder.name) for folder in part if _is_number(folder.name)]
        shown = Photo.objects.shown_in(Article.objects.public()).in_bulk(keys)
        for folder in part:
            photo = shown.get(int(folder.name)) if _is_number(folder.name) else None
            names = {rendition.name for rendition in photo.renditions} if photo else set()
            for file in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
                if file.is_file() and not (photo and file.parent == folder and file.name in names):
                    yield file


def _is_number(name: str) -> bool:
    """As the gate writes one; a longer one is no key that a database has."""
    return name.isascii() and name.isdecimal() and len(name) < 19 and name == str(int(name))
