"""The matrix through the doors of the admin: the step's own address, the story's form, the list's bulk actions."""

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client

from articles.models import Article, Review
from articles.signed import digest, snapshot
from tests.articles.admin.forms import address, filled, step_address, story_page

from .matrix.expected import PLACES, ROLES, VERBS, Place, allowed
from .matrix.situations import REASON, everybody, fresh, place_story, typed_draft
from .test_matrix import columns

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
LOGIN = "/admin/login/"
BULK = {"pass_selected": "pass", "sign_selected": "sign"}
OUTSIDE = {"anonymous", "inactive first", "inactive second", "inactive chief"}
by_name = pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.steps}-{place.name}")


@pytest.fixture(autouse=True)
def nothing_written_by_looking(settings):
    """Sessions and messages travel in cookies, so that a request writes only what the newsroom's own code writes."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"


class Newsroom:
    """Everybody at their screen, before one story."""

    def __init__(self, settings, place: Place):
        settings.REVIEW_STEPS = place.steps
        self.people = everybody()
        self.clients = {role: self._signed_in(role) for role in ROLES}
        draft = typed_draft(self.people)
        self.form = filled(story_page(self.clients["author"], draft))
        self.story = place_story(place, self.people, draft)
        if self.story.pk != draft.pk:  # a working copy's rows have keys of their own
            self.form = None
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
        said = [message for message in get_messages(response.wsgi_request) if message.level_tag in ("error", "warning")]
        assert said or (form and form.errors), (case, response.status_code)


@by_name
def test_a_steps_own_address(settings, place):
    room = Newsroom(settings, place)

    for role in ROLES:
        for verb in VERBS:
            where = step_address(room.story, verb)
            if (verb, role) not in room.may:
                assert_says_why(role, room.post(role, where, room.decision()), (verb, role))
                continue
            with transaction.atomic():
                room.assert_moved(verb, role, room.post(role, where, room.decision()))
                transaction.set_rollback(True)
        room.assert_untouched(role)


@by_name
def test_the_bulk_actions_of_the_list(settings, place):
    room = Newsroom(settings, place)

    for role in ROLES:
        for action, verb in BULK.items():
            chosen = {"action": action, "_selected_action": [room.story.pk], "confirmed": "1", **room.decision()}
            if (verb, role) not in room.may:
                assert_says_why(role, room.post(role, LIST, chosen), (verb, role))
                continue
            with transaction.atomic():
                room.assert_moved(verb, role, room.post(role, LIST, chosen))
                transaction.set_rollback(True)
        room.assert_untouched(role)


@by_name
def test_the_buttons_of_the_storys_form(settings, place):
    """The form is saved first, as it stood; a verb other than submitting is then asked for on its own page."""
    room = Newsroom(settings, place)
    where = address(room.story)

    for number, role in enumerate(ROLES):
        refused = [verb for verb in VERBS[1:] if (verb, role) not in room.may]
        pressed = ["submit", refused[number % len(refused)]]
        pressed += [verb for verb in VERBS[1:] if (verb, role) in room.may]
        for verb in pressed:
            with transaction.atomic():
                press_on_the_form(room, where, verb, role)
                transaction.set_rollback(True)


def press_on_the_form(room, where, verb, role):
    sent = room.form if room.form is not None else {}
    response = room.post(role, where, {**sent, "_step": verb})
    step = step_address(room.story, verb)
    if response.status_code == 302 and response["Location"] == step:
        room.assert_untouched((verb, role))
        response = room.post(role, step, room.decision())
    if (verb, role) in room.may and verb != "submit":
        # A story that nobody edits any more has its steps as links, and its form no button.
        response = room.post(role, step, room.decision()) if fresh(room.story).state == room.story.state else response
    if (verb, role) in room.may and room.form is not None:
        room.assert_moved(verb, role, response)
    elif (verb, role) not in room.may:
        room.assert_untouched((verb, role))
        assert response.status_code < 500
