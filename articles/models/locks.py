"""The one order in which rows are locked, so that no two people wait for each other for ever.

Pages that were read in, issues, stories, pictures, entries of the registers; of several of a kind the lower key first,
so an original before its working copy. Whoever will write rows of several kinds, or several of one, locks them before
the first is read. Rows are locked without their keys: PostgreSQL looks at the page of a story again when the story is
written twice in one transaction, and would wait there for who has locked the page. Within a step that holds a row, only
rows further down this order are locked.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models, transaction

from .signed_guard import all_stories


def lock_pages(pages: Iterable[int]) -> set[int]:
    """The issues with these keys."""
    return _lock(apps.get_model("articles.Issue").objects.filter(pk__in=[*pages]))


def lock_open_pages(*more: int) -> set[int]:
    """Every page that a story may come onto by itself, and these: before the first of several stories is placed."""
    issues: Any = apps.get_model("articles.Issue").objects
    return _lock(issues.filter(models.Q(closed_at=None) | models.Q(pk__in=more)))


def lock_stories(stories: models.QuerySet) -> set[int]:
    return _lock(all_stories().filter(pk__in=stories.order_by().values("pk")))


def lock_story(story: int) -> None:
    """The story; before it, the one that it corrects, in whose place it may be put."""
    _lock(_with_original(story))


def lock_placed_story(story: int, *pages: int) -> None:
    """The page on which the story stands and these, to which it may be moved; then the story."""
    while True:
        before = transaction.savepoint()
        stands_on = all_stories().filter(pk=story, issue__isnull=False).values_list("issue", flat=True)
        locked = lock_pages([*stands_on, *pages])
        _lock(_with_original(story))
        if locked.issuperset(stands_on.all()):
            transaction.savepoint_commit(before)
            return
        # A colleague moved it in between; its new page comes first, so both are let go.
        transaction.savepoint_rollback(before)


def lock_photo(photo: int) -> None:
    """The stories that show the picture, then the picture itself."""
    photos: Any = apps.get_model("articles.Photo").objects
    showing = all_stories().filter(placements__photo=photo)
    while True:
        before = transaction.savepoint()
        locked = lock_stories(showing)
        list(photos.filter(pk=photo).select_for_update(no_key=True).values_list("pk"))
        if locked.issuperset(showing.values_list("pk", flat=True)):
            transaction.savepoint_commit(before)
            return
        transaction.savepoint_rollback(before)


def _with_original(story: int) -> models.QuerySet:
    original = all_stories().filter(pk=story, corrects__isnull=False).values("corrects")
    return all_stories().filter(models.Q(pk=story) | models.Q(pk__in=original))


def _lock(rows: models.QuerySet) -> set[int]:
    return {*rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True)}
