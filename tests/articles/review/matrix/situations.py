"""The stories and people of the matrix, made by the verbs themselves."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone

from articles.models import Article
from articles.review.rights import Role
from people.models import User
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_article,
    make_reporter,
    make_user,
    pass_reviews,
    second_reviewer,
)

from .expected import REVIEWER, Place

REASON = "请核实第二段的数字。"


def everybody() -> dict:
    return {
        "author": author(),
        "typist": make_user("reporter", username="typist"),
        "first": first_reviewer(),
        "second": second_reviewer(),
        "chief": editor(),
        "proofreader": make_user("proofreader"),
        "administrator": make_user("newsroom_administrator"),
        "superuser": make_user(is_superuser=True, is_staff=True),
        "stranger": make_user("reporter"),
        "inactive first": make_user("first_reviewer", is_active=False),
        "inactive second": make_user("second_reviewer", is_active=False),
        "inactive chief": make_user("chief_editor", is_active=False),
        "anonymous": AnonymousUser(),
    }


def of_several_roles(*roles: Role) -> User:
    user = make_user(roles[0])
    user.groups.set([Group.objects.get_or_create(name=role.value)[0] for role in roles])
    return user


def fresh(story: Article) -> Article:
    return Article.objects.get(pk=story.pk)


def place_story(place: Place, people: dict, story: Article | None = None) -> Article:
    """A story typed in for its credited author, brought where the place says; given one, from its draft on."""
    story = story or typed_draft(people)
    if place.is_copy or place.name == "correcting":
        return _correction(place, people, _published(story, people))
    return _bring(place, people, story)


def typed_draft(people: dict) -> Article:
    draft = make_article(created_by=people["typist"], typed_in=True, reporters=[people["author"].reporter])
    draft.credits.update(order=1)  # as the form numbers its rows: saving it as it stands changes nothing
    return draft


def _bring(place: Place, people: dict, story: Article) -> Article:
    name = place.name.removeprefix("copy_")
    if name == "draft":
        return story
    if name in ("scheduled", "public", "unexplained", "offline", "withdrawn"):
        return _after_signing(name, people, story)
    story.submit(by=people["author"])
    waits = REVIEWER[place.steps]
    for state in list(waits)[: list(waits).index(place.stands) if place.stands in waits else 0]:
        story.pass_review(by=people[waits[state]])
    reviewer = people[waits[story.state]]
    if name == "returned":
        story.send_back(by=reviewer, reason=REASON)
    if name == "rejected":
        story.reject(by=reviewer, reason=REASON)
    if name.startswith("held_"):
        story.hold(by=reviewer)
    return story


def _after_signing(name: str, people: dict, story: Article) -> Article:
    if name == "scheduled":
        story.submit(by=people["author"])
        pass_reviews(story).sign(by=people["chief"], at=timezone.now() + timedelta(days=1))
        return story
    _published(story, people)
    if name in ("unexplained", "offline"):
        story.take_offline(by=people["first"], reason=REASON if name == "offline" else "")
    if name == "withdrawn":
        story.withdraw(by=people["chief"], reason=REASON)
    return story


def _published(story: Article, people: dict) -> Article:
    story.submit(by=people["author"])
    pass_reviews(story).sign(by=people["chief"])
    return story


def _correction(place: Place, people: dict, story: Article) -> Article:
    copy = story.correct(by=people["author"])
    if place.name == "correcting":
        return story
    copy.kicker = "更正后的引题"
    copy.untold_reason = "只改引题。"
    copy.save()
    if place.name.startswith("urgent_by_"):
        copy.ask_urgent(by=people[place.name.removeprefix("urgent_by_")], reason=REASON)
    elif place.name == "applied":
        copy.submit(by=people["author"])
        pass_reviews(copy).sign(by=people["chief"])
    else:
        _bring(place, people, copy)
    return copy


def credited_meanwhile(story: Article, user: User) -> None:
    """The byline gains an account's name."""
    story.credits.create(reporter=make_reporter(user=user), role="reporter", order=9)
