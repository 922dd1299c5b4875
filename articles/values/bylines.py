"""The printed line that says who wrote or photographed: generated from credits, never typed. Plain values only."""

from collections.abc import Iterable
from itertools import groupby

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy


class CreditRole(TextChoices):
    REPORTER = "reporter", pgettext_lazy("byline", "Reporter")
    SPECIAL_REPORTER = "special_reporter", pgettext_lazy("byline", "Special reporter")
    OMNIMEDIA_REPORTER = "omnimedia_reporter", pgettext_lazy("byline", "Omnimedia reporter")
    TRAINEE_REPORTER = "trainee_reporter", pgettext_lazy("byline", "Trainee reporter")
    CORRESPONDENT = "correspondent", pgettext_lazy("byline", "Correspondent")
    INTERN = "intern", pgettext_lazy("byline", "Intern")
    PHOTOGRAPHER = "photographer", pgettext_lazy("byline", "Photographer")
    TEXT_AND_PHOTO = "text_and_photo", pgettext_lazy("byline", "Text and photo")
    SUPPLIED = "supplied", pgettext_lazy("byline", "Picture supplied by")


# Staff who write; by reporter, the roundup groups by these.
REPORTING = frozenset(
    {
        CreditRole.REPORTER,
        CreditRole.SPECIAL_REPORTER,
        CreditRole.OMNIMEDIA_REPORTER,
        CreditRole.TRAINEE_REPORTER,
        CreditRole.TEXT_AND_PHOTO,
    }
)
# Everyone who is an author for the rules of review.
WRITING = REPORTING | {CreditRole.CORRESPONDENT, CreditRole.INTERN}
# Whose picture it is when nobody is named under it.
WITH_A_CAMERA = frozenset({CreditRole.TEXT_AND_PHOTO, CreditRole.PHOTOGRAPHER, CreditRole.SUPPLIED})

Names = Iterable[tuple[str, str]]  # (role, name as printed), in order


def credit_line(credits: Names) -> str:
    """记者甲 乙 通讯员丙: the role once before its names, one space between people, no colon."""
    parts = []
    for role, group in groupby(credits, key=lambda credit: credit[0]):
        names = " ".join(name for _role, name in group)
        parts.append(
            pgettext("role before names in a byline", "%(role)s %(names)s")
            % {"role": CreditRole(role).label, "names": names}
        )
    return " ".join(parts)


def dateline(credits: Names) -> str:
    """本报讯（记者甲 通讯员乙）: how a brief opens. Without credits, nothing."""
    line = credit_line(credits)
    return _("Our newsroom (%(credits)s)") % {"credits": line} if line else ""


def photo_credit(credits: Names) -> str:
    """本报记者 甲 摄, or 乙 供图; several are separated by a space."""
    parts = []
    for role, name in credits:
        if role == CreditRole.SUPPLIED:
            parts.append(pgettext("photo credit", "Picture: %(name)s") % {"name": name})
        elif role in REPORTING or role == CreditRole.PHOTOGRAPHER:
            parts.append(pgettext("photo credit", "Photo by our reporter %(name)s") % {"name": name})
        else:
            parts.append(
                pgettext("photo credit", "Photo by %(role)s %(name)s") % {"role": CreditRole(role).label, "name": name}
            )
    return " ".join(parts)
