"""Whom stories wait for: the rule of who takes a review, asked from the story's side, for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import F

from ..review.rights import EDITORS, REVIEWERS, Role
from ..review.workflow import APPROVING, UNDER_REVIEW, ReviewStep, Verb
from .credit import Credit
from .review import Review

if TYPE_CHECKING:
    from people.models import User

    from .reviewed import ReviewedStory


def reviewers_of(stories: Iterable["ReviewedStory"]) -> dict[int, list["User"]]:
    """Everybody who may take each story's present review, by name; four queries however many stories there are.

    See also RecordedStory.awaits and ArticleQuerySet.awaiting, the same rule for one person.
    """
    waiting = [story for story in stories if story.state in UNDER_REVIEW and story.step]
    if not waiting:
        return {}
    holders = holders_of(EDITORS)
    authors = authors_of(waiting)
    taken = _who_looked(waiting)
    return {
        story.pk: [user for user in _entitled(story, holders, taken[story.pk]) if user.pk not in authors[story.pk]]
        for story in waiting
    }


def holders_of(roles: Iterable[Role]) -> dict[str, list["User"]]:
    """The active accounts with each of the roles."""
    found: dict[str, list[User]] = defaultdict(list)
    users = get_user_model().objects.filter(is_active=True, groups__name__in=[role.value for role in roles])
    for user in users.annotate(role=F("groups__name")).order_by("pk"):
        found[user.role].append(user)
    return found


def authors_of(stories: Sequence["ReviewedStory"]) -> dict[int, set[int]]:
    """Keys of the accounts that wrote each story, now or at any submission. See also Article.is_written_by."""
    found: dict[int, set[int]] = defaultdict(set)
    # Who wrote a story is an author of its correction too, whatever the correction says in the byline.
    counted_for: dict[int, list[int]] = defaultdict(list)
    for story in stories:
        found[story.pk] |= story.locked_authors or set()
        if not story.typed_in:
            found[story.pk].add(story.created_by_id)
        if story.locked_authors is None:
            for written in filter(None, (story.pk, story.corrects_id)):
                counted_for[written].append(story.pk)
    if not counted_for:
        return found
    credited = Credit.objects.writing().filter(article__in=[*counted_for]).accounts()
    model: Any = apps.get_model("articles", "Article")
    recorded = model.authors.through.objects.filter(article__in=[*counted_for])
    for written, user in [*credited, *recorded.values_list("article", "user")]:
        for key in counted_for[written]:
            found[key].add(user)
    return found


def _who_looked(stories: Sequence["ReviewedStory"]) -> dict[int, list[Review]]:
    """The approvals and overrides of each story's present round, and every time that it was handed in."""
    rounds = {story.pk: story.round for story in stories}
    found: dict[int, list[Review]] = defaultdict(list)
    verbs = APPROVING | {Verb.OVERRIDE, Verb.SUBMIT}
    records = [record for story in stories for record in story.locked_records or ()]
    if asked := [story.pk for story in stories if story.locked_records is None]:
        records += Review.objects.filter(article__in=asked, verb__in=verbs).order_by("number")
    for record in records:
        if record.verb == Verb.SUBMIT or (record.verb in verbs and record.round == rounds[record.article_id]):
            found[record.article_id].append(record)
    return found


def _entitled(story: "ReviewedStory", holders: dict[str, list["User"]], taken: list[Review]) -> list["User"]:
    if story.is_urgent:
        asked = next((record for record in taken if record.verb == Verb.URGENT), None)
        if asked is None:
            return []
        # One of the two is a chief editor, whichever of them asked.
        roles = EDITORS if asked.step == ReviewStep.FINAL else [Role.CHIEF_EDITOR]
        several = {user.pk: user for role in roles for user in holders[role.value]}
        return [user for user in several.values() if user.pk != asked.by_id]
    approved = {record.by_id for record in taken if record.verb in APPROVING}
    handed_in = {record.by_id for record in taken if record.verb == Verb.SUBMIT}
    # Whoever handed the story in never gives its only approval.
    alone = {key for key in handed_in if story.step == ReviewStep.FINAL and not approved - {key}}
    overrides = (record for record in taken if record.verb == Verb.OVERRIDE and record.step == story.step)
    waived = {record.person_id for record in overrides} if settings.OVERRIDE else set()
    role = REVIEWERS[story.step]  # type: ignore[index]  # asked for stories that wait for a step
    return [user for user in holders[role.value] if user.pk not in (approved - waived) | alone]
