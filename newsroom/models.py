"""The newsroom itself: what stands in the paper's head and foot."""

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Newsroom(models.Model):
    """One row. Whatever is empty is not shown."""

    masthead = models.CharField(_("masthead"), max_length=40, help_text=_("The paper’s name as readers know it."))
    district = models.CharField(_("district"), max_length=40, blank=True)
    media_centre = models.CharField(_("media centre"), max_length=80, blank=True)
    sponsor = models.CharField(_("sponsor"), max_length=80, blank=True)

    chief_editor = models.CharField(
        _("chief editor"), max_length=40, blank=True, help_text=_("The name, as the foot of every page prints it.")
    )

    hotline = models.CharField(
        _("hotline"), max_length=40, blank=True, help_text=_("The newsroom’s number for readers; never a private one.")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    harmful_information_phone = models.CharField(
        _("phone for harmful information"),
        max_length=40,
        blank=True,
        help_text=_("Where readers report unlawful and harmful information (违法和不良信息举报电话)."),
    )

    icp_number = models.CharField(_("ICP number"), max_length=60, blank=True)
    public_security_number = models.CharField(_("public security record number"), max_length=60, blank=True)
    news_licence_number = models.CharField(_("news licence number"), max_length=60, blank=True)

    public_institution_id = models.CharField(
        _("public-institution mark"),
        max_length=64,
        blank=True,
        validators=[RegexValidator(r"^[0-9A-Za-z]+\Z", _("Only the letters and digits of the mark’s identifier."))],
        help_text=_("事业单位网站标识: the identifier at the end of the address that the CONAC centre gave."),
    )

    mourning_from = models.DateField(
        _("mourning, first day"),
        null=True,
        blank=True,
        help_text=_("On days of national mourning the whole site is shown in grey."),
    )
    mourning_to = models.DateField(_("mourning, last day"), null=True, blank=True)

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
            models.CheckConstraint(
                condition=Q(mourning_from=None, mourning_to=None)
                | Q(mourning_from__isnull=False, mourning_to__isnull=False, mourning_to__gte=F("mourning_from")),
                name="mourning_ends_after_it_begins",
                violation_error_message=_("Days of mourning have a first and a last day, in this order."),
            ),
        ]

    def __str__(self) -> str:
        return self.masthead

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """The paper's name, wherever one must stand."""
        return self.masthead or gettext("District Newsroom")

    @property
    def is_in_mourning(self) -> bool:
        if self.mourning_from is None or self.mourning_to is None:
            return False
        return self.mourning_from <= timezone.localdate() <= self.mourning_to

    @classmethod
    def current(cls) -> Self:
        """The row, or an unsaved one that shows nothing."""
        return cls.objects.filter(pk=1).first() or cls()
