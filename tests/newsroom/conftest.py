import shutil
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import override_settings

from tests import factories

from .archives import exported


@pytest.fixture
def own_records_key(settings, tmp_path):
    settings.RECORDS_KEY_FILE = tmp_path / "records_key"
    settings.RECORDS_KEY_FILE.write_bytes(settings.RECORDS_KEY)


@pytest.fixture(scope="module")
def small_archive(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """Of a newsroom with one illustrated story before readers; the newsroom itself is gone."""
    folder = tmp_path_factory.mktemp("archive")
    pictures = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder / "private"}}
    with django_db_blocker.unblock(), override_settings(STORAGES={**django_settings.STORAGES, "default": pictures}):
        factories.make_signed_article(placements=[factories.make_photo()], topics=["生态"])
        file = exported(folder)
        call_command("flush", interactive=False, verbosity=0)
    ContentType.objects.clear_cache()
    return file


@pytest.fixture
def archive(small_archive, tmp_path) -> Path:
    """One's own copy of it."""
    return Path(shutil.copy2(small_archive, tmp_path / "newsroom.zip"))
