import gc

import pytest
from django.db import connection
from django.test import Client
from hypothesis import settings as hypothesis

from tests.factories import author, editor, make_user

# The same examples on every machine, and no deadline: a busy machine is no fault.
hypothesis.register_profile("newsroom", deadline=None, derandomize=True, database=None)
hypothesis.load_profile("newsroom")


def pytest_collection_modifyitems(items):
    """What a person does in Chromium takes longest, so it begins first: no worker is left alone with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish():
    """What collection has made stays to the end; looking through it again and again costs a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite's test database is a file, as in use.

    In memory, the live server's threads would share one connection with the test; a thread that waits for Python inside
    SQLite while another waits for SQLite inside Python waits for ever.
    """
    if connection.vendor == "sqlite":
        # Nobody will miss what a power cut takes of a test.
        connection.settings_dict["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "newsroom.sqlite3")


@pytest.fixture
def one_review(settings):
    """A newsroom in which the chief editor alone reviews: what is true of a single step is tested on it."""
    settings.REVIEW_STEPS = 1


@pytest.fixture(autouse=True)
def own_files_and_quick_hashes(settings, tmp_path):
    """Pictures go to a directory that the test owns; static files need no manifest; passwords hash at once."""
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PICTURES_PUBLIC_DIR = tmp_path / "public" / "pictures"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def as_author(db):
    return signed_in(author())


@pytest.fixture
def as_editor(db):
    return signed_in(editor())


@pytest.fixture
def as_outsider(db):
    """Another reporter, with no part in the author's stories."""
    return signed_in(make_user("reporter", username="outsider"))


@pytest.fixture
def as_superuser(db):
    return signed_in(make_user(username="root", is_staff=True, is_superuser=True))
