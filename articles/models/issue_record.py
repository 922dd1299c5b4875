"""The record of a week's page: who closed it (签印), when, and what stood on it in which order."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..review import chain, clock
from ..review.signed_content import digest
from .revision import AppendOnly

if TYPE_CHECKING:
    from .issue import Issue


class Turn(models.TextChoices):
    CLOSE = "close", _("Close the issue")
    REOPEN = "reopen", _("Open the issue again")


class IssueRecordManager(models.Manager["IssueRecord"]):
    def append(self, issue: "Issue", **record) -> "IssueRecord":
        """The next link of the page's chain, and its new head. Call it under the lock of the issue's row."""
        last = self.filter(issue=issue).order_by("-number").first()
        made = IssueRecord(issue=issue, number=last.number + 1 if last else 1, **record)
        made.at = clock.not_before(last.at if last else None)
        made.mac = made.link(before=issue.chain_head)
        made.save()
        issue.chain_head = made.mac
        type(issue).objects.filter(pk=issue.pk).update(chain_head=made.mac)
        return made


class IssueRecord(AppendOnly):
    """One closing or reopening. content: what `Issue.made_up` says of the page at that moment."""

    issue = models.ForeignKey(
        "articles.Issue", models.PROTECT, related_name="records", verbose_name=pgettext_lazy("of the paper", "issue")
    )
    number = models.PositiveIntegerField(_("number"))
    turn = models.CharField(_("step"), max_length=8, choices=Turn)
    content = models.JSONField(_("content"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"))
    mac = models.CharField(max_length=64)

    objects = IssueRecordManager()

    class Meta:
        ordering = ["issue_id", "number"]
        verbose_name = _("record of an issue")
        verbose_name_plural = _("records of issues")
        constraints = [models.UniqueConstraint(fields=["issue", "number"], name="issue_record_number_stands_once")]

    def __str__(self) -> str:
        return f"{self.get_turn_display()} {self.by}"

    def link(self, *, before: str) -> str:
        """What ties this record to the one before it: see chain.link."""
        told: dict[str, Any] = {name: getattr(self, name) for name in ("issue_id", "number", "turn", "by_id", "at")}
        covered = told | {"content": digest(self.content), "reason": chain.text_digest(self.reason)}
        return chain.link(settings.RECORDS_KEY, before, covered)
