"""The week's roundup: the public stories of one issue, in the page's order and in its three groupings."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from articles.models import Article, Flag, Issue, PageCredit, Placement, Topic, TopicAssignment
from articles.values.bylines import REPORTING, CreditRole
from articles.values.page_order import in_page_order
from people.models import Reporter, Township, Village

# How much of somebody's or some topic's earlier work stands beside this week's.
EARLIER = 3


@dataclass
class ByReporter:
    reporter: Reporter
    stories: list[Article] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    usual_topics: list[Topic] = field(default_factory=list)
    earlier: list[Article] = field(default_factory=list)


@dataclass
class ByDay:
    day: date | None
    stories: list[Article]


@dataclass
class ByTopic:
    topic: Topic
    stories: list[Article] = field(default_factory=list)
    also: list[Article] = field(default_factory=list)
    earlier: list[Article] = field(default_factory=list)
    townships: dict[Township, Flag | None] = field(default_factory=dict)


def next_story(story: Article) -> Article | None:
    """The public story that stands after this one on its issue's page."""
    if story.issue is None:
        return None
    page = _pages([story.issue])[story.issue.pk]
    following = next((place for place, entry in enumerate(page, start=1) if entry.pk == story.pk), len(page))
    return page[following].story if following < len(page) else None


def leads(issues: Collection[Issue]) -> dict[int, Article]:
    """What stands first on each of these pages, by the issue's key: the one that was chosen, else its first.

    Reads the issues' own leads as they were fetched; one query for all that have none before readers.
    """
    chosen = ((issue, issue.lead) for issue in issues if issue.lead is not None)
    # A story that was moved to another page leads this one no more.
    found = {issue.pk: lead for issue, lead in chosen if lead.issue_id == issue.pk and lead.is_public}
    others = [issue for issue in issues if issue.pk not in found]
    for key, page in (_pages(others) if others else {}).items():
        first = next(
            (entry for entry in page if entry.row["genre"] != Article.Genre.PHOTO_NEWS), next(iter(page), None)
        )
        if first is not None:
            found[key] = first.story
    return found


def _pages(issues: Collection[Issue]) -> "dict[int, list[_Entry]]":
    """The public stories of each of these pages in the page's order, in one query."""
    pages: dict[int, dict[int, _Entry]] = {issue.pk: {} for issue in issues}
    for row in Article.objects.public().filter(issue__in=pages).with_ranks():
        entry = pages[row["issue"]].setdefault(row["pk"], _Entry(row["pk"], row["page_order"], row["happened_on"], row))
        if row["rank"] is not None:
            entry.found.append(row["rank"])
    return {issue.pk: in_page_order(pages[issue.pk].values(), lead_id=issue.lead_id) for issue in issues}


@dataclass
class _Entry:
    """A story's place on its page, without the story."""

    pk: int
    page_order: int | None
    happened_on: date | None
    row: dict[str, Any]
    found: list[int] = field(default_factory=list)

    @property
    def ranks(self) -> tuple[int, ...]:
        return tuple(sorted(self.found))

    @property
    def story(self) -> Article:
        """What a link to it needs."""
        return Article(**{name: self.row[name] for name in ("pk", "headline", "list_title")})


class Roundup:
    def __init__(self, issue: Issue):
        self.issue = issue

    @property
    def editors_note(self) -> str:
        """Closing the page signs it; before that nobody but the desk reads the note."""
        return self.issue.editors_note if self.issue.is_closed else ""

    @property
    def page_credits(self) -> list[PageCredit]:
        """Who made the page: of a closed one, as its note."""
        return list(self.issue.page_credits.all()) if self.issue.is_closed else []

    @cached_property
    def entries(self) -> list[Article]:
        """Everything public on the page, photo news included, in the page's order."""
        stories = Article.objects.public().filter(issue=self.issue).select_related("meeting")
        return in_page_order(stories.for_ordering().for_lists().with_pictures(), lead_id=self.issue.lead_id)

    @property
    def stories(self) -> list[Article]:
        return [entry for entry in self.entries if entry.genre != Article.Genre.PHOTO_NEWS]

    @property
    def photo_news(self) -> list[Article]:
        return [entry for entry in self.entries if entry.genre == Article.Genre.PHOTO_NEWS]

    @property
    def pictures(self) -> list[Placement]:
        """Photo news first, then one picture of each story that carries some."""
        placed = (list(entry.placements.all()) for entry in self.photo_news + self.stories)
        return [placements[0] for placements in placed if placements]

    @property
    def lead(self) -> Article | None:
        return next(iter(self.stories), None)

    @property
    def dated(self) -> list[Article]:
        """The stories after the lead that tell of a day."""
        return [story for story in self.stories[1:] if story.happened_on]

    @property
    def undated(self) -> list[Article]:
        """本期关注: features that tell of no single day."""
        return [story for story in self.stories[1:] if not story.happened_on]

    @property
    def halves(self) -> tuple[list[Article], list[Article]]:
        """The dated stories before and after the second picture."""
        middle = (len(self.dated) + 1) // 2
        return self.dated[:middle], self.dated[middle:]

    @cached_property
    def earlier_issues(self) -> list[Issue]:
        issues = Issue.objects.with_stories(Article.objects.public()).filter(first_day__lt=self.issue.first_day)
        return list(issues[:4])

    @cached_property
    def by_day(self) -> list[ByDay]:
        """Days in order, an event of several days once, at its first; what has no day comes last."""
        villages = Prefetch("villages", Village.objects.select_related("township"))
        prefetch_related_objects(self.entries, "townships", villages)
        days: dict[date | None, list[Article]] = defaultdict(list)
        for entry in self.entries:
            days[entry.happened_on].append(entry)
        in_order = sorted(days, key=lambda day: day or date.max)
        # The sort is stable: within a part of the day the page's order stays.
        return [ByDay(day, sorted(days[day], key=lambda entry: entry.part_of_day or "9")) for day in in_order]

    @property
    def own_days(self) -> list[tuple[date, bool]]:
        """The issue's days, each with whether a story tells of it."""
        told = {entry.happened_on for entry in self.entries}
        length = (self.issue.last_day - self.issue.first_day).days + 1
        days = [self.issue.first_day + timedelta(days=number) for number in range(length)]
        return [(day, day in told) for day in days]

    @cached_property
    def by_reporter(self) -> list[ByReporter]:
        return self._with_usual_work(self._credited(REPORTING))

    @cached_property
    def by_correspondent(self) -> list[ByReporter]:
        return self._credited({CreditRole.CORRESPONDENT})

    @cached_property
    def by_intern(self) -> list[ByReporter]:
        return self._credited({CreditRole.INTERN})

    @cached_property
    def by_photographer(self) -> list[ByReporter]:
        groups: dict[int, ByReporter] = {}
        for entry in self.entries:
            for placement in entry.placements.all():
                for credit in placement.photo.credits.all():
                    group = groups.setdefault(credit.reporter.canonical.pk, ByReporter(credit.reporter.canonical))
                    group.placements.append(placement)
        return list(groups.values())

    @cached_property
    def by_topic(self) -> list[ByTopic]:
        """A story stands once, under its main topic; its further topics link to it."""
        further = TopicAssignment.objects.select_related("tag")
        places = Prefetch("townships", Township.objects.select_related("merged_into"))
        prefetch_related_objects(self.entries, places, Prefetch("topic_assignments", further))
        groups: dict[Topic, ByTopic] = {}
        for entry in self.entries:
            if entry.main_topic:
                groups.setdefault(entry.main_topic, ByTopic(entry.main_topic)).stories.append(entry)
        self._add_further_topics(groups)
        self._add_earlier(groups)
        self._add_townships(groups)
        return sorted(groups.values(), key=lambda group: (group.topic.order, group.topic.name))

    def _credited(self, roles: Collection[CreditRole]) -> list[ByReporter]:
        """In order of first appearance; a shared story under each of its people."""
        groups: dict[int, ByReporter] = {}
        for story in self.entries:
            for credit in story.credits.all():
                if credit.role in roles:
                    group = groups.setdefault(credit.reporter.canonical.pk, ByReporter(credit.reporter.canonical))
                    if story not in group.stories:
                        group.stories.append(story)
        return list(groups.values())

    def _with_usual_work(self, groups: list[ByReporter]) -> list[ByReporter]:
        people = {group.reporter.pk: group for group in groups}
        before = Article.objects.public().before(self.issue)
        for story in before.latest_by_reporter(people, EARLIER):
            people[story.credited_id].earlier.append(story)
        for topic in Topic.objects.usual_of_reporters(Article.objects.public(), people):
            usual = people[topic.credited_id].usual_topics
            if len(usual) < EARLIER:
                usual.append(topic)
        return groups

    def _add_further_topics(self, groups: dict[Topic, ByTopic]) -> None:
        for entry in self.entries:
            for assignment in entry.topic_assignments.all():
                if assignment.tag in groups and assignment.tag != entry.main_topic:
                    groups[assignment.tag].also.append(entry)

    def _add_earlier(self, groups: dict[Topic, ByTopic]) -> None:
        earlier = list(Article.objects.public().before(self.issue).latest_by_topic(groups, EARLIER))
        for topic, group in groups.items():
            group.earlier = [story for story in earlier if story.main_topic_id == topic.pk]

    def _add_townships(self, groups: dict[Topic, ByTopic]) -> None:
        flags = {
            (flag.round.article_id, flag.township_id): flag
            for flag in Flag.objects.mentioned_in(self.entries).select_related("round", "township__merged_into")
        }
        for group in groups.values():
            for story in group.stories:
                for flag in (flag for (article_id, _), flag in flags.items() if article_id == story.pk):
                    group.townships[flag.township.canonical] = flag
                for township in story.townships.all():
                    group.townships.setdefault(township.canonical, None)
