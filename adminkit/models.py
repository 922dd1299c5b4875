"""What the admin keeps for a while, beside what it is about."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedPost(models.Model):
    """What was typed into a form while its person was signed out; saved_posts.py writes, limits and sweeps it."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_posts", verbose_name=_("account")
    )
    # Of the form: kept once, however often it is sent.
    token = models.CharField(max_length=32)
    key = models.CharField(max_length=64, unique=True)
    # JSON, but for the database plain text: what a stranger may send can be stored in no other column.
    content = models.TextField()
    kept_at = models.DateTimeField(_("kept at"), db_index=True)

    class Meta:
        verbose_name = _("saved post")
        verbose_name_plural = _("saved posts")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["account", "token"], name="post_kept_once_a_form")]

    def __str__(self) -> str:
        return f"{self.account} {self.kept_at}"
