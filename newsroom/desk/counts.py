"""用稿统计: what readers were given in a span of days, counted for the people whom it names. Never published.

Shares are fractions, so that a story divided among three names is one story again when the lines are added up.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Self

from django.db.models import Exists, OuterRef, TextChoices
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from articles.models import Article, Credit, Placement
from articles.values.bylines import WITH_A_CAMERA, WRITING
from people.models import Reporter

GENRES = tuple(Article.Genre.values)
STORIES, PICTURES, WITHDRAWN = "stories", "pictures", "withdrawn"
COLUMNS = (*GENRES, STORIES, PICTURES, WITHDRAWN)


class Shared(TextChoices):
    """How a byline of several names counts."""

    FULL = "full", pgettext_lazy("shared byline", "Full")
    SPLIT = "split", pgettext_lazy("shared byline", "Split")


class Grouping(TextChoices):
    PERSON = "person", pgettext_lazy("count", "By person")
    UNIT = "unit", pgettext_lazy("count", "By unit")
    MONTH = "month", pgettext_lazy("count", "By month")


@dataclass(frozen=True)
class Span:
    first_day: date
    last_day: date

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def months(self) -> Iterator[date]:
        """The first day of each month that it touches."""
        first, last = (day.year * 12 + day.month - 1 for day in (self.first_day, self.last_day))
        return (date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1))


@dataclass(frozen=True)
class Person:
    """As the register has them today: a leaver's stories stay theirs, and somebody who moved counts where they are."""

    pk: int
    name: str
    kind: str
    unit: str


@dataclass(frozen=True)
class Entry:
    """One story or one picture, on its day."""

    column: str
    story: Article  # of a picture: the one that brought it first
    people: tuple[Person, ...]
    photo_id: int | None = None

    @property
    def day(self) -> date:
        return timezone.localdate(self.story.published_at)


# A person, the name of a unit, the first day of a month; None is nobody.
Subject = Person | str | date | None


@dataclass
class Line:
    subject: Subject
    shares: list[tuple[Entry, Fraction]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Names the line in an address."""
        match self.subject:
            case Person(pk=pk):
                return str(pk)
            case date():
                return f"{self.subject:%Y-%m}"
            case str():
                return f"unit-{self.subject}"
            case _:
                return "nobody"

    @property
    def counts(self) -> dict[str, Fraction]:
        return _added((entry.column, share) for entry, share in self.shares)


@dataclass(frozen=True)
class CountSheet:
    span: Span
    grouping: Grouping
    shared: Shared
    lines: list[Line]

    @property
    def total(self) -> dict[str, Fraction]:
        """The lines added up; by the split rule, and by month, the number of stories and pictures there are."""
        return _added((entry.column, share) for line in self.lines for entry, share in line.shares)

    @property
    def each_once(self) -> dict[str, Fraction]:
        """Every story and picture on the sheet once, however many lines it stands in."""
        entries = {(entry.column, entry.story.pk, entry.photo_id) for line in self.lines for entry, _ in line.shares}
        return _added((column, Fraction(1)) for column, *_key in entries)

    @property
    def pictures_of_nobody(self) -> int:
        """How many of the pictures have no credit: they stand in the line of nobody, or of a month."""
        pictures = (entry for line in self.lines for entry, _ in line.shares if entry.column == PICTURES)
        return len({entry.photo_id for entry in pictures if not entry.people})

    def line(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.key == key), None)


def count_sheet(span: Span, *, grouping: Grouping, shared: Shared, of: Reporter | None = None) -> CountSheet:
    """of: one person's own part of everything, and nobody else's."""
    lines: dict[Subject, Line] = {}
    if grouping == Grouping.MONTH:
        lines = {month: Line(month) for month in span.months if month <= timezone.localdate()}
    for entry in entries_in(span):
        for subject, share in _shares(entry, grouping, shared, of).items():
            lines.setdefault(subject, Line(subject)).shares.append((entry, share))
    if not any(line.shares for line in lines.values()):
        lines = {}
    return CountSheet(span, grouping, shared, sorted(lines.values(), key=_place))


def entries_in(span: Span) -> list[Entry]:
    """What came before readers in these days, oldest first. Stories of old papers are nobody's work of today."""
    seen = Article.objects.current().published_within(span.first_day, span.last_day).seen_by_readers()
    stories = {story.pk: story for story in seen.only(*LISTED).order_by("published_at", "pk")}
    bylines = _credits(Credit.objects.filter(article__in=seen), "article_id")

    public_before = Article.objects.current().public().published_before(span.first_day)
    shown_before = Placement.objects.filter(photo=OuterRef("photo"), article__in=public_before)
    placements = Placement.objects.filter(article__in=seen).order_by("article__published_at", "article_id", *PLACES)
    under_pictures = _credits(Credit.objects.filter(photo__in=placements.order_by().values("photo")), "photo_id")

    placed = defaultdict(list)
    first_shown: dict[int, int] = {}  # photo to story
    for photo, story, is_known in placements.values_list("photo", "article", Exists(shown_before)):
        if story not in stories:
            continue  # published while this was read
        placed[story].append(photo)
        if not is_known and stories[story].is_public:
            first_shown.setdefault(photo, story)

    entries = []
    for pk, story in stories.items():
        pictured = [credit for photo in placed[pk] for credit in under_pictures[photo]]
        column = story.genre if story.is_public else WITHDRAWN
        entries.append(Entry(column, story, _writers(story, bylines[pk], pictured)))
    for photo, pk in first_shown.items():
        with_a_camera = [credit for credit in bylines[pk] if credit[0] in WITH_A_CAMERA]
        entries.append(Entry(PICTURES, stories[pk], _each(under_pictures[photo] or with_a_camera), photo))
    return entries


LISTED = ("state", "genre", "headline", "list_title", "published_at", "offline_since")
PLACES = ("after_paragraph", "order", "pk")
Credited = tuple[str, Person]  # role and person


def _writers(story: Article, byline: list[Credited], pictured: list[Credited]) -> tuple[Person, ...]:
    """Who wrote it; where nobody is named so, who else the byline names, and of photo news who took its pictures."""
    writing = [credit for credit in byline if credit[0] in WRITING]
    return _each(writing or byline or (pictured if story.genre == Article.Genre.PHOTO_NEWS else []))


def _each(credits: list[Credited]) -> tuple[Person, ...]:
    """Once, however many roles somebody has."""
    return tuple(dict.fromkeys(person for _role, person in credits))


def _credits(credits, owner: str) -> defaultdict[int, list[Credited]]:
    found = defaultdict(list)
    columns = (owner, "role", "reporter", "reporter__name", "reporter__kind", "reporter__unit")
    for of, role, *person in credits.order_by("order", "pk").values_list(*columns):
        found[of].append((role, Person(*person)))
    return found


def _shares(entry: Entry, grouping: Grouping, shared: Shared, of: Reporter | None) -> dict[Subject, Fraction]:
    """What each line has of it: never more than the whole, though two of a unit's people may have written it."""
    people = entry.people or (None,)
    share = Fraction(1, len(people)) if shared == Shared.SPLIT else Fraction(1)
    shares: dict[Subject, Fraction] = {}
    for person in people:
        if of is None or (person and person.pk == of.pk):
            subject = _subject(entry, person, grouping)
            shares[subject] = min(Fraction(1), shares.get(subject, Fraction(0)) + share)
    return shares


def _subject(entry: Entry, person: Person | None, grouping: Grouping) -> Subject:
    if grouping == Grouping.MONTH:
        return entry.day.replace(day=1)
    if grouping == Grouping.UNIT and person:
        return person.unit
    return person


def _added(shares: Iterable[tuple[str, Fraction]]) -> dict[str, Fraction]:
    counts = dict.fromkeys(COLUMNS, Fraction(0))
    for column, share in shares:
        counts[column] += share
        if column in GENRES:
            counts[STORIES] += share
    return counts


def _place(line: Line) -> tuple:
    """Months as they come; people by kind, as the register lists them; who has most first; nobody last."""
    counts = line.counts
    most = (-counts[STORIES], -counts[PICTURES], -counts[WITHDRAWN])
    match line.subject:
        case Person(pk=pk, name=name, kind=kind, unit=unit):
            return (0, Reporter.Kind.values.index(kind), *most, unit, name, pk)
        case date():
            return (0, line.subject)
        case str():
            return (0, not line.subject, *most, line.subject)
        case _:
            return (1,)
