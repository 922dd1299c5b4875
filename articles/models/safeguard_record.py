"""What was done to the right to sign and to what guards it: on record, and told to those whom it concerns."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from people.models import Reporter, User

from ..review.rights import EDITORS, Role
from .revision import AppendOnly

# Settings that are safeguards of the review, as the environment has them.
SETTINGS = ("REVIEW_STEPS", "PROOF_PASSES", "OVERRIDE")
# Who passes and signs, and who gives out the right to.
TRUSTED = EDITORS | {Role.ADMINISTRATOR}
SUPERUSER = "superuser"

_acting: ContextVar[int | None] = ContextVar("account_that_acts", default=None)


@contextmanager
def done_by(user) -> Iterator[None]:
    """Within, what is done to accounts is this person's doing; outside, whoever has the machine did it."""
    token = _acting.set(user.pk)
    try:
        yield
    finally:
        _acting.reset(token)


class SafeguardRecordManager(models.Manager["SafeguardRecord"]):
    def append(self, kind: str, *, whom: User | None = None, **told: Any) -> "SafeguardRecord":
        """Put it on record and tell the person and every chief editor, all or nothing."""
        with transaction.atomic():
            record = self.create(kind=kind, whom=whom, by_id=_acting.get(), **told)
            notices: Any = apps.get_model("articles.Notice")  # it names this model
            notices.objects.tell_of_safeguard(record)
        return record

    def note_settings(self) -> None:
        """Compare the settings with those last on record. Called at each start; a newsroom of nobody has none yet."""
        if not User.objects.exists() or not self._changed_settings():
            return
        with transaction.atomic():
            # Of several processes that start at once, one writes. Whoever gives a role meanwhile waits for nobody.
            list(Group.objects.filter(name=Role.CHIEF_EDITOR.value).select_for_update(no_key=True))
            for name, (before, after) in self._changed_settings().items():
                self.append(SafeguardRecord.Kind.SETTING, what=name, before=before, after=after)

    def _changed_settings(self) -> dict[str, tuple[str, str]]:
        stood = self.filter(kind=SafeguardRecord.Kind.SETTING).order_by("pk").values_list("what", "after")
        before, now = dict(stood), {name: str(int(getattr(settings, name))) for name in SETTINGS}
        return {name: (before.get(name, ""), now[name]) for name in SETTINGS if before.get(name) != now[name]}


class SafeguardRecord(AppendOnly):
    class Kind(models.TextChoices):
        PASSWORD = "password", pgettext_lazy("safeguard", "Password reset")
        GIVEN = "given", pgettext_lazy("safeguard", "Right given")
        TAKEN = "taken", pgettext_lazy("safeguard", "Right taken")
        PRINT_NAME = "print_name", pgettext_lazy("safeguard", "Name in print")
        ADDRESS = "address", pgettext_lazy("safeguard", "E-mail address")
        CLOSED = "closed", pgettext_lazy("safeguard", "Account closed")
        OPENED = "opened", pgettext_lazy("safeguard", "Account opened again")
        SETTING = "setting", pgettext_lazy("safeguard", "Setting of the review")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    # Empty: of the newsroom as a whole.
    whom = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("to whom")
    )
    # Empty: whoever runs the machine.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    what = models.CharField(max_length=40, blank=True)
    before = models.CharField(max_length=254, blank=True)
    after = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = SafeguardRecordManager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("record of a safeguard")
        verbose_name_plural = _("records of safeguards")
        default_permissions = ()

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> str:
        """One sentence, for the notices page, the letter and the list."""
        none = gettext("(none)")
        words = {
            "whom": self.whom or "—",
            "by": self.by or gettext("the machine"),
            "what": self._what,
            "before": self.before or none,
            "after": self.after or none,
        }
        return SENTENCES[self.Kind(self.kind)] % words

    @property
    def _what(self) -> str:
        if self.what in Role.values:
            return str(Role(self.what).label)
        return str(NAMES.get(self.what, self.what))


NAMES = {
    SUPERUSER: _("Superuser"),
    "REVIEW_STEPS": _("number of reviews"),
    "PROOF_PASSES": _("number of proofs"),
    "OVERRIDE": _("override (1 on, 0 off)"),
}
Kind = SafeguardRecord.Kind
SENTENCES = {
    Kind.PASSWORD: _("The password of %(whom)s was reset (by %(by)s)."),
    Kind.GIVEN: _("%(whom)s was given a right: %(what)s (by %(by)s)."),
    Kind.TAKEN: _("%(whom)s lost a right: %(what)s (taken by %(by)s)."),
    Kind.PRINT_NAME: _("The name in print of %(whom)s: %(before)s → %(after)s (by %(by)s)."),
    Kind.ADDRESS: _("The e-mail address of %(whom)s: %(before)s → %(after)s (by %(by)s)."),
    Kind.CLOSED: _("The account of %(whom)s was closed (by %(by)s)."),
    Kind.OPENED: _("The account of %(whom)s was opened again (by %(by)s)."),
    Kind.SETTING: _("A safeguard of the review stands otherwise, %(what)s: %(before)s → %(after)s (by %(by)s)."),
}


def is_trusted(user: User) -> bool:
    """Whether stories pass by this account, or others get the right from it; also while it is closed."""
    return user.is_superuser or user.groups.filter(name__in=[role.value for role in TRUSTED]).exists()


# Accounts are changed by forms, commands and packages, so what is written is watched, not who writes it.


@receiver(pre_save, sender=User)
def _look_at_account(instance: Any, raw=False, update_fields=None, **kwargs) -> None:
    written = {"password", "is_superuser", "is_active", "email"} & set(update_fields or ["password"])
    instance._stood = None if raw or not written else User.objects.filter(pk=instance.pk).first()


@receiver(post_save, sender=User)
def _account_saved(instance: User, created: bool, raw=False, update_fields=None, **kwargs) -> None:
    stood: User | None = instance.__dict__.pop("_stood", None)
    append = SafeguardRecord.objects.append
    if created and not raw and instance.is_superuser:
        append(Kind.GIVEN, whom=instance, what=SUPERUSER)
    if stood is None:
        return
    now = User.objects.get(pk=instance.pk)
    if stood.is_superuser != now.is_superuser:
        append(Kind.GIVEN if now.is_superuser else Kind.TAKEN, whom=now, what=SUPERUSER)
    # One's own new password, and one hashed anew at sign-in, are written alone and are not to be changed.
    is_reset = stood.password != now.password and (update_fields is None or now.must_change_password)
    if not (is_reset or stood.is_active != now.is_active or stood.email != now.email) or not is_trusted(now):
        return
    if is_reset:
        append(Kind.PASSWORD, whom=now)
    if stood.is_active != now.is_active:
        append(Kind.OPENED if now.is_active else Kind.CLOSED, whom=now)
    if stood.email != now.email:
        append(Kind.ADDRESS, whom=now, before=stood.email, after=now.email)


@receiver(m2m_changed, sender=User.groups.through)
def _roles_changed(instance, action: str, reverse: bool, pk_set, **kwargs) -> None:
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    if action == "pre_clear":
        pk_set = (instance.user_set if reverse else instance.groups).values_list("pk", flat=True)
    users = User.objects.filter(pk__in=pk_set) if reverse else [instance]
    groups = [instance] if reverse else Group.objects.filter(pk__in=pk_set)
    kind = Kind.GIVEN if action == "post_add" else Kind.TAKEN
    names = [group.name for group in groups if group.name in {role.value for role in TRUSTED}]
    for user in users if names else ():
        for name in names:
            SafeguardRecord.objects.append(kind, whom=user, what=name)


@receiver(pre_save, sender=Reporter)
def _look_at_entry(instance: Any, raw=False, update_fields=None, **kwargs) -> None:
    instance._linked = None
    if not raw and instance.pk and (update_fields is None or "user" in update_fields):
        stood = Reporter.objects.filter(pk=instance.pk).select_related("user").first()
        instance._linked = stood.user if stood else None


@receiver(post_save, sender=Reporter)
def _entry_saved(instance: Reporter, raw=False, update_fields=None, **kwargs) -> None:
    before, after = instance.__dict__.pop("_linked", None), instance.user
    if raw or before == after or not (update_fields is None or "user" in update_fields):
        return
    if before and is_trusted(before):
        SafeguardRecord.objects.append(Kind.PRINT_NAME, whom=before, before=instance.name)
    if after and is_trusted(after):
        SafeguardRecord.objects.append(Kind.PRINT_NAME, whom=after, after=instance.name)
