"""What a story is asked before it is handed in and before it is signed: what may be right, and mostly is not.

Nothing here refuses. Whoever takes the step says that it is right, and that stays on record; the signer is asked anew.
A new question is a function beside the others, listed once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.models import Reporter, User

from ..review import clock
from ..review.workflow import StepRefused

if TYPE_CHECKING:
    from .article import Article


@dataclass(frozen=True)
class Question:
    """code: what is sent back with the answer; sentence: what is asked, as a statement that somebody confirms."""

    code: str
    sentence: str


class UnansweredError(StepRefused):
    """Questions that nobody has answered; its text holds them."""


def questions_of(story: "Article") -> list[Question]:
    return [Question(ask.__name__, sentence) for ask in QUESTIONS for sentence in ask(story)]


def day_to_come(story: "Article") -> Iterator[str]:
    today = timezone.localdate(clock.now())
    if story.last_day and story.last_day > today:
        yield _("The event is on %(day)s, which is still to come.") % {"day": date_format(story.last_day)}


def picture_without_credit(story: "Article") -> Iterator[str]:
    number = story.placements.filter(photo__credits=None).count()
    if number:
        yield _("Pictures of which nobody is named as the photographer: %(number)d.") % {"number": number}


def name_of_an_account(story: "Article") -> Iterator[str]:
    """A credit with the name of somebody who has an account, but of an entry without one: is it somebody else?"""
    credits = story.credits.select_related("reporter")
    names = {credit.name_as_printed: credit.reporter_id for credit in credits}
    if not names:
        return
    known = set(User.objects.filter(is_active=True, is_staff=True, name__in=names).values_list("name", flat=True))
    known |= set(Reporter.objects.filter(name__in=names, user__is_active=True).values_list("name", flat=True))
    linked = {entry for entry, _account in story.credits.all().entries_with_account()}
    strangers = [name for name, entry in names.items() if name in known and entry not in linked]
    if strangers:
        listed = pgettext("between items of a list", ", ").join(strangers)
        yield _("The byline names %(names)s, and an account of that name is not theirs: it is somebody else.") % {
            "names": listed
        }


QUESTIONS: tuple[Callable[["Article"], Iterator[str]], ...] = (day_to_come, picture_without_credit, name_of_an_account)
