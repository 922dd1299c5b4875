"""PDFs: lines in the order a reader takes them, and the PDFs no text can be had from."""

import random
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from articles.reading.sources import pdf, read_source
from articles.reading.sources.pdf import MOST_PAGES
from tests.articles.reading import source_files as files
from tests.articles.reading.source_files import column, pdf_of
from tests.articles.reading.test_sources import DEMO, refused

LEFT = [f"左栏第{number}行区里召开会议" for number in range(1, 9)]
MIDDLE = [f"中栏第{number}行部署重点任务" for number in range(1, 9)]
RIGHT = [f"右栏第{number}行要求抓好落实" for number in range(1, 9)]
LOWER = [f"下篇第{number}行村里修通新路" for number in range(1, 9)]


def text_of(*pages, **options) -> str:
    return read_source(pdf_of(*pages, **options)).text


def lines_of(*pages, **options) -> list[str]:
    return text_of(*pages, **options).split("\n")


def across(*columns):
    """Row by row, as some programs write a page."""
    return [line for row in zip(*columns, strict=True) for line in row]


# The order of lines


def test_columns_are_read_one_after_the_other():
    assert text_of(column(LEFT, 50) + column(MIDDLE, 200)) == "\n".join(LEFT) + "\n\n" + "\n".join(MIDDLE)


def test_a_file_written_across_its_columns_is_read_down_them():
    page = across(column(LEFT, 50), column(MIDDLE, 180), column(RIGHT, 310))

    assert text_of(page) == "\n\n".join("\n".join(lines) for lines in (LEFT, MIDDLE, RIGHT))


@pytest.mark.parametrize("seed", range(10))
def test_a_file_in_no_order_at_all_is_read_down_its_columns(seed):
    page = column(LEFT, 50) + column(MIDDLE, 180) + column(RIGHT, 310)
    random.Random(seed).shuffle(page)

    assert text_of(page) == "\n\n".join("\n".join(lines) for lines in (LEFT, MIDDLE, RIGHT))


def test_columns_that_are_not_level_are_told_apart():
    page = across(column(LEFT, 50, top=700), column(MIDDLE, 180, top=693))

    assert text_of(page) == "\n".join(LEFT) + "\n\n" + "\n".join(MIDDLE)


def test_a_headline_over_two_columns_belongs_to_what_is_below_it():
    upper = across(column(LEFT, 50, top=700), column(MIDDLE, 180, top=700))
    lower = across(column(RIGHT, 50, top=500), column(LOWER, 180, top=500))
    titles = [("云汀新区召开农田水利冬修动员会", 60, 730, 14), ("云汀新区打通农村公路毛细血管啊", 60, 530, 14)]

    assert text_of(lower + upper + titles).split("\n\n") == [
        *(titles[0][0], "\n".join(LEFT), "\n".join(MIDDLE)),
        *(titles[1][0], "\n".join(RIGHT), "\n".join(LOWER)),
    ]


def test_the_order_of_the_file_is_kept_when_it_is_sound():
    """A story's own columns stay together, even where white would tell otherwise."""
    first = column(LEFT, 50, top=700) + column(MIDDLE, 180, top=700)
    second = column(RIGHT, 50, top=560) + column(LOWER, 180, top=560)

    assert lines_of(second + first) == [*RIGHT, "", *LOWER, "", *LEFT, "", *MIDDLE]


def test_a_headline_from_top_to_bottom_is_one_line():
    upright = [(char, 40, 700 - 16 * number, 14) for number, char in enumerate("村里修通新路")]

    assert text_of(upright + column(LEFT, 80)) == "村里修通新路\n\n" + "\n".join(LEFT)


def test_pages_follow_one_another():
    assert text_of(column(LEFT, 50), column(MIDDLE, 50)) == "\n".join(LEFT) + "\n\n" + "\n".join(MIDDLE)


@pytest.mark.parametrize("seen_turned", [False, True])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_on_its_side_is_read_like_any_other(turned, seen_turned):
    page = across(column(LEFT, 50, top=500), column(MIDDLE, 200, top=500))

    assert lines_of(page, turned=turned, seen_turned=seen_turned) == [*LEFT, "", *MIDDLE]


# Lines and blocks


def test_white_between_blocks_is_a_blank_line():
    page = column(LEFT, 50) + column(MIDDLE, 50, top=700 - 15 * 9)

    assert text_of(page) == "\n".join(LEFT) + "\n\n" + "\n".join(MIDDLE)


def test_wide_spacing_everywhere_is_no_white():
    assert text_of(column(LEFT, 50, step=30)) == "\n".join(LEFT)


def test_an_indent_is_kept_as_two_spaces():
    page = column(["会议要求，各部门要抓好落实，", "一件一件办到底。"], 50)
    page += [("会上还通报了上月的检查情况", 70, 670), *column(["和整改的期限，要求年底前办结。"], 50, top=655)]

    assert lines_of(page)[2] == "\u3000\u3000会上还通报了上月的检查情况"


def test_a_centred_headline_is_not_indented():
    page = [("云汀新区召开农田水利冬修动员会", 50, 700), ("暨村庄清洁行动会议啊啊", 70, 685)]

    assert lines_of(page) == ["云汀新区召开农田水利冬修动员会", "暨村庄清洁行动会议啊啊"]


def test_names_set_apart_stay_on_their_line():
    page = [*column(LEFT, 50), ("参加会议：", 50, 580), ("鄢屺川", 115, 580), ("仉若蘅", 160, 580)]

    assert lines_of(page)[-1] == "参加会议： 鄢屺川 仉若蘅"


# What is refused


def test_a_locked_pdf_is_refused():
    assert "locked with a password" in refused(pdf_of(column(LEFT, 50), password="secret"))


def test_a_pdf_that_only_forbids_copying_is_read():
    assert lines_of(column(LEFT, 50), password="") == LEFT


def test_a_scanned_pdf_is_refused():
    assert "only pictures" in refused(files.scanned_pdf())


@pytest.mark.parametrize("kept", [30, 400, 60_000])
def test_a_pdf_cut_off_is_refused(kept):
    assert "damaged" in refused((DEMO / "page.pdf").read_bytes()[:kept], "page.pdf")


def test_a_pdf_with_many_pages_is_refused():
    pages = [column(LEFT[:1], 50)] * MOST_PAGES

    assert text_of(*pages)
    assert "more than 8 pages" in refused(pdf_of(*pages, pages[0]))


def test_a_pdf_with_a_book_in_it_is_refused():
    page = [("区里召开会议部署重点任务" * 30, 10, 790 - 2 * number, 1) for number in range(150)]

    assert "one page at a time" in refused(pdf_of(page, page, page))


# In use


def test_threads_may_read_at_once():
    content, found = pdf_of(column(LEFT, 50)), []
    threads = [threading.Thread(target=lambda: found.append(read_source(content).text)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == ["\n".join(LEFT)] * 8


@pytest.mark.parametrize("drawn", [b"(abc)Tj ", b"0 0 m 1 1 l S "])
@pytest.mark.whole
def test_a_small_file_that_would_keep_us_busy_for_minutes_is_refused(drawn):
    content = files.pdf_drawing(b"BT /F 9 Tf 10 10 Td " + drawn * 8_000_000)
    assert len(content) < 300_000

    started = time.perf_counter()
    assert "far more than a page" in refused(content)
    assert time.perf_counter() - started < 30


def test_a_crash_of_pdfium_is_a_refusal(monkeypatch, tmp_path):
    program = tmp_path / "crash.py"
    program.write_text("import os; os.abort()")
    monkeypatch.setattr(pdf, "PROGRAM", program)

    assert "far more than a page" in refused(pdf_of(column(LEFT, 50)))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are told in /proc")
def test_nothing_stays_open():
    def opened() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = opened()
    for content in [pdf_of(column(LEFT, 50)), files.scanned_pdf(), pdf_of(column(LEFT, 50), password="secret")] * 3:
        with suppress(ValueError):
            read_source(content)

    assert opened() == before
