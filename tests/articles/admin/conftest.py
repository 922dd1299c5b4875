import pytest
from django.test import Client

from tests.factories import author, editor, make_user


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
