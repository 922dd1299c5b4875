"""The matrix through the doors of the admin: the step's own address, the story's form, the list's bulk actions."""

import os

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client

from articles.models import Article, Review
from articles.review.signed_content import digest, snapshot
from tests.articles.admin.forms import address, filled, step_address, story_page
from tests.sampling import sampled

from .matrix.expected import EDITORS, PLACES, ROLES, VERBS, Place, allowed
from .matrix.situations import REASON, everybody, fresh, place_story, typed_draft
from .test_matrix import columns

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
LOGIN = "/admin/login/"
BULK = {"pass_selected": "pass", "sign_selected": "sign"}
OUTSIDE = {"anonymous", "inactive first", "inactive second", "inactive chief"}
# The doors ask the model, which is asked everything in test_matrix. `make test` tries a story that waits and one that
# is public; `make test-all` all places with three reviews, with fewer where the number says who comes next, and every
# fourth refusal; MATRIX=whole, as `make soak` says, all of them everywhere.
WHOLE = os.environ.get("MATRIX") == "whole"
SAMPLED = 4
NUMBERED = {Place("submitted", 2), Place("second_passed", 2), Place("submitted", 1)}
TRIED = [place for place in PLACES if WHOLE or place.steps == 3 or place in NUMBERED]
EDITED = {
    "draft",
    "submitted",
    "second_passed",
    "held_submitted",
    "returned",
    "public",
    "copy_draft",
    "urgent_by_first",
}
# Where the bulk actions and the review page have something to take, and one place of each kind where they have not.
DECIDED = {
    "submitted",
    "first_passed",
    "second_passed",
    "held_submitted",
    "returned",
    "public",
    "copy_submitted",
    "urgent_by_first",
    "urgent_by_chief",
}
EVERYDAY = [Place("submitted", 3), Place("public", 3)]


def among(places):
    return pytest.mark.parametrize("place", sampled(places, EVERYDAY), ids=lambda place: f"{place.steps}-{place.name}")


by_name = among(TRIED)
where_decided = among([place for place in TRIED if WHOLE or place.name in DECIDED])


@pytest.fixture(autouse=True)
def nothing_written_by_looking(settings):
    """Sessions and messages travel in cookies, so that a request writes only what the newsroom's own code writes."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"


class Newsroom:
    """Everybody at their screen, before one story."""

    def __init__(self, settings, place: Place, *, with_form: bool = False):
        settings.REVIEW_STEPS = place.steps
        self.people = everybody()
        self.clients = {role: self._signed_in(role) for role in ROLES}
        draft = typed_draft(self.people)
        self.form = filled(story_page(self.clients["first"], draft)) if with_form else {}
        self.story = place_story(place, self.people, draft)
        if with_form and place.is_copy and place.name != "applied":  # its rows have keys of their own
            self.form = filled(story_page(self.clients["first"], self.story))
        self.may = allowed(place, self.story.state)
        self.before = columns(self.story)
        self.seen = f"{self.story.pk}:{digest(snapshot(fresh(self.story), Article.SIGNED))}"
        self.records = Review.objects.count()

    def _signed_in(self, role: str) -> Client:
        """Whoever has left was signed in when the account was closed."""
        client, user = Client(), self.people[role]
        if role == "anonymous":
            return client
        was_active, user.is_active = user.is_active, True
        user.save()
        client.force_login(user)
        user.is_active = was_active
        user.save()
        return client

    def post(self, role: str, where: str, data: dict):
        client = self.clients[role]
        response = client.post(where, data)
        client.cookies.pop("messages", None)
        return response

    def decision(self, **more) -> dict:
        return {"reason": REASON, "seen": [self.seen], "at": "", "notice": "", **more}

    def assert_untouched(self, case) -> None:
        assert columns(self.story) == self.before, case
        assert Review.objects.count() == self.records, case
        if case == ROLES[-1]:  # the last of all: nobody before them changed a word either
            assert self.seen == f"{self.story.pk}:{digest(snapshot(fresh(self.story), Article.SIGNED))}"

    def assert_moved(self, verb, role, response) -> None:
        assert response.status_code == 302, (verb, role)
        moved = fresh(self.story)
        assert moved.state == self.may[verb, role], (verb, role)
        last = moved.reviews.last()
        assert (last.verb, last.by, last.mac) == (verb, self.people[role], moved.chain_head)
        assert Review.objects.count() == self.records + 1 + (moved.state == "applied"), (verb, role)


def assert_says_why(role, response, case) -> None:
    """Who is outside is led to the login; who has no part in the story does not find it; others read why not."""
    if role in OUTSIDE:
        assert response.status_code == 302 and response["Location"].startswith(LOGIN), case
    elif response.status_code not in (403, 404):
        form = response.context["form"] if response.status_code == 200 and "form" in (response.context or {}) else None
        # Who took this very step a moment ago has pressed twice, and reads that it is done.
        said = [m for m in get_messages(response.wsgi_request) if m.level_tag in ("error", "warning", "success")]
        assert said or (form and form.errors), (case, response.status_code)


@by_name
def test_a_steps_own_address(settings, place):
    room = Newsroom(settings, place)

    for role in ROLES:
        for number, verb in enumerate(VERBS, start=ROLES.index(role) + len(place.name)):
            where = step_address(room.story, verb)
            if (verb, role) not in room.may:
                if number % SAMPLED and not WHOLE:
                    continue
                assert_says_why(role, room.post(role, where, room.decision()), (verb, role))
                continue
            with transaction.atomic():
                room.assert_moved(verb, role, room.post(role, where, room.decision()))
                transaction.set_rollback(True)
        room.assert_untouched(role)


@where_decided
def test_the_bulk_actions_of_the_list(settings, place):
    room = Newsroom(settings, place)

    for role in ROLES:
        for action, verb in BULK.items():
            chosen = {"action": action, "_selected_action": [room.story.pk], "confirmed": "1", **room.decision()}
            if (verb, role) not in room.may:
                response = room.post(role, LIST, chosen)
                # Who is no editor has no such action, and so no answer to it.
                if role in EDITORS | OUTSIDE or response.status_code != 200:
                    assert_says_why(role, response, (verb, role))
                continue
            with transaction.atomic():
                room.assert_moved(verb, role, room.post(role, LIST, chosen))
                transaction.set_rollback(True)
        room.assert_untouched(role)


@among([place for place in TRIED if WHOLE or place.name in EDITED])
def test_the_buttons_of_the_storys_form(settings, place):
    """The form is saved first, as it stood; a verb other than submitting is then asked for on its own page."""
    room = Newsroom(settings, place, with_form=True)

    for number, role in enumerate(ROLES):
        others = VERBS[1:]
        refused = [verb for verb in others if (verb, role) not in room.may]
        may = [verb for verb in others if (verb, role) in room.may]
        # Every button leads to the step's own address, where each refusal is tried; here one of them a person.
        for verb in ["submit", refused[number % len(refused)], *may]:
            with transaction.atomic():
                press_on_the_form(room, place, verb, role)
                transaction.set_rollback(True)
        room.assert_untouched(role)


def press_on_the_form(room, place, verb, role):
    response = room.post(role, address(room.story), {**room.form, "_step": verb})
    if verb == "submit" and (verb, role) in room.may:
        room.assert_moved(verb, role, response)
        return
    room.assert_untouched((verb, role))
    step = step_address(room.story, verb)
    leads_on = response.status_code == 302 and response["Location"] == step
    # Where nobody edits any more the form is closed, and the steps are links.
    assert leads_on or not (
        role in EDITORS and place.words & {"under_review", "draft", "returned"} and verb != "submit"
    )
    if not leads_on:
        assert_says_why(role, response, (verb, role))
    elif (verb, role) in room.may:
        room.assert_moved(verb, role, room.post(role, step, room.decision()))
    else:
        assert_says_why(role, room.post(role, step, room.decision()), (verb, role))
        room.assert_untouched((verb, role))


DECISIONS = ("pass", "sign", "resume", "send_back", "hold", "reject")
WORDS = ("kicker", "headline", "deck", "list_title", "standfirst", "body")


@where_decided
def test_the_review_page(settings, place):
    """The text as it stands and the decision go together."""
    room = Newsroom(settings, place)
    story = fresh(room.story)
    where = f"{address(story).removesuffix('change/')}review/"
    sent = {f"text-{name}": getattr(story, name) for name in WORDS} | room.decision(seen=room.seen.split(":")[1])

    for role in ROLES:
        for number, verb in enumerate(DECISIONS, start=ROLES.index(role) + len(place.name)):
            if number % SAMPLED and not WHOLE and (verb, role) not in room.may:
                continue
            with transaction.atomic():
                response = room.post(role, where, {**sent, "verb": verb})
                if (verb, role) in room.may:
                    room.assert_moved(verb, role, response)
                else:
                    room.assert_untouched((verb, role))
                    assert_says_why(role, response, (verb, role))
                transaction.set_rollback(True)
        room.assert_untouched(role)
