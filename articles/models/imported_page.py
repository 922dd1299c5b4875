"""Pages that were read in: kept as they were, so that every draft can be held against what was printed."""

import hashlib
import io
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.fields import NameField

from ..pictures.intake import TakenPicture, take_in, taken_before
from ..review import rights

# Where in the page's text it stands, and the picture as it was taken in.
Pictured = tuple[int, TakenPicture]


def fingerprint_of(text: str) -> str:
    """SHA-256, as hexadecimal digits, of what is printed: white space differs between copies of one page."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()


class ImportedPageQuerySet(models.QuerySet["ImportedPage"]):
    def of_text(self, text: str) -> Self:
        return self.filter(fingerprint=fingerprint_of(text))

    def readable_by(self, user) -> Self:
        """Those that this person read in; for editors, all."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        if rights.sees_all(user):
            return self
        return self.filter(imported_by=user)


class ImportedPage(models.Model):
    """One page of text, word for word, and where it came from. Its drafts point at it."""

    text = models.TextField(_("text of the page"), editable=False)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    source = models.CharField(_("file"), max_length=200, blank=True, editable=False)
    week = models.CharField(
        _("week"),
        max_length=8,
        blank=True,
        help_text=_("Printed days have no year: each becomes the day nearest to this week. For example 2021-W50."),
    )
    paper = NameField(_("paper"), max_length=80, blank=True, help_text=_("Only for an old paper: its name."))
    printed_on = models.DateField(
        _("printed on"), null=True, blank=True, help_text=_("Only for an old paper: the day on which it was printed.")
    )
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("read in by")
    )
    imported_at = models.DateTimeField(_("read in at"), auto_now_add=True)

    drafts: models.QuerySet  # by Article.imported_page

    objects = ImportedPageQuerySet.as_manager()

    class Meta:
        ordering = ["-imported_at", "-pk"]
        verbose_name = pgettext_lazy("read in", "page")
        verbose_name_plural = pgettext_lazy("read in", "pages")

    def __str__(self) -> str:
        return self.source or self.text.lstrip()[:20]

    def save(self, *args, **kwargs):
        self.fingerprint = fingerprint_of(self.text)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("admin:articles_importedpage_change", args=[self.pk])


class ImportedPicture(models.Model):
    """A picture that came with a page, above the line that begins at this character of the text."""

    page = models.ForeignKey(ImportedPage, models.CASCADE, related_name="pictures", verbose_name=_("page"))
    image = models.ImageField(_("picture"), upload_to="pages")
    at = models.PositiveIntegerField(_("place in the text"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("picture of a page")
        verbose_name_plural = _("pictures of a page")

    def __str__(self) -> str:
        return str(self.image.name)

    def taken(self) -> TakenPicture:
        """As it was taken in with the page; pages of earlier days kept the file as it came."""
        with self.image.open() as file:
            content = file.read()
        if Path(str(self.image.name)).name.startswith(hashlib.sha256(content).hexdigest()[:20]):
            return taken_before(content)
        return take_in(io.BytesIO(content))
