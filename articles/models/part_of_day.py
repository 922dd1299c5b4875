from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PartOfDay(TextChoices):
    """As printed after a date: 12月17日上午. Values sort as the day goes."""

    EARLY = "1_early", _("early morning")
    MORNING = "2_morning", _("morning")
    NOON = "3_noon", _("noon")
    AFTERNOON = "4_afternoon", _("afternoon")
    EVENING = "5_evening", _("evening")
