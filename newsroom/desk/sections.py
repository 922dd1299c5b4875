"""What the desk shows of each role's work: short lists, what is to be done first, then what is under way.

However much there is, a section asks for a few rows, and all stories together for whom they wait for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.desk.links import story_url
from articles.desk.reminders import listed, reminder, waited, waits_for
from articles.desk.states import state_label
from articles.models import Article, Issue, Review
from articles.models.article_sets import ArticleQuerySet
from articles.review import passes, rights
from articles.review.report_access import sight_of_counts
from articles.review.rights import Role
from articles.review.workflow import UNDER_REVIEW, WITH_THE_WRITER, State, Verb
from articles.values.page_order import in_page_order
from people.models import User

MOST = 8
# A page holds some thirty stories; a longer one is read in its list.
MOST_ON_PAGE = 60
# Days after which a returned story is worth a word with its author.
LONG = 3
# What somebody decided on a story, apart from what they wrote.
DECIDING = frozenset(
    {
        Verb.PASS,
        Verb.SIGN,
        Verb.PROOF,
        Verb.SEND_BACK,
        Verb.REJECT,
        Verb.HOLD,
        Verb.RESUME,
        Verb.OVERRIDE,
        Verb.TAKE_OFFLINE,
        Verb.RESTORE,
        Verb.WITHDRAW,
    }
)


@dataclass(frozen=True)
class Line:
    """A story, where it leads, and what there is to know of it before it is opened."""

    story: Article
    url: str
    state: SafeString
    waited: str = ""
    with_whom: str = ""
    returned: Review | None = None
    reminder: str = ""


@dataclass
class Section:
    """name: of its partial and its style. query: the list of all of them; empty where there is none."""

    name: str
    title: str
    stories: Sequence[Article]
    total: int
    query: str
    nothing: str = ""
    lines: list[Line] = field(default_factory=list)

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.stories)


@dataclass(frozen=True)
class Decision:
    record: Review
    url: str
    state: SafeString

    @property
    def label(self) -> str:
        return passes.Line(self.record).label


@dataclass(frozen=True)
class FillingPage:
    """The page of the week that is being made: what is signed, what waits, what is still with its writers."""

    issue: Issue
    lines: list[Line]
    signed: int
    waiting: int
    drafts: int
    total: int


class DeskSections:
    def __init__(self, request: HttpRequest):
        self.request = request
        self.user = request.user

    @cached_property
    def to_do(self) -> list[Section]:
        """Most pressing first; a person of several roles reads each section once."""
        sections = [section for section in self._found() if section.stories or section.nothing]
        stories = list({story.pk: story for section in sections for story in section.stories}.values())
        people = waits_for(stories)
        returns = _returns(stories)
        for section in sections:
            section.lines = [self._line(story, people[story.pk], returns.get(story.pk)) for story in section.stories]
        return sections

    @cached_property
    def signed(self) -> Section | None:
        """Scheduled ones first, as the latest moments are still to come."""
        if not rights.has_role(self.user, Role.CHIEF_EDITOR):
            return None
        stories = Article.objects.filter(state=State.SIGNED).order_by("-published_at", "-pk")
        section = self._section("signed", _("Signed and scheduled"), stories, "state=signed")
        section.lines = [self._line(story) for story in section.stories]
        return section if section.stories else None

    @cached_property
    def page(self) -> FillingPage | None:
        issue = Issue.objects.open().order_by("-first_day").first() if rights.is_editor(self.user) else None
        if issue is None:
            return None
        stories = Article.objects.filter(issue=issue, corrects=None).exclude(
            state__in=(State.REJECTED, State.WITHDRAWN)
        )
        states = list(stories.order_by().values_list("state", flat=True))
        in_order = in_page_order(stories.for_lists().for_ordering()[:MOST_ON_PAGE], lead_id=issue.lead_id)
        return FillingPage(
            issue=issue,
            lines=[self._line(story) for story in in_order],
            signed=states.count(State.SIGNED),
            waiting=sum(state in UNDER_REVIEW | {State.HELD} for state in states),
            drafts=sum(state in WITH_THE_WRITER for state in states),
            total=len(states),
        )

    @cached_property
    def decisions(self) -> list[Decision]:
        """What this person decided last; what they did to a story of their own is no decision."""
        records = Review.objects.filter(by=self.user.pk, verb__in=DECIDING).select_related("article")
        return [
            Decision(record, story_url(record.article, self.user), state_label(record.article))
            for record in records.order_by("-at", "-pk")[:MOST]
        ]

    @cached_property
    def accounts(self) -> int:
        return User.objects.filter(is_active=True).count() if self.keeps_accounts else 0

    @property
    def keeps_accounts(self) -> bool:
        return bool(rights.grantable_by(self.user))

    @property
    def reads_counts(self) -> bool:
        return sight_of_counts(self.user) is not None

    def _found(self) -> Iterator[Section]:
        user = self.user
        every: Any = Article.objects.all()
        mine: Any = every.of(user)
        is_chief = rights.has_role(user, Role.CHIEF_EDITOR)
        if is_chief:
            elsewhere = every.filter(is_urgent=True, state__in=UNDER_REVIEW).exclude(
                pk__in=every.awaiting(user).values("pk")
            )
            yield self._section("urgent", _("Urgent corrections that others sign"), elsewhere.in_queue_order())
        if rights.is_editor(user):
            offline = every.owing_reason().order_by("offline_since", "pk")
            yield self._section("offline", _("Offline, and nobody has said why"), offline, "state=offline")
        returned = mine.filter(state=State.RETURNED).with_waiting().order_by("-waiting_since", "pk")
        yield self._section("returned", _("Returned to me"), returned, "mine=yes&state=returned")
        if rights.is_editor(user):
            waiting = every.awaiting(user).in_queue_order()
            nothing = _("Nothing waits for your review.")
            yield self._section("waiting", _("Waiting for my review"), waiting, "state=mine", nothing)
        if rights.has_role(user, Role.PROOFREADER) and settings.PROOF_PASSES:
            proofs = every.awaiting_proof(user).in_queue_order()
            nothing = _("No proof waits to be read.")
            yield self._section("proofs", _("Proofs to read"), proofs, "state=proof", nothing)
        drafts = mine.filter(state=State.DRAFT).order_by("-changed_at", "-pk")
        yield self._section("drafts", _("My drafts"), drafts, "mine=yes&state=draft")
        way = mine.on_their_way().with_waiting().order_by("waiting_since", "pk")
        yield self._section("way", _("What I handed in"), way, "mine=yes&state=way")
        if is_chief:
            long_ago = timezone.now() - timedelta(days=LONG)
            stale = every.filter(state=State.RETURNED).with_waiting().filter(waiting_since__lt=long_ago)
            stale = stale.exclude(pk__in=mine.values("pk")).order_by("waiting_since", "pk")
            yield self._section("stale", _("Returned long ago, and not mended"), stale)

    def _section(self, name: str, title: str, stories: ArticleQuerySet, query: str = "", nothing: str = "") -> Section:
        found = list(stories.for_lists()[: MOST + 1])
        total = len(found) if len(found) <= MOST else stories.count()
        return Section(name, title, found[:MOST], total, query, nothing)

    def _line(self, story: Article, people: Sequence[User] = (), returned: Review | None = None) -> Line:
        since: datetime | None = getattr(story, "waiting_since", None)
        names = [str(user) for user in people]
        is_mine = self.user.pk in {user.pk for user in people}
        return Line(
            story=story,
            url=story_url(story, self.user),
            state=state_label(story),
            waited=waited(since) if since and story.state in UNDER_REVIEW | {State.RETURNED} else "",
            with_whom="" if is_mine else listed(names),
            returned=returned,
            reminder="" if is_mine else reminder(self.request, story, since=since, names=names),
        )


def _returns(stories: Sequence[Article]) -> dict[int, Review]:
    """The record that sent each returned story back, with who and why."""
    keys = [story.pk for story in stories if story.state == State.RETURNED]
    records = Review.objects.filter(article__in=keys, verb=Verb.SEND_BACK).select_related("by") if keys else []
    return {record.article_id: record for record in sorted(records, key=lambda record: record.number)}
