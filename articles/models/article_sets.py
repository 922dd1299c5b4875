"""Sets of stories: what is public, whose they are, and with what each page needs of them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Greatest, RowNumber, TruncDate
from django.utils import timezone

from people.models import Reporter, Township, Village

from ..review import rights
from ..review.signed_content import reads
from ..review.workflow import APPROVING, MOVING, SEALED, STEPS, UNDER_REVIEW, ReviewStep, State, Verb, present_step
from ..values.bylines import REPORTING
from .attendance import Attendance
from .correction import Correction
from .credit import Credit
from .issue import Issue
from .photo import Placement
from .review import Review
from .topic import Topic, TopicAssignment

if TYPE_CHECKING:
    from .article import Article  # noqa: F401 (the rows of the set, named as a string below)

# A feature of no single day stands with the stories of the day on which it was published.
NEWEST = (Coalesce("happened_on", TruncDate("published_at")).desc(), "-part_of_day", "-published_at", "-pk")


def at_step(step: ReviewStep) -> Q:
    """Stories that wait for this review; see workflow.present_step, the same rule for one story."""
    waiting = Q(pk__in=[])
    for number in STEPS:
        for state in UNDER_REVIEW:
            if present_step(state, number) == step:
                waiting |= Q(state=state, steps=number, is_urgent=False)
    return waiting


class ArticleQuerySet(models.QuerySet["Article"]):
    def public(self) -> Self:
        """What readers may see, now: signed, neither withdrawn nor offline, and its moment has come.

        The one rule of what is public; pages, lists and pictures all start from it. See also Article.is_public.
        """
        return self.filter(state=State.SIGNED, published_at__lte=timezone.now(), offline_since=None)

    def containing(self, phrases: Sequence[str]) -> Self:
        """Those whose words, folded, hold every one of the folded phrases; see search_text.phrases."""
        stories = self
        for phrase in phrases:
            stories = stories.filter(search_entry__text__contains=phrase)
        return stories.select_related("search_entry")

    def best_first(self, phrases: Sequence[str]) -> Self:
        """Those with more of the phrases in their titles first, then the newest."""
        rank = sum(
            (
                Case(When(search_entry__titles__contains=phrase, then=Value(1)), default=0, output_field=IntegerField())
                for phrase in phrases
            ),
            start=Value(0),
        )
        return self.annotate(rank=rank).order_by(
            "-rank", F("happened_on").desc(nulls_last=True), F("published_at").desc(), "-pk"
        )

    def readable_by(self, user) -> Self:
        """What this person may read in the newsroom. See also rights.may_read, the same rule for one story."""
        if rights.sees_all(user):
            return self
        return self.of(user) if user.is_authenticated and user.is_active else self.none()

    def of(self, user) -> Self:
        """Filed by this person, or credited to them as a writer."""
        credited = Credit.objects.writing().filter(reporter__in=Reporter.objects.of_account(user))
        return self.filter(Q(created_by=user) | Q(pk__in=credited.values("article")))

    def current(self) -> Self:
        """Without the stories of old papers, which readers find where they look for them, not on the home page."""
        return self.filter(printed_on=None)

    def seen_by_readers(self) -> Self:
        """Public now, or taken from before readers: offline for the time being, or withdrawn for good."""
        withdrawn = Review.objects.filter(article=OuterRef("pk"), verb=Verb.WITHDRAW, at__gte=OuterRef("published_at"))
        gone = Q(offline_since__isnull=False) | Q(Exists(withdrawn), state=State.WITHDRAWN)
        return self.filter(Q(pk__in=self.model.objects.public().values("pk")) | gone)

    def published_before(self, day: date) -> Self:
        """Before that day began in the newsroom's own time."""
        return self.filter(published_at__lt=_midnight(day))

    def published_within(self, first_day: date, last_day: date) -> Self:
        """On these days, both included, in the newsroom's own time."""
        return self.published_before(last_day + timedelta(days=1)).filter(published_at__gte=_midnight(first_day))

    def told_of_days(self, first_day: date | None, last_day: date | None) -> Self:
        """That tell of these days, both included; without a day of the event, printed or published on them."""
        began = self.alias(began=Coalesce("happened_on", "printed_on", TruncDate("published_at")))
        stories = began.alias(ended=Coalesce("happened_until", "began"))
        stories = stories.filter(ended__gte=first_day) if first_day else stories
        return stories.filter(began__lte=last_day) if last_day else stories

    def scheduled(self) -> Self:
        """Signed, and still waiting for its moment. See also Article.is_scheduled."""
        return self.filter(state=State.SIGNED, published_at__gt=timezone.now())

    def awaiting(self, user) -> Self:
        """What waits for this person's own review. See also RecordedStory.awaits, the same rule for one story."""
        roles = rights.roles_of(user)
        mine = Q(pk__in=[])
        for step, role in rights.REVIEWERS.items():
            if role in roles:
                mine |= at_step(step)
        wrote = Q(pk__in=self.model.objects.of_authors(user).values("pk"))
        taken = Review.objects.filter(article=OuterRef("pk"), round=OuterRef("round"))
        approved = taken.filter(by=user.pk, verb__in=APPROVING)
        waived = taken.filter(verb=Verb.OVERRIDE, person=user.pk) if settings.OVERRIDE else Review.objects.none()
        asked = Review.objects.filter(article=OuterRef("pk"), round=OuterRef("round"), verb=Verb.URGENT)
        urgent = Q(state__in=UNDER_REVIEW, is_urgent=True)
        if rights.Role.CHIEF_EDITOR in roles:
            urgent = urgent & Q(~Exists(asked.filter(by=user.pk)))
        elif rights.is_editor(user):
            urgent = urgent & Q(Exists(asked.filter(step=ReviewStep.FINAL).exclude(by=user.pk)))
        else:
            urgent = Q(pk__in=[])
        handed_in = Review.objects.filter(article=OuterRef("pk"), verb=Verb.SUBMIT, by=user.pk)
        by_others = taken.filter(verb__in=APPROVING).exclude(by=user.pk)
        alone = at_step(ReviewStep.FINAL) & Q(Exists(handed_in)) & ~Q(Exists(by_others))
        usual = mine & Q(is_urgent=False) & (~Exists(approved) | Exists(waived)) & ~alone
        return self.filter(usual | urgent).exclude(wrote)

    def with_waiting(self) -> Self:
        """With `waiting_since`: when the story came to where it stands; empty for what nobody has handed in."""
        of_round = Review.objects.filter(article=OuterRef("pk"), round=OuterRef("round"))
        moved = of_round.filter(verb__in=MOVING).order_by("-number").values("at")[:1]
        # Without a step of its own, the round began by a change that sent the story to its first review.
        began = of_round.order_by("number").values("at")[:1]
        return self.annotate(waiting_since=Coalesce(Subquery(moved), Subquery(began)))

    def in_queue_order(self) -> Self:
        """As reviewers take them up: urgent corrections first, then what has waited longest."""
        return self.with_waiting().order_by("-is_urgent", F("waiting_since").asc(nulls_last=True), "pk")

    def awaiting_proof(self, user) -> Self:
        """Under review, with proofs still to read, for a proofreader who did not write it."""
        if not rights.has_role(user, rights.Role.PROOFREADER):
            return self.none()
        read = Review.objects.filter(article=OuterRef("pk"), round=OuterRef("round"), verb=Verb.PROOF)
        number = Coalesce(Subquery(read.order_by().values("article").annotate(n=Count("pk")).values("n")), 0)
        wrote = Q(pk__in=self.model.objects.of_authors(user).values("pk"))
        return (
            self.filter(state__in=UNDER_REVIEW).exclude(wrote).alias(read=number).filter(read__lt=settings.PROOF_PASSES)
        )

    def on_their_way(self) -> Self:
        """Handed in, and not yet before readers."""
        return self.filter(
            Q(state__in=UNDER_REVIEW | {State.HELD}) | Q(state=State.SIGNED, published_at__gt=timezone.now())
        )

    def owing_reason(self) -> Self:
        """Offline, and nobody has said why. See also RecordedStory.owes_reason."""
        said = Review.objects.filter(article=OuterRef("pk"), verb__in=(Verb.TAKE_OFFLINE, Verb.EXPLAIN))
        return self.offline().alias(said=Subquery(said.order_by("-number").values("reason")[:1])).filter(said="")

    def of_authors(self, user) -> Self:
        """Written by this person, now or at any submission. See also Article.is_written_by."""
        mine = Credit.objects.writing().filter(reporter__in=Reporter.objects.of_account(user))
        credited = mine.filter(Q(article=OuterRef("pk")) | Q(article=OuterRef("corrects")))
        recorded = self.model.authors.through.objects.filter(
            Q(article=OuterRef("pk")) | Q(article=OuterRef("corrects")), user=user
        )
        return self.filter(Q(created_by=user, typed_in=False) | Exists(credited) | Exists(recorded))

    def offline(self) -> Self:
        """Public but for being taken offline for the time being."""
        return self.filter(state=State.SIGNED, offline_since__isnull=False)

    def about(self, topic: Topic) -> Self:
        """With this topic, as their main one or a further one."""
        return self.filter(
            Q(main_topic=topic) | Q(pk__in=TopicAssignment.objects.filter(tag=topic).values("content_object"))
        )

    def in_township(self, township: Township) -> Self:
        """Linked to the township or to one of its villages."""
        places = Township.objects.same_as(township)
        return self.filter(
            Q(pk__in=self.model.townships.through.objects.filter(township__in=places).values("article"))
            | Q(pk__in=self.model.villages.through.objects.filter(village__township__in=places).values("article"))
        )

    def credited_to(self, reporter: Reporter) -> Self:
        return self.filter(
            Exists(Credit.objects.filter(article=OuterRef("pk"), reporter__in=Reporter.objects.same_as(reporter)))
        )

    def attended_by(self, officials: models.QuerySet) -> Self:
        """Each story once, newest first, with these officials' attendance in it as `theirs`, in printed order."""
        theirs = Attendance.objects.filter(official__in=officials)
        attended = self.filter(Exists(theirs.filter(article=OuterRef("pk"))))
        return attended.prefetch_related(Prefetch("attendances", theirs, to_attr="theirs")).order_by(
            F("happened_on").desc(nulls_last=True), "-part_of_day", "-pk"
        )

    def before(self, issue: Issue) -> Self:
        """On the pages of earlier issues."""
        return self.filter(issue__first_day__lt=issue.first_day)

    def latest_by_topic(self, topics: Collection[Topic], number: int) -> Self:
        """The latest few under each main topic, newest first."""
        place = Window(RowNumber(), partition_by="main_topic", order_by=NEWEST)
        return self.filter(main_topic__in=topics).annotate(place=place).filter(place__lte=number).order_by(*NEWEST)

    def latest_by_reporter(self, reporters: Collection[int], number: int) -> Self:
        """The latest few of each reporter, as `credited_id`; a shared one once for each of them."""
        who = Coalesce("credits__reporter__merged_into", "credits__reporter")
        place = Window(RowNumber(), partition_by=who, order_by=NEWEST)
        named = Q(credits__reporter__in=reporters) | Q(credits__reporter__merged_into__in=reporters)
        theirs = self.filter(named, credits__role__in=REPORTING).annotate(credited_id=who, place=place)
        return theirs.filter(place__lte=number).order_by(*NEWEST)

    def newest_first(self) -> Self:
        return self.order_by(*NEWEST)

    def with_told_at(self) -> Self:
        """With the moment at which readers last heard of each, as `told_at`: out, corrected, or back after a while.

        A change that is told to nobody, as a link mended, moves nothing here.
        """
        corrected = Correction.objects.filter(article=OuterRef("pk")).exclude(told_at=None)
        restored = Review.objects.filter(article=OuterRef("pk"), verb=Verb.RESTORE)
        told_at = Greatest(
            "published_at",
            Coalesce(Subquery(corrected.order_by("-told_at").values("told_at")[:1]), "published_at"),
            Coalesce(Subquery(restored.order_by("-at").values("at")[:1]), "published_at"),
        )
        return self.annotate(told_at=told_at)

    def latest_told(self, number: int) -> Self:
        return self.with_told_at().order_by("-told_at", "-pk")[:number]

    def last_left_at(self) -> datetime | None:
        """When readers last lost one of these stories, withdrawn or taken offline."""
        lost = Review.objects.filter(article__in=self.seen_by_readers(), verb__in=(Verb.WITHDRAW, Verb.TAKE_OFFLINE))
        return lost.aggregate(at=Max("at"))["at"]

    def with_ranks(self) -> models.QuerySet:
        """A row for each story and leader present, with the leader's `rank` on the day, in one query.

        See also Article.ranks, the same rule for one story.
        """
        day = Coalesce("happened_on", TruncDate("created_at"))
        held = Q(attendances__official__appointments__from_day__lte=day) & (
            Q(attendances__official__appointments__to_day=None)
            | Q(attendances__official__appointments__to_day__gte=day)
        )
        rank = Min("attendances__official__appointments__protocol_order", filter=held)
        titles = ("headline", "list_title", "genre")
        columns = ("pk", "issue", *titles, "page_order", "happened_on", "attendances__official")
        return self.order_by().values(*columns).annotate(rank=rank)

    def latest_in_places(self, relation: str, places: Collection[int], number: int) -> Self:
        """The latest few that link to each of these places, newest first, with the place's key as `place_id`.

        relation: townships, villages or villages__township.
        """
        where = Coalesce(f"{relation}__merged_into", relation)
        rank = Window(RowNumber(), partition_by=where, order_by=NEWEST)
        named = Q(**{f"{relation}__in": places}) | Q(**{f"{relation}__merged_into__in": places})
        linked = self.filter(named).annotate(place_id=where, place=rank)
        return linked.filter(place__lte=number).order_by(*NEWEST)

    def for_ordering(self) -> Self:
        """With the leaders present and their posts, which place a story on the page."""
        present = Attendance.objects.select_related("official").prefetch_related("official__appointments")
        return self.prefetch_related(Prefetch("attendances", present))

    def for_lists(self) -> Self:
        """With everything that a line in a list shows."""
        credits = Credit.objects.select_related("reporter__merged_into")
        return self.select_related("issue", "main_topic").prefetch_related(Prefetch("credits", credits))

    def with_pictures(self) -> Self:
        placements = Placement.objects.select_related("photo").prefetch_related(
            Prefetch("photo__credits", Credit.objects.select_related("reporter__merged_into"))
        )
        return self.prefetch_related(Prefetch("placements", placements))

    def for_feeds(self) -> Self:
        """With all that a feed says of a story."""
        further = Prefetch("topic_assignments", TopicAssignment.objects.select_related("tag"))
        return self.for_lists().with_pictures().prefetch_related(further, "corrections")

    def with_records(self) -> Self:
        """With all that the record of a story is checked against, and who is named in it."""
        records = Review.objects.select_related("by", "person").order_by("article_id", "number")
        return self.prefetch_related(*reads(self.model.SIGNED), Prefetch("reviews", records), "revisions", "authors")

    def with_sheets(self) -> Self:
        """With all that their sign-off sheets show."""
        copies = self.model.objects.order_by("pk")
        return (
            self.with_records()
            .select_related("issue", "created_by", "corrects")
            .prefetch_related(Prefetch("working_copies", copies))
        )

    def signed_for_within(self, first_day: date, last_day: date) -> Self:
        """To come out on these days, as it stands or as any record has it: a forged moment hides no story."""
        signed = Review.objects.filter(article=OuterRef("pk"), published_at__gte=_midnight(first_day))
        on_record = Exists(signed.filter(published_at__lt=_midnight(last_day + timedelta(days=1))))
        standing = self.model.objects.published_within(first_day, last_day)
        return self.filter(Q(pk__in=standing.values("pk")) | on_record, state__in=SEALED)

    def on_record_within(self, first_day: date, last_day: date) -> Self:
        """Of which a step was taken on these days, both included, in the newsroom's own time."""
        taken = Review.objects.filter(article=OuterRef("pk"), at__lt=_midnight(last_day + timedelta(days=1)))
        return self.filter(Exists(taken.filter(at__gte=_midnight(first_day))))

    def with_everything(self) -> Self:
        """With all that a story's own page shows."""
        return (
            self.for_lists()
            .with_pictures()
            .select_related("meeting__merged_into")
            .prefetch_related(
                Prefetch("attendances", Attendance.objects.select_related("official__merged_into")),
                Prefetch("topic_assignments", TopicAssignment.objects.select_related("tag")),
                Prefetch("villages", Village.objects.select_related("township", "merged_into__township")),
                Prefetch("townships", Township.objects.select_related("merged_into")),
                "corrections",
            )
        )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
