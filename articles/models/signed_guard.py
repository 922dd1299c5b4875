"""What was signed stays as it was signed: rows that belong to a signed story refuse to change."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _

from adminkit.refusals import Refused

from ..review.workflow import SEALED
from .typed_text import tidy_columns


class SealedContentError(Refused):
    """An attempt to change, behind the verbs, what was signed; its text says so, for people."""


def all_stories() -> models.QuerySet:
    """Looked up by name, since the story imports its parts."""
    return apps.get_model("articles.Article").objects.all()


_lifted: ContextVar[int | None] = ContextVar("story_whose_content_is_replaced", default=None)


@contextmanager
def lifted(story: int) -> Iterator[None]:
    """Within, this one story takes the content that was signed for it: a correction in its place, or the notice of its
    withdrawal."""
    token = _lifted.set(story)
    try:
        yield
    finally:
        _lifted.reset(token)


def refuse_if_sealed(stories: models.QuerySet) -> None:
    """Lock the stories, so that no verb comes in between, and refuse if one of them carries a signature."""
    states = (
        stories.exclude(pk=_lifted.get()).order_by("pk").select_for_update(no_key=True).values_list("state", flat=True)
    )
    if any(state in SEALED for state in states):
        raise SealedContentError(_("This story is signed; what was signed is not changed in place."))


class StoryPart(models.Model):
    """A row of a story's signed content: a credit, a leader's attendance, a placement, a flag."""

    story_field = "article"

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        tidy_columns(self)
        with transaction.atomic():
            refuse_if_sealed(self.stories())
            super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            refuse_if_sealed(self.stories())
            return super().delete(*args, **kwargs)

    def clean_fields(self, exclude=None):
        """What nobody sees is nothing: a note of unseen marks alone is empty."""
        tidy_columns(self)
        super().clean_fields(exclude)

    def stories(self) -> models.QuerySet:
        """The stories that this row belongs to: as it stands in the database, and as it is about to stand."""
        stored = type(self)._base_manager.filter(pk=self.pk).values(self.story_field)
        return all_stories().filter(models.Q(pk=self.serializable_value(self.story_field)) | models.Q(pk__in=stored))
