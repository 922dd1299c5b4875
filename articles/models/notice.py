"""What somebody is told: what was done to a story, that it waits for them, or what was done to a safeguard."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..review import notification_rules, rights
from ..review.workflow import Verb
from .outbox import OutboxTask
from .review import Review
from .reviewers import authors_of, holders_of, reviewers_of
from .safeguard_record import SafeguardRecord

if TYPE_CHECKING:
    from .reviewed import ReviewedStory


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, user) -> Self:
        """Their own. Who lost the role by which they read a story reads nothing of it here either."""
        mine = self.told_to(user)
        if rights.sees_all(user):
            return mine
        story: Any = self.model._meta.get_field("story").related_model
        return mine.filter(models.Q(story=None) | models.Q(story__in=story.objects.readable_by(user)))

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def told_to(self, user) -> Self:
        return self.filter(to=user.pk)

    def read(self) -> int:
        if not self.unread().exists():
            return 0
        # One that a step holds at this moment is settled by the step; whoever reads waits for nobody.
        free = self.unread().order_by("pk").select_for_update(skip_locked=True, no_key=True).values("pk")
        with transaction.atomic():
            return self.model.objects.filter(pk__in=free).update(read_at=timezone.now())

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def tell(self, story: "ReviewedStory", record: Review) -> list["Notice"]:
        """Tell everybody whom the step concerns. Call it in the step's transaction, when the new state is written."""
        # A change that keeps the round stands after the record that began it.
        begins = all(other.number >= record.number for other in story.records if other.round == record.round)
        verb = Verb(record.verb)
        asked = _asked(story, record, begins_round=begins)
        writers = authors_of([story])[story.pk] | {story.created_by_id}
        asking, told = notification_rules.listeners(verb, by=record.by_id, writers=writers, asked=asked)
        if verb == Verb.SIGN and story.corrects is not None:
            # They hear that the correction stands, which is a step of the story itself.
            told -= authors_of([story.corrects])[story.corrects.pk] | {story.corrects.created_by_id}
        self._settle(story, record, told=asking | told, moved=notification_rules.settles(verb, begins_round=begins))
        active = get_user_model().objects.filter(pk__in=asking | told, is_active=True).values_list("pk", flat=True)
        notices = [
            Notice(to_id=key, story_id=story.pk, record=record, at=record.at, asks=key in asking) for key in active
        ]
        return self._write(notices)

    def tell_of_safeguard(self, record: SafeguardRecord) -> list["Notice"]:
        """The person whom it concerns, and every chief editor. Call it in the transaction that writes the record."""
        chiefs = models.Q(is_active=True, groups__name=rights.Role.CHIEF_EDITOR.value)
        told = get_user_model().objects.filter(chiefs | models.Q(pk=record.whom_id)).order_by("pk").distinct()
        return self._write([Notice(to=user, safeguard=record, at=record.at) for user in told])

    def _write(self, notices: list["Notice"]) -> list["Notice"]:
        written: Any = Notice.objects.bulk_create(notices)
        if settings.EMAIL_HOST and written:
            OutboxTask.objects.leave(OutboxTask.Kind.MAIL, notices=[notice.pk for notice in written])
        return written

    def send_letters(self, keys: list[int]) -> None:
        """To those whose account has an address. Raises what the mail server or the way to it says."""
        _post(keys)

    def _settle(self, story, record: Review, *, told: set[int], moved: bool) -> None:
        """What is over does not nag: a request that somebody has met, and all but the newest on one story."""
        over = models.Q(to__in=told) | models.Q(to=record.by_id)
        if moved:
            over |= models.Q(asks=True)
        self.unread().filter(over, story=story.pk).update(read_at=record.at)


class Notice(models.Model):
    """One person told of one step of a story, or of one change to a safeguard.

    Not part of the record: it may be read, settled and forgotten.
    """

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("to whom"))
    story = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, related_name="notices", verbose_name=_("story")
    )
    record = models.ForeignKey(Review, models.CASCADE, null=True, related_name="notices", verbose_name=_("step"))
    safeguard = models.ForeignKey(
        SafeguardRecord, models.CASCADE, null=True, related_name="notices", verbose_name=_("safeguard")
    )
    asks = models.BooleanField(_("waits for this person"), default=False)
    at = models.DateTimeField(_("at"))
    read_at = models.DateTimeField(_("read at"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["to", "record"], name="told_once_of_a_step"),
            models.UniqueConstraint(fields=["to", "safeguard"], name="told_once_of_a_safeguard"),
            models.CheckConstraint(
                condition=models.Q(story__isnull=False, record__isnull=False, safeguard=None)
                | models.Q(story=None, record=None, safeguard__isnull=False),
                name="notice_is_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["to", "-at"], name="notice_newest"),
            models.Index(fields=["to"], condition=models.Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.record or self.safeguard}"


def _post(keys: list[int]) -> None:
    """To those whose account has an address: title, step, reason and where to go, no word of the text."""
    notices = (
        Notice.objects.filter(pk__in=keys)
        .exclude(to__email="")
        .select_related("to", "story", "record__by", "safeguard__by", "safeguard__whom")
    )
    letters = []
    for notice in notices:
        if notice.record is None:
            letters.append(_letter_of_safeguard(notice))
            continue
        step = gettext("it waits for you") if notice.asks else notice.record.get_verb_display()
        words = {"title": notice.story, "step": step, "by": notice.record.by or "—"}
        where = settings.SITE_URL + reverse("admin:articles_article_change", args=[notice.story_id])
        said = gettext("“%(title)s”: %(step)s (%(by)s).") % words
        subject = " ".join((gettext("[Desk] “%(title)s”: %(step)s") % words).split())
        body = "\n\n".join(filter(None, [said, notice.record.reason, where]))
        letters.append(EmailMessage(subject, body, to=[notice.to.email]))
    if letters:
        with get_connection() as connection:
            connection.send_messages(letters)


def _letter_of_safeguard(notice: Notice) -> EmailMessage:
    said = str(notice.safeguard)
    where = settings.SITE_URL + reverse("admin:notices")
    subject = " ".join((gettext("[Desk] %(said)s") % {"said": said}).split())
    return EmailMessage(subject, f"{said}\n\n{where}", to=[notice.to.email])


def _asked(story: "ReviewedStory", record: Review, *, begins_round: bool) -> set[int]:
    verb = Verb(record.verb)
    if notification_rules.asks_reviewers(verb, story.state, begins_round=begins_round):
        reviewers = reviewers_of([story])[story.pk]
        return {user.pk for user in reviewers if verb != Verb.OVERRIDE or user.pk == record.person_id}
    if notification_rules.asks_chiefs(verb, record.reason):
        return {user.pk for user in holders_of([rights.Role.CHIEF_EDITOR])[rights.Role.CHIEF_EDITOR.value]}
    return set()
