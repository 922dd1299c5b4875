"""Who is named for a story or a picture, in which role and order."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.fields import NameField
from people.models import ACCOUNTS, Reporter

from ..review.signed_content import SignedContent
from ..values.bylines import WRITING, CreditRole
from .signed_guard import StoryPart, all_stories


class CreditQuerySet(models.QuerySet["Credit"]):
    def writing(self) -> Self:
        """Of those who wrote the story, as against its pictures."""
        return self.filter(role__in=WRITING)

    def accounts(self) -> list[tuple[int, int]]:
        """Story and account, by key, of each credited person who has one; a person of two entries may have two."""
        rows = self.values_list("article", *(f"reporter__{way}" for way in ACCOUNTS))
        return [(story, account) for story, *accounts in rows for account in accounts if account is not None]


class Credit(StoryPart):
    """One name in the byline of a story or under a picture. The printed line is generated from these rows."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, blank=True, related_name="credits", verbose_name=_("story")
    )
    photo = models.ForeignKey(
        "articles.Photo", models.CASCADE, null=True, blank=True, related_name="credits", verbose_name=_("photo")
    )
    role = models.CharField(_("role"), max_length=20, choices=CreditRole, default=CreditRole.REPORTER)
    reporter = models.ForeignKey(
        Reporter, models.PROTECT, related_name="credits", verbose_name=pgettext_lazy("register", "reporter")
    )
    name_as_printed = NameField(
        _("name as printed"), max_length=40, blank=True, help_text=_("Empty: the name in the register today.")
    )
    order = models.PositiveSmallIntegerField(pgettext_lazy("position", "order"), default=0)

    objects = CreditQuerySet.as_manager()

    SIGNED = SignedContent(fields=("role", "reporter", "name_as_printed", "order"))

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        constraints = [
            models.CheckConstraint(condition=Q(article=None) ^ Q(photo=None), name="credit_names_a_story_or_a_photo"),
            models.UniqueConstraint(
                fields=["article", "reporter", "role"],
                name="credit_once_in_role_on_story",
                violation_error_message=_("This person already has this role in the byline."),
            ),
            models.UniqueConstraint(
                fields=["photo", "reporter", "role"],
                name="credit_once_in_role_on_photo",
                violation_error_message=_("This person already has this role under the picture."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.name_as_printed}"

    def stories(self) -> models.QuerySet:
        """A credit under a picture belongs to every story that places the picture."""
        stories = super().stories()
        stored = type(self)._base_manager.filter(pk=self.pk).exclude(photo=None).values("photo_id")
        shown = models.Q(placements__photo__in=stored)
        if self.photo_id:
            shown |= models.Q(placements__photo=self.photo_id)
        return all_stories().filter(
            models.Q(pk__in=stories.values("pk")) | models.Q(pk__in=all_stories().filter(shown).values("pk"))
        )

    def save(self, *args, **kwargs):
        self.name_as_printed = self.name_as_printed.strip() or self.reporter.name
        super().save(*args, **kwargs)
