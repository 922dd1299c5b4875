"""The newsroom's own keys are made whole or not at all, and the start stops at one that cannot be right."""

import multiprocessing
import resource
import runpy

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models.signals import post_migrate

from articles.records.key import refuse_another_key
from newsroom.keys import own_key
from tests import factories

from .test_settings import run

TWICE = multiprocessing.get_context("fork")
DOUBLE_STARTS = 400


def start(barrier, folders, told):
    said = []
    for folder in folders:
        barrier.wait()
        try:
            said.append(own_key(folder / "records_key"))
        except ImproperlyConfigured as refused:
            said.append(str(refused))
    told.put(said)


@pytest.mark.whole
def test_of_two_starts_at_once_both_have_the_one_key(tmp_path):
    folders = [tmp_path / str(number) for number in range(DOUBLE_STARTS)]
    for folder in folders:
        folder.mkdir()
    barrier, told = TWICE.Barrier(2), TWICE.Queue()
    starters = [TWICE.Process(target=start, args=(barrier, folders, told)) for _each in range(2)]
    for starter in starters:
        starter.start()
    one, other = told.get(), told.get()
    for starter in starters:
        starter.join()
    assert one == other == [(folder / "records_key").read_text() for folder in folders]
    assert min(map(len, one)) > 50
    assert {file.name for folder in folders for file in folder.iterdir()} == {"records_key"}


def start_on_a_full_disk(barrier, folder, told):
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
    start(barrier, [folder], told)


def test_a_full_disk_leaves_no_half_of_a_key(tmp_path):
    told = TWICE.Queue()
    starter = TWICE.Process(target=start_on_a_full_disk, args=(TWICE.Barrier(1), tmp_path, told))
    starter.start()
    assert str(tmp_path / "records_key") in told.get(timeout=20)[0]
    starter.join()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "found", [b"", b"cut-short", b"\n" * 60, b"\xff" * 60], ids=["empty", "cut short", "blank", "no text"]
)
def test_a_file_without_a_whole_key_stops_the_start(tmp_path, found):
    file = tmp_path / "records_key"
    file.write_bytes(found)
    with pytest.raises(ImproperlyConfigured, match="records_key"):
        own_key(file)
    assert file.read_bytes() == found


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("RECORDS_KEY", {"RECORDS_KEY": "short"}),
        ("SECRET_KEY", {"SECRET_KEY": "short", "ALLOWED_HOSTS": "news.example.cn"}),
    ],
)
def test_a_short_key_stops_the_start_with_one_sentence(tmp_path, name, environment):
    refused = run(tmp_path, "check", **environment)
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"{name} ")
    assert refused.stderr.count("\n") == 1


@pytest.mark.django_db
def test_records_under_another_key_stop_the_start(settings, one_review):
    refuse_another_key()  # nothing is recorded yet: any key will do
    factories.make_signed_article()
    refuse_another_key()
    settings.RECORDS_KEY = b"of-another-newsroom-that-was-here-before"
    with pytest.raises(ImproperlyConfigured, match="RECORDS_KEY") as refused:
        refuse_another_key()
    assert "\n" not in str(refused.value)


@pytest.mark.django_db
def test_the_server_and_the_update_of_the_database_stop_at_another_key(settings, one_review):
    factories.make_signed_article()
    settings.RECORDS_KEY = b"of-another-newsroom-that-was-here-before"
    with pytest.raises(ImproperlyConfigured, match="RECORDS_KEY"):
        post_migrate.send(apps.get_app_config("newsroom"), using="default", verbosity=0)
    with pytest.raises(ImproperlyConfigured, match="RECORDS_KEY"):
        runpy.run_module("newsroom.wsgi")
