"""The newsroom itself: what stands in the paper's head and foot."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Newsroom(models.Model):
    """One row. Whatever is empty is not shown."""

    masthead = models.CharField(_("masthead"), max_length=40, help_text=_("The paper’s name as readers know it."))
    district = models.CharField(_("district"), max_length=40, blank=True)
    media_centre = models.CharField(_("media centre"), max_length=80, blank=True)
    sponsor = models.CharField(_("sponsor"), max_length=80, blank=True)

    hotline = models.CharField(
        _("hotline"), max_length=40, blank=True, help_text=_("The newsroom’s number for readers; never a private one.")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)

    icp_number = models.CharField(_("ICP number"), max_length=60, blank=True)
    public_security_number = models.CharField(_("public security record number"), max_length=60, blank=True)
    news_licence_number = models.CharField(_("news licence number"), max_length=60, blank=True)

    shows_blue_flags = models.BooleanField(
        _("show blue flags outside the story"),
        default=True,
        help_text=_("Off: criticised places are named only in the story that reports it."),
    )

    class Meta:
        verbose_name = _("newsroom")
        verbose_name_plural = _("newsroom")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_newsroom"),
        ]

    def __str__(self) -> str:
        return self.masthead

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> Self:
        """The row, or an unsaved one that shows nothing."""
        return cls.objects.filter(pk=1).first() or cls()
