"""What is odd about a story and may still be right: asked whenever it is handed in or signed, until somebody says so.

Each question is a function beside its neighbour: it gets a story and what was looked up for all, and yields the
sentences to be answered. What must not be so at all is no question: see Article.missing_for_review.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from people.models import ACCOUNTS, Reporter, User

from ..reading.days import nearest_day_begun_with
from ..review import clock
from ..review.workflow import SPENT, StepRefused
from ..values.bylines import WITH_A_CAMERA, WRITING
from ..values.search_text import fold

if TYPE_CHECKING:
    from .article import Article

# A folded headline or text, and the day.
Like = tuple[str, date | None]
READS = ("credits", "placements__photo__credits")


@dataclass(frozen=True)
class Question:
    """A sentence that somebody says is right. Its key is the sentence's: what is said of one day holds for no other."""

    code: str
    sentence: str

    @property
    def key(self) -> str:
        return f"{self.code}-{hashlib.sha256(self.sentence.encode()).hexdigest()[:12]}"


class QuestionsOpenError(StepRefused):
    """Nobody has said yet that what is odd about the story is right."""

    def __init__(self, questions: Sequence[Question]):
        self.questions = questions
        asked = " ".join(question.sentence for question in questions)
        super().__init__(_("Say first whether this is right: %(questions)s") % {"questions": asked})


class Alike:
    """Which other stories look like these, in one query; these need not be saved."""

    def __init__(self, stories: Sequence["Article"]):
        self._by_title: defaultdict[Like | None, list[Article]] = defaultdict(list)
        self._by_body: defaultdict[Like | None, list[Article]] = defaultdict(list)
        for other in _like(stories):
            for index, said in ((self._by_title, _title_key(other)), (self._by_body, _body_key(other))):
                if said:
                    index[said].append(other)

    def to(self, story: "Article") -> list["Article"]:
        """Of the same headline and day, or the same item of a page; not what it corrects, nor its working copies."""
        title, body = _title_key(story), _body_key(story)
        found = [*(self._by_title[title] if title else ()), *(self._by_body[body] if body else ())]
        own = (story.pk, story.corrects_id)
        return [other for other in sorted(set(found), key=lambda other: other.pk) if other.pk not in own]


class LookedUp:
    """What the questions compare stories with: a few queries, however many stories there are."""

    def __init__(self, stories: Sequence["Article"]):
        prefetch_related_objects(stories, *READS)
        self.today = timezone.localdate(clock.now())
        self.with_account, self.names_of_accounts = _accounts(stories)
        self.alike = Alike(stories)


def questions_of(stories: Sequence["Article"]) -> dict[int, list[Question]]:
    """By the key of the story; empty where nothing is asked."""
    known = LookedUp(stories)
    return {
        story.pk: [Question(ask.__name__, sentence) for ask in QUESTIONS for sentence in ask(story, known)]
        for story in stories
    }


def days_to_come(story: "Article", known: LookedUp) -> Iterator[str]:
    last_day = story.last_day or nearest_day_begun_with(story.body, known.today)
    if last_day and last_day > known.today:
        said = _("The event lies after today: %(day)s.")
        yield said % {"day": date_format(last_day, "DATE_FORMAT")}


def pictures_without_credit(story: "Article", known: LookedUp) -> Iterator[str]:
    if number := len(list(uncredited(story))):
        said = ngettext(
            "%(number)d picture has no credit: readers are not told whose it is.",
            "%(number)d pictures have no credit: readers are not told whose they are.",
            number,
        )
        yield said % {"number": number}


def filed_twice(story: "Article", known: LookedUp) -> Iterator[str]:
    """Without the other's title: whoever hands this in may not read it."""
    if others := known.alike.to(story):
        numbers = pgettext("between items of a list", ", ").join(str(other.pk) for other in others)
        yield _("The same headline and day, or the same item of a page, is filed already: no. %(numbers)s.") % {
            "numbers": numbers
        }


def named_like_an_account(story: "Article", known: LookedUp) -> Iterator[str]:
    """The account would not count as an author, and might sign its own story."""
    for credit in story.credits.all():
        if credit.role in WRITING and credit.reporter_id not in known.with_account:
            for name in dict.fromkeys((credit.name_as_printed, credit.reporter.name)):
                if name in known.names_of_accounts:
                    said = _(
                        "%(name)s in the byline has the name of somebody with an account, but stands for an entry "
                        "without one: is it somebody else?"
                    )
                    yield said % {"name": name}


# To ask one more thing, add a function like these.
QUESTIONS = (days_to_come, pictures_without_credit, filed_twice, named_like_an_account)


def uncredited(story: "Article") -> Iterator:
    """Placements of pictures of which nobody is named, neither under them nor with a camera in the byline."""
    if not any(credit.role in WITH_A_CAMERA for credit in story.credits.all()):
        yield from (placement for placement in story.placements.all() if not placement.photo.credits.all())


def refuse_open(story: "Article", answered: Collection[str]) -> list[Question]:
    """The questions, each of which was answered; raises QuestionsOpenError if one was not."""
    asked = questions_of([story])[story.pk]
    if still_open := [question for question in asked if question.key not in answered]:
        raise QuestionsOpenError(still_open)
    return asked


def on_record(reason: str, answered: Iterable[Question]) -> str:
    """What a step's record says: the comment, and each sentence that its taker said is right."""
    said = [_("Asked, and said to be right: %(question)s") % {"question": question.sentence} for question in answered]
    return "\n".join(filter(None, [reason, *said]))


def _accounts(stories: Sequence["Article"]) -> tuple[set[int], set[str]]:
    """Entries of the bylines whose person has an account, by key; and names in the bylines that accounts have."""
    credits = [credit for story in stories for credit in story.credits.all() if credit.role in WRITING]
    if not credits:
        return set(), set()
    prefetch_related_objects(credits, "reporter")
    has_account = Q()
    for way in ACCOUNTS:
        has_account |= Q(**{f"{way}__isnull": False})
    entries = {credit.reporter_id for credit in credits}
    linked = set(Reporter.objects.filter(has_account, pk__in=entries).values_list("pk", flat=True))
    rest = [credit for credit in credits if credit.reporter_id not in linked]
    if not rest:
        return linked, set()
    names = {name for credit in rest for name in (credit.name_as_printed, credit.reporter.name)}
    own = User.objects.filter(name__in=names, is_active=True).values_list("name", flat=True)
    registered = Reporter.objects.filter(has_account, name__in=names).values_list("name", flat=True)
    return linked, {*own, *registered}


def _like(stories: Sequence["Article"]) -> Iterable["Article"]:
    """Stories of the same days. One of no day is compared with those of exactly its headline."""
    if not stories:
        return ()
    days = {story.happened_on for story in stories if story.happened_on}
    undated = {story.headline for story in stories if not story.happened_on and story.headline}
    alike = Q(happened_on__in=days) | Q(happened_on=None, headline__in=undated)
    columns = ("headline", "body", "happened_on", "imported_page")
    return type(stories[0]).objects.filter(alike, corrects=None).exclude(state__in=SPENT).only(*columns).order_by("pk")


def _title_key(story: "Article") -> Like | None:
    return (re.sub(r"\W", "", fold(story.headline)), story.happened_on) if story.headline else None


def _body_key(story: "Article") -> Like | None:
    """Of an item of a page: another file has other line breaks, and the reader may have found another headline."""
    return (fold(story.body), story.happened_on) if story.imported_page_id and story.body else None
