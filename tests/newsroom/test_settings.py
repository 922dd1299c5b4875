"""Safe by default: what production must be given, and what every page says to browsers."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from newsroom import settings as newsroom_settings

PLAIN = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}


def run(tmp_path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=django_settings.BASE_DIR,
        env={**PLAIN, "DATA_DIR": str(tmp_path), "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def check(tmp_path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return run(tmp_path, "check", *arguments, **environment)


def test_a_public_host_needs_a_secret(tmp_path):
    refused = check(tmp_path, ALLOWED_HOSTS="news.example.cn")
    assert refused.returncode != 0
    assert "SECRET_KEY is not set" in refused.stderr


def test_a_public_host_with_a_secret_passes_the_deployment_checks(tmp_path):
    passed = check(
        tmp_path, "--deploy", "--fail-level=WARNING", ALLOWED_HOSTS="news.example.cn", SECRET_KEY="w1Nt3r-wheat" * 6
    )
    assert passed.returncode == 0, passed.stderr


def test_a_trial_on_this_machine_keeps_a_secret_of_its_own(tmp_path):
    assert check(tmp_path).returncode == 0
    secret = tmp_path / "secret_key"
    first = secret.read_text()
    assert len(first) > 50
    assert secret.stat().st_mode & 0o077 == 0
    assert check(tmp_path).returncode == 0
    assert secret.read_text() == first


@pytest.mark.parametrize(
    ("name", "value"), [("DEBUG", "perhaps"), ("LANGUAGE_CODE", "fr"), ("COUNT_SHARED_BYLINES", "half")]
)
def test_a_senseless_value_stops_the_start_with_its_name(tmp_path, name, value):
    refused = check(tmp_path, **{name: value})
    assert refused.returncode != 0
    assert name in refused.stderr


@pytest.mark.parametrize(
    "url",
    ["nonsense", "http://x", "postgres://u:secret@h:port/x", "postgres://", "mysql://u:secret@h/x", "oracle://u@h/x"],
)
def test_an_address_of_no_database_of_ours_is_refused_without_telling_its_password(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refusal:
        newsroom_settings.database(url)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("url", ["sqlite://:memory:", "sqlite:////srv/newsroom.sqlite3", "postgres:///newsroom"])
def test_the_two_databases_are_known_by_their_addresses(url):
    assert newsroom_settings.database(url)["ENGINE"].rpartition(".")[2] in ("sqlite3", "postgresql")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/weeks/", "/admin/login/", "/no-such-page/"])
def test_every_page_carries_a_strict_content_security_policy(client, address):
    policy = client.get(address)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-eval" not in policy
    if not address.startswith("/admin/"):
        assert "unsafe-inline" not in policy


@pytest.mark.django_db
def test_health_answers_alive_and_ready(client):
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/healthz?ready").status_code == 200


@pytest.mark.django_db
def test_an_expired_form_is_refused_in_the_newsrooms_own_words():
    strict = Client(enforce_csrf_checks=True)
    expired = strict.post("/admin/login/", {"username": "a", "password": "b"})
    assert expired.status_code == 403
    assert "表单已过期" in expired.content.decode()
