"""A page's file to a page that is kept and read: what the command and the desk share."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from people.models import User

from ..models import ImportedPage, ImportedPicture
from ..models.imported_page import Pictured, fingerprint_of
from ..pictures import renditions
from ..pictures.intake import PictureRefused, take_in
from ..reading import Page, read_page
from ..values.weeks import Week

COMMAND = "import_page"

if TYPE_CHECKING:
    from ..reading.sources import Source


def pictures_of(source: "Source") -> list[Pictured]:
    """Those that a story can show, taken in; none of a page that was read in before.

    One that no story could show is left out: its caption waits for a picture, as on a page without any. It takes
    seconds, in which nobody else could write on SQLite: call it before the transaction.
    """
    if ImportedPage.objects.of_text(source.text).exists():
        return []
    taken = []
    for picture in source.pictures:
        with suppress(PictureRefused):
            taken.append((picture.at, take_in(BytesIO(picture.content))))
    return taken


def keep_page(
    source: "Source",
    *,
    by,
    week: Week | None = None,
    paper: str = "",
    printed_on: date | None = None,
    pictures: Sequence[Pictured] | None = None,
) -> tuple[ImportedPage, bool]:
    """The page of this text, and whether it is new. One that was read in before stays as it was then.

    pictures: as taken in before, by who holds a transaction.
    """
    pictures = pictures_of(source) if pictures is None else pictures
    with transaction.atomic():
        page, is_new = ImportedPage.objects.get_or_create(
            fingerprint=fingerprint_of(source.text),
            defaults={
                "text": source.text,
                "source": source.name[-200:],
                "week": str(week or ""),
                "paper": paper,
                "printed_on": printed_on,
                "imported_by": by,
            },
        )
        if is_new:
            for at, picture in pictures:
                kept = ContentFile(picture.content, name=picture.name)
                image = ImportedPicture.objects.create(page=page, at=at, image=kept).image
                renditions.store(image.storage, picture.renditions)
    return page, is_new


def future_by_week(text: str, page: Page, *, week: Week | None, today: date) -> list[date]:
    """Days to come that only the week makes of what is printed: a printed page tells of what has happened.

    page: as it was read with that week. A day that is printed with its year is as it is printed.
    """
    days = _days_after(today, page)
    if week is None or not days:
        return []
    return sorted(days - _days_after(today, read_page(text, today=today)))


def _days_after(today: date, page: Page) -> set[date]:
    ends = (item.date_end or item.date_start for item in page.items)
    return {day for day in ends if day and day > today}


def read_kept(page: ImportedPage) -> Page:
    """The page's stories and photos. What an old paper prints had happened by the day on which it was printed."""
    week = Week.parse(page.week) if page.week else None
    today = page.printed_on or timezone.localdate(page.imported_at)
    return read_page(page.text, week=week, today=today)


def account_of_the_command() -> User:
    """Nobody: pages that a command reads in belong to an account that no one can sign in with."""
    nobody, is_new = User.objects.get_or_create(username=COMMAND, defaults={"is_active": False, "name": COMMAND})
    if is_new:
        nobody.set_unusable_password()
        nobody.save(update_fields=["password"])
    return nobody
