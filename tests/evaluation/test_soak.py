"""What a long run finds."""

import random

import pytest

from articles.reading import Page, read_page

from . import soak

pytestmark = pytest.mark.whole

PAGES = ["本报讯（记者季明）12月17日上午，示范区召开会议。\n\n示范区召开会议\n"]


@pytest.fixture
def reader(monkeypatch, tmp_path):
    """Puts another reader in the place of ours."""
    monkeypatch.setattr(soak.tempfile, "gettempdir", lambda: tmp_path)
    return lambda instead: monkeypatch.setattr(soak, "read_page", instead)


def test_one_seed_makes_the_same_edits():
    assert [soak.edited(PAGES[0], random.Random(7)) for _ in range(2)] == [soak.edited(PAGES[0], random.Random(7))] * 2


def test_a_sound_reader_passes(capsys):
    assert list(soak.random_edits(PAGES, 20, seed=1)) == []
    assert list(soak.steady_memory(PAGES, 20, seed=1)) == []


def test_a_lost_character_is_a_fault_and_its_text_is_kept(reader, capsys, tmp_path):
    reader(lambda text, *, today: Page())

    fault = next(soak.broken("季明", "edit-1-1"))

    assert fault.startswith("edit-1-1: 2 characters lost or doubled")
    assert (tmp_path / "soak-edit-1-1.txt").read_text(encoding="utf-8") == "季明"


def test_an_exception_is_a_fault(reader, capsys):
    reader(lambda text, *, today: 1 // 0)

    assert "ZeroDivisionError" in next(soak.random_edits(PAGES, 10, seed=1))


def test_what_a_reader_keeps_is_found(reader, capsys):
    kept = []

    def keeping(text, *, today):
        kept.append(bytearray(2**20))
        return read_page(text, today=today)

    reader(keeping)

    assert any("are kept" in fault for fault in soak.steady_memory(PAGES, 40, seed=1))
