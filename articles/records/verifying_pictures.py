"""Whether the public store of pictures holds only what readers may see, and nothing waits to be taken out of it."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ..models import Article, Photo
from ..models.outbox import OutboxTask

CHUNK = 500


def verify_pictures() -> Iterator[str]:
    """What is wrong, in sentences. The app asks the database before it serves a file; a copy of the store may not."""
    yield from _files()
    for task in OutboxTask.objects.overdue():
        words = {"task": task.get_kind_display(), "moment": task.made_at.isoformat(timespec="minutes")}
        yield _("Since %(moment)s this was tried in vain: %(task)s.") % words


def _files() -> Iterator[str]:
    store = Path(settings.PICTURES_PUBLIC_DIR)
    folders = sorted(store.iterdir()) if store.is_dir() else []
    for start in range(0, len(folders), CHUNK):
        part = folders[start : start + CHUNK]
        keys = [int(folder.name) for folder in part if folder.name.isdecimal() and len(folder.name) < 19]
        shown = Photo.objects.shown_in(Article.objects.public()).in_bulk(keys)
        for folder in part:
            photo = shown.get(int(folder.name)) if folder.name.isdecimal() and len(folder.name) < 19 else None
            names = {rendition.name for rendition in photo.renditions} if photo else set()
            for file in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
                if file.is_file() and not (photo and file.parent == folder and file.name in names):
                    yield _("%(file)s lies in the public store, and no public story shows it.") % {
                        "file": file.relative_to(store)
                    }
