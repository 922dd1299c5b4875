"""What a commit leaves to do outside the database, written down in that commit and done by whoever comes next.

A process may die between its commit and what should follow it: a picture would stay in the public store, a letter would
never go out. So the task is a row of the same transaction. It is done right after the commit; one that was cut off is
done after the next commit, at the next start of the server, or by `manage.py do_outbox`.
"""

import logging
from datetime import datetime, timedelta
from typing import Any, Self

from django.apps import apps
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..pictures import gate

logger = logging.getLogger(__name__)

# Whoever takes a task has this long before somebody else takes it again.
LEASE = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=6)
# A letter that no server takes for some two days is given up; a picture never is.
MOST_LETTER_TRIES = 16
AT_ONCE = 200


class OutboxQuerySet(models.QuerySet["OutboxTask"]):
    def leave(self, kind: "OutboxTask.Kind", **payload: Any) -> "OutboxTask":
        """Write a task down in the transaction that makes it necessary."""
        task = self.create(kind=kind, payload=payload)
        transaction.on_commit(do_open, robust=True)
        return task

    def due(self) -> Self:
        return self.filter(due_at__lte=timezone.now())

    def overdue(self) -> Self:
        """What should long have been done: something outside the database refuses."""
        return self.filter(made_at__lte=timezone.now() - timedelta(minutes=10))


class OutboxTask(models.Model):
    class Kind(models.TextChoices):
        PURGE_PICTURES = "purge_pictures", _("take pictures out of the public store")
        MAIL = "mail", _("send notices by e-mail")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    payload = models.JSONField(_("what it concerns"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    due_at = models.DateTimeField(_("due at"), default=timezone.now, db_index=True)
    tries = models.PositiveIntegerField(_("tries"), default=0)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("task of the outbox")
        verbose_name_plural = _("tasks of the outbox")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.payload}"

    def do(self) -> None:
        """Do it, which may be for the second time; raises whatever stands in the way."""
        match self.kind:
            case self.Kind.PURGE_PICTURES:
                for photo in self.payload["photos"]:
                    gate.purge(photo)
            case self.Kind.MAIL:
                notices: Any = apps.get_model("articles.Notice")  # it writes these tasks, so it imports this module
                notices.objects.send_letters(self.payload["notices"])


def do_open() -> int:
    """Do what is due; the number of tasks done. Two who come at once never do one task both.

    No transaction is open meanwhile: a mail server that does not answer holds no lock.
    """
    done = 0
    for task in OutboxTask.objects.due().order_by("pk")[:AT_ONCE]:
        until = timezone.now() + LEASE
        if not _mine(task, until):
            continue
        try:
            task.do()
        except Exception:  # whatever the disk or the mail server says, the task stays, and others go on
            logger.exception("A task of the outbox could not be done: %s", task)
            _put_off(task)
        else:
            OutboxTask.objects.filter(pk=task.pk).delete()
            done += 1
    return done


def _mine(task: OutboxTask, until: datetime) -> bool:
    taken = OutboxTask.objects.filter(pk=task.pk, tries=task.tries).update(due_at=until, tries=F("tries") + 1)
    return taken == 1


def _put_off(task: OutboxTask) -> None:
    if task.kind == OutboxTask.Kind.MAIL and task.tries + 1 >= MOST_LETTER_TRIES:
        OutboxTask.objects.filter(pk=task.pk).delete()
        return
    wait = min(timedelta(minutes=1) * 2**task.tries, LONGEST_WAIT)
    OutboxTask.objects.filter(pk=task.pk).update(due_at=timezone.now() + wait)
