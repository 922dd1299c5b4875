"""The reader's sentences are compared in the words of the source; their Chinese is the catalogue's."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield
