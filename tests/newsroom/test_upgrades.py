"""The database of every release, with the demo in it, is brought up to date and loses nothing."""

import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings

import newsroom

pytestmark = pytest.mark.whole

KEPT = Path(__file__).parent / "upgrades"
RELEASES = sorted(path.name.removesuffix(".sql.xz") for path in KEPT.glob("*.sql.xz"))
STORIES = 63


def test_this_release_is_kept():
    assert newsroom.__version__ in RELEASES


@pytest.mark.parametrize("release", RELEASES)
def test_a_newsroom_of_a_release_is_brought_up_to_date(release, tmp_path):
    """On SQLite whatever the suite runs on: an install of its own, in processes of its own."""
    with sqlite3.connect(tmp_path / "newsroom.sqlite3") as database:
        database.executescript(lzma.decompress((KEPT / f"{release}.sql.xz").read_bytes()).decode())
    shutil.copy(KEPT / f"{release}.records_key", tmp_path / "records_key")
    plain = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    environment = {**plain, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "newsroom.settings", "DEMO": "1"}

    for command in (["migrate", "-v0"], ["verify_records"]):
        ran = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=django_settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr

    with sqlite3.connect(tmp_path / "newsroom.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM articles_article").fetchone() == (STORIES,)
