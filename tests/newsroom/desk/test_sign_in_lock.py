"""A stranger who guesses passwords is stopped, and stops nobody else."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLPattern

from adminkit.models import SavedPost
from newsroom.sign_in_lock import ADDRESS_LIMIT, address_of
from newsroom.urls import urlpatterns
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
STRANGER, OFFICE = "203.0.113.9", "198.51.100.7"


@pytest.fixture
def chief():
    return make_user("chief_editor", username="chief")


def sign_in(name: str, password: str = "wrong", *, at: str, **headers) -> int:
    return (
        Client().post("/admin/login/", {"username": name, "password": password}, REMOTE_ADDR=at, **headers).status_code
    )


def test_a_stranger_locks_the_chief_out_nowhere_but_at_the_strangers_own_address(chief):
    tries = [
        sign_in(name, at=STRANGER, HTTP_USER_AGENT=name) for name in ["chief", "Chief", "ｃｈｉｅｆ", " CHIEF "] * 3
    ]
    assert tries[:9] == [200] * 9 and tries[9:] == [429] * 3
    assert sign_in("chief", PASSWORD, at=STRANGER) == 429
    assert sign_in("chief", PASSWORD, at=OFFICE) == 302
    assert AccessAttempt.objects.count() == 1


def test_behind_a_proxy_of_ours_too_whatever_the_stranger_claims_to_be(chief, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(10):
        last = sign_in("chief", at="127.0.0.1", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, {STRANGER}")
    assert last == 429
    assert sign_in("chief", PASSWORD, at="127.0.0.1", HTTP_X_FORWARDED_FOR=f"{OFFICE}, {STRANGER}") == 429
    assert sign_in("chief", PASSWORD, at="127.0.0.1", HTTP_X_FORWARDED_FOR=f"{STRANGER}, {OFFICE}") == 302


def test_an_address_that_tries_many_names_is_stopped_later(chief):
    tries = [sign_in(f"name{number}", at=STRANGER) for number in range(ADDRESS_LIMIT + 1)]
    assert tries == [200] * (ADDRESS_LIMIT - 1) + [429] * 2
    assert AccessAttempt.objects.count() == ADDRESS_LIMIT
    assert sign_in("chief", PASSWORD, at=STRANGER) == 429
    assert sign_in("chief", PASSWORD, at=OFFICE) == 302


def test_who_signs_in_at_last_starts_anew_and_does_not_forgive_what_others_tried_there(chief):
    for name in ["chief"] * 9 + ["reporter"] * 3:
        assert sign_in(name, at=OFFICE) == 200
    assert sign_in("chief", PASSWORD, at=OFFICE) == 302
    assert list(AccessAttempt.objects.values_list("username", "failures_since_start")) == [("reporter", 3)]


def test_what_is_over_is_swept_by_the_next_wrong_password(chief):
    sign_in("once", at=STRANGER)
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=16))
    sign_in("chief", at=OFFICE)
    assert AccessAttempt.objects.get().username == "chief"


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "198.51.100.1", STRANGER),
        (1, "", STRANGER),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "198.51.100.1, nonsense", STRANGER),
        (2, "198.51.100.1", STRANGER),
        (2, "192.0.2.1, 198.51.100.1,198.51.100.2", "198.51.100.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_only_stated_proxies_are_believed(rf, settings, proxies, told, address):
    settings.TRUSTED_PROXIES = proxies
    assert address_of(rf.get("/", REMOTE_ADDR=STRANGER, HTTP_X_FORWARDED_FOR=told)) == address


def test_nothing_else_that_a_stranger_sends_leaves_a_row(client):
    plain = [str(page.pattern) for page in urlpatterns if isinstance(page, URLPattern) and "<" not in str(page.pattern)]
    for page in [*plain, "admin/", "admin/login/", "admin/articles/article/add/", "admin/no-such-page/"]:
        for ask in (client.get, client.post):
            ask(f"/{page}", {"next": "/", "size": "22", "q": "甲"} | ({"opening": "x"} if ask == client.post else {}))
    assert not Session.objects.exists() and not SavedPost.objects.exists() and not AccessAttempt.objects.exists()
