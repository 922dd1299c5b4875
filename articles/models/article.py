"""The story: what a reporter files, an editor signs and readers read."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from people.models import ProposedEntry, Township, Village

from ..importing.passages import passage_of
from ..review.signed_content import SignedContent, digest, snapshot
from ..review.workflow import SEALED, SPENT, State
from ..values import body_text
from ..values.bylines import credit_line, dateline
from .article_sets import ArticleQuerySet
from .attendance import Attendance
from .correction import Correction
from .credit import Credit
from .flags import Flag, FlagRound
from .imported_page import ImportedPage
from .issue import ClosedIssueError, Issue
from .locks import lock_placed_story
from .meeting import Meeting
from .part_of_day import PartOfDay
from .photo import Placement
from .reviewed import ReviewedStory
from .reviewers import authors_of
from .signed_guard import SealedContentError
from .topic import Topic, TopicAssignment
from .typed_text import tidy_columns

# What each correction says anew, and takes over from no earlier one.
OF_EACH_CORRECTION = {"untold_reason": ""}
# Before the People's Republic no district of ours had a paper.
EARLIEST_DAY = date(1949, 10, 1)


def is_plausible(day: date) -> bool:
    """A mistyped year would tear the archive's calendar open for decades."""
    return EARLIEST_DAY <= day <= timezone.localdate() + timedelta(days=366)


class Article(ReviewedStory):
    class Genre(models.TextChoices):
        BRIEF = "brief", _("Brief (消息)")
        FEATURE = "feature", _("Feature (通讯)")
        PHOTO_NEWS = "photo_news", _("Photo news (图片新闻)")

    class Importance(models.IntegerChoices):
        HIGH = 1, pgettext_lazy("importance", "High")
        NORMAL = 2, pgettext_lazy("importance", "Normal")
        LOW = 3, pgettext_lazy("importance", "Low")

    genre = models.CharField(_("genre"), max_length=12, choices=Genre, default=Genre.BRIEF)
    kicker = models.CharField(_("kicker"), max_length=120, blank=True)
    headline = models.TextField(
        _("headline"), max_length=200, help_text=_("Break the line where the paper should; lists join it.")
    )
    deck = models.CharField(_("deck"), max_length=200, blank=True)
    list_title = models.CharField(
        _("list title"),
        max_length=60,
        blank=True,
        help_text=_("For lists, when the headline is over thirty characters."),
    )
    standfirst = models.CharField(
        _("standfirst"),
        max_length=160,
        blank=True,
        help_text=_("One fact in a sentence: who got the red flags, what happens until when. No list of names."),
    )
    body = models.TextField(
        _("body"), blank=True, help_text=_("One paragraph a line; a line that starts with “## ” is a subhead.")
    )

    happened_on = models.DateField(_("day of the event"), null=True, blank=True)
    happened_until = models.DateField(
        _("last day of the event"), null=True, blank=True, help_text=_("Only when it took several days.")
    )
    part_of_day = models.CharField(_("part of day"), max_length=12, choices=PartOfDay, blank=True)

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="coverage", verbose_name=_("meeting")
    )
    townships = models.ManyToManyField(
        Township, blank=True, related_name="stories", verbose_name=_("townships and subdistricts")
    )
    villages = models.ManyToManyField(
        Village, blank=True, related_name="stories", verbose_name=_("villages and communities")
    )
    main_topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="main_stories", verbose_name=_("main topic")
    )
    topics = TaggableManager(through=TopicAssignment, blank=True, verbose_name=_("further topics"))

    source = models.CharField(
        _("source"), max_length=80, blank=True, help_text=_("For reprints: the paper or site it is taken from.")
    )
    original_author = models.CharField(_("original author"), max_length=80, blank=True)
    original_title = models.CharField(_("original title"), max_length=120, blank=True)
    responsible_editor = models.CharField(_("responsible editor"), max_length=40, blank=True)

    printed_in = models.CharField(
        _("printed in"), max_length=80, blank=True, help_text=_("For a story of an old paper: its name.")
    )
    printed_on = models.DateField(
        _("printed on"),
        null=True,
        blank=True,
        help_text=_("For a story of an old paper: its day. Such a story stands in no issue and not on the home page."),
    )

    untold_reason = models.CharField(
        _("readers are not told, because"),
        max_length=200,
        blank=True,
        help_text=_(
            "Only where the change means nothing to readers, as a topic, a link or an alt text. It stays on record. "
            "Else leave it empty and write the note to readers."
        ),
    )

    issue = models.ForeignKey(
        Issue,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=pgettext_lazy("of the paper", "issue"),
        help_text=_(
            "Set at the first save: the issue whose days hold the last day of the event if it is still open, else the "
            "open one. Editors may move the story."
        ),
    )
    page_order = models.PositiveSmallIntegerField(
        _("place on the page"), null=True, blank=True, help_text=_("Empty: by the leaders present, then by day.")
    )
    importance = models.PositiveSmallIntegerField(_("importance"), choices=Importance, default=Importance.NORMAL)
    slugline = models.CharField(
        _("slugline"), max_length=60, blank=True, help_text=_("The desk’s working name of the story; never published.")
    )

    imported_page = models.ForeignKey(
        ImportedPage,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="drafts",
        verbose_name=_("read from the page"),
    )
    # Where on that page: ranges of its characters.
    page_spans = models.JSONField(default=list, editable=False)

    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    credited_id: int  # by ArticleQuerySet.latest_by_reporter
    place_id: int  # by ArticleQuerySet.latest_in_places
    waiting_since: datetime | None  # by ArticleQuerySet.with_waiting

    objects = ArticleQuerySet.as_manager()

    SIGNED = SignedContent(
        fields=(
            "genre",
            "kicker",
            "headline",
            "deck",
            "list_title",
            "standfirst",
            "body",
            "happened_on",
            "happened_until",
            "part_of_day",
            "meeting",
            "main_topic",
            "source",
            "original_author",
            "original_title",
            "responsible_editor",
            "printed_in",
            "printed_on",
            "untold_reason",
        ),
        links=("townships", "villages", "topics"),
        parts={
            "credits": Credit.SIGNED,
            "attendances": Attendance.SIGNED,
            "placements": Placement.SIGNED,
            "flag_rounds": FlagRound.SIGNED,
            "corrections": Correction.SIGNED,
        },
        filing=(
            "issue",
            "page_order",
            "importance",
            "slugline",
            "imported_page",
            "page_spans",
            "created_at",
            "changed_at",
            *ReviewedStory.RECORD,
        ),
    )

    # Where a story names entries of the registers.
    ENTRIES = (
        "meeting",
        "townships",
        "villages__township",
        "credits__reporter",
        "placements__photo__credits__reporter",
        "attendances__official",
        "flag_rounds__flags__township",
    )

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_until=None) | Q(happened_until__gt=F("happened_on")),
                name="event_ends_after_it_begins",
                violation_error_message=_("The last day of the event comes after its first, or stays empty."),
            ),
            models.CheckConstraint(
                condition=Q(happened_until=None) | Q(happened_on__isnull=False),
                name="event_that_ends_has_begun",
                violation_error_message=_("An event with a last day needs a first day."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=SEALED) ^ Q(published_at=None), name="signed_story_has_its_moment"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="state_is_one_of_the_table"),
            models.UniqueConstraint(
                fields=["corrects"], condition=~Q(state__in=SPENT), name="one_working_copy_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(offline_since=None) | Q(state=State.SIGNED), name="only_signed_stories_go_offline"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "published_at"], name="article_public"),
            models.Index(fields=["happened_on"], name="article_day"),
        ]

    def __str__(self) -> str:
        """A draft may lack its headline, as photo news of a printed page does."""
        return self.title_in_lists or " ".join(
            filter(None, [gettext("(no headline)"), body_text.first_sentence(self.body)[:16]])
        )

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.pk])

    def clean_fields(self, exclude=None):
        self._tidy()
        super().clean_fields(exclude)

    def clean(self):
        self._tidy()
        if self.printed_on and self.printed_on > timezone.localdate():
            raise ValidationError({"printed_on": _("An old paper was printed before today.")}, code="printed_on")
        if bool(self.printed_in) != bool(self.printed_on):
            unsaid = "printed_on" if self.printed_in else "printed_in"
            raise ValidationError({unsaid: _("An old paper has a name and a day: give both, or neither.")}, code=unsaid)
        if not self.has_plausible_days:
            raise ValidationError(
                {"happened_on": _("The day of the event cannot be right: look at its year.")}, code="implausible_day"
            )
        if self.genre != self.Genre.PHOTO_NEWS and not self.body:
            raise ValidationError({"body": _("Only photo news may have no text.")}, code="body")
        if len(self.body) > body_text.LONGEST_BODY:
            too_long = _("The text is longer than %(most)d characters: make several stories of it.")
            raise ValidationError({"body": too_long % {"most": body_text.LONGEST_BODY}}, code="too_long")
        try:
            with transaction.atomic():
                self._refuse_closed_pages()
        except ClosedIssueError as refusal:
            raise ValidationError({"issue": str(refusal)}, code="closed_issue") from refusal
        if self.source and not self.original_author:
            raise ValidationError(
                {"original_author": _("A reprint names its original author.")}, code="original_author"
            )

    def save(self, *args, **kwargs):
        """Refuses a change of what was signed, and of the record that only verbs write.

        With update_fields the rest of the story is what is stored, whatever was read before.
        """
        self._tidy()
        if (written := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = written = {*written, "changed_at"}
        with transaction.atomic():
            if self.printed_on is not None:
                self.issue = None
            elif not self.pk and self.issue_id is None and self.corrects_id is None:
                self._choose_issue()
            # Before the story’s own row: whoever closes a page holds the page first.
            if written is None or not written.isdisjoint({"issue", "page_order"}):
                self._refuse_closed_pages()
            stored = type(self).objects.select_for_update(no_key=True).filter(pk=self.pk).first() if self.pk else None
            if stored is not None and written is not None:
                self._take_over_unwritten(stored, written)
            self.refuse_written_record(stored)
            if stored is not None and stored.state in SEALED and self._columns_differ(stored):
                raise SealedContentError(_("This story is signed; what was signed is not changed in place."))
            super().save(*args, **kwargs)

    def _choose_issue(self) -> None:
        self.issue = Issue.objects.for_story_of(self.last_day)
        if Issue.objects.select_for_update(no_key=True).get(pk=self.issue.pk).is_closed:  # in this very moment
            self.issue = Issue.objects.for_story_of(self.last_day)

    def _refuse_closed_pages(self) -> None:
        """A story neither comes onto a closed page, nor leaves it, nor moves on it."""
        stored = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        if stored and (stored.issue_id, stored.page_order) == (self.issue_id, self.page_order):
            return
        if stored:
            lock_placed_story(stored.pk, *filter(None, [self.issue_id]))
            stored.refresh_from_db(fields=["issue"])
        pages = [story.issue_id for story in (self, stored) if story and story.issue_id]
        Issue.objects.filter(pk__in=pages).refuse_closed()

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            Issue.objects.filter(pk=self.issue_id).refuse_closed()
            return super().delete(*args, **kwargs)

    @property
    def joined_headline(self) -> str:
        return "".join(self.headline.split("\n"))

    @property
    def title_in_lists(self) -> str:
        return self.list_title or self.joined_headline

    @property
    def last_day(self) -> date | None:
        return self.happened_until or self.happened_on

    @property
    def has_plausible_days(self) -> bool:
        return all(is_plausible(day) for day in (self.happened_on, self.happened_until) if day)

    @property
    def lead_sentence(self) -> str:
        """One line under the title in lists."""
        return self.standfirst or body_text.fact(self.body, self.joined_headline)

    @property
    def corrected_at(self) -> datetime | None:
        """When readers were last told of a change; reads prefetched corrections."""
        return max((note.told_at for note in self.corrections.all() if note.told_at), default=None)

    @property
    def told_rounds(self) -> list[tuple[FlagRound, list[Flag]]]:
        """Rankings that the story tells, each with its flags."""
        rounds: dict[FlagRound, list[Flag]] = {}
        flags = Flag.objects.filter(round__article=self).select_related("round", "township__merged_into")
        for flag in flags.order_by("round", "-colour", "order", "pk"):
            rounds.setdefault(flag.round, []).append(flag)
        return list(rounds.items())

    @property
    def paragraphs(self) -> list[body_text.Paragraph]:
        return list(body_text.paragraphs(self.body))

    @property
    def printed_passage(self) -> str:
        """What the page that it was read from prints, word for word; empty for a story that was not read in."""
        return passage_of(self.imported_page.text, self.page_spans) if self.imported_page else ""

    @property
    def byline(self) -> str:
        """记者甲 通讯员乙; reads prefetched credits."""
        return credit_line(self._printed_credits())

    @property
    def dateline(self) -> str:
        """本报讯（记者甲 通讯员乙）, before the first paragraph of a brief; empty for other genres."""
        return dateline(self._printed_credits()) if self.genre == self.Genre.BRIEF else ""

    @property
    def ranks(self) -> tuple[int, ...]:
        """Protocol order of the leaders present, on the day of the event, highest first; reads prefetched rows."""
        day = self.happened_on or timezone.localdate(self.created_at)
        ranks = (a.official.rank_on(day) for a in self.attendances.all() if a.official)
        return tuple(sorted(rank for rank in ranks if rank is not None))

    def is_written_by(self, user) -> bool:
        """Whether the person is an author, now or at any submission; a byline mended later makes nobody a stranger."""
        return user.pk in authors_of([self])[self.pk]

    @property
    def may_lead(self) -> bool:
        """Whether it stands first on a page that is closed: signed, and more than a picture."""
        return self.state == State.SIGNED and self.genre != self.Genre.PHOTO_NEWS

    def present_authors(self) -> list[int]:
        """Keys of the accounts credited as writers, and of whoever files the story as their own work."""
        filed = [] if self.typed_in else [self.created_by_id]
        return [*filed, *(account for _story, account in Credit.objects.filter(article=self).writing().accounts())]

    def missing_for_review(self) -> list[str]:
        """What must be there before an editor can look at the story, as sentences."""
        missing: list[Any] = []
        if not self.headline:
            missing.append(_("The headline is empty."))
        if self.genre != self.Genre.PHOTO_NEWS and not self.body:
            missing.append(_("Only photo news may have no text."))
        if self.genre == self.Genre.PHOTO_NEWS and not self.placements.exists():
            missing.append(_("Photo news needs a photo."))
        if self.genre != self.Genre.PHOTO_NEWS and not self.original_author and not self.credits.exists():
            missing.append(_("The byline is empty: add who wrote the story."))
        if not self.has_plausible_days:
            missing.append(_("The day of the event cannot be right: look at its year."))
        if self.main_topic_id is None:
            missing.append(_("Choose the main topic."))
        if not all(placement.photo.alt_text for placement in self.placements.all()):
            missing.append(_("A photo has no alt text: say what is seen, for readers who cannot see it."))
        if self.corrects is not None and not self.has_changes:
            missing.append(_("The correction changes nothing yet."))
        if self.corrects is not None:
            missing += self._undecided()
        if names := [str(entry) for entry in self.proposed_entries()]:
            missing.append(_("Not confirmed in the registers yet: %(names)s.") % {"names": _join(names)})
        return [str(sentence) for sentence in missing]

    @property
    def has_changes(self) -> bool:
        """Whether a working copy says something else than the story that it corrects."""
        original: Any = self.corrects
        mine, theirs = (snapshot(story, self.SIGNED) | OF_EACH_CORRECTION for story in (self, original))
        return digest(mine) != digest(theirs)

    def _undecided(self) -> list[Any]:
        """Of a working copy: readers are told what changed, or it is said why they need not be. One of the two."""
        is_told = any(note.told_at is None and note.text.strip() for note in self.corrections.all())
        if is_told and self.untold_reason:
            return [_("Either write a note to readers, or say why they are not told; not both.")]
        if not is_told and not self.untold_reason:
            return [_("Say first what readers are told of this correction, or why they are not told.")]
        return []

    def proposed_entries(self) -> list[ProposedEntry]:
        """What the page that it was read from proposes for the registers, and no editor has confirmed.

        Reads rows as prefetched by ENTRIES.
        """
        entries: list[ProposedEntry | None] = [self.meeting, *self.townships.all()]
        entries += [flag.township for told in self.flag_rounds.all() for flag in told.flags.all()]
        entries += [entry for village in self.villages.all() for entry in (village.township, village)]
        credits = [placement.photo.credits.all() for placement in self.placements.all()]
        entries += [credit.reporter for rows in (self.credits.all(), *credits) for credit in rows]
        entries += [present.official for present in self.attendances.all()]
        return list(dict.fromkeys(entry for entry in entries if entry and entry.is_proposed))

    def _printed_credits(self):
        return [(credit.role, credit.name_as_printed) for credit in self.credits.all()]

    def _tidy(self) -> None:
        if self.state in SEALED:  # what was signed keeps even what nobody sees
            return
        tidy_columns(self)
        self.body = body_text.tidy(self.body)
        self.headline = body_text.tidy(self.headline)

    def _take_over_unwritten(self, stored: "Article", written: set[str]) -> None:
        for field in self._meta.concrete_fields:
            if field.name not in written and field.attname not in written:
                setattr(self, field.attname, getattr(stored, field.attname))

    def _columns_differ(self, stored: "Article") -> bool:
        columns = SignedContent(fields=self.SIGNED.fields)
        return snapshot(self, columns) != snapshot(stored, columns)


def _join(names: list[str]) -> str:
    return pgettext("between items of a list", ", ").join(names)
