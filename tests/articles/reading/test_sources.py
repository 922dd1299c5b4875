"""Any file to a page's text: the kinds, plain text in every way of writing it, and what is refused."""

import json
import random
import re
import time
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.reading import read_page
from articles.reading.page import LONGEST_PAGE, as_json
from articles.reading.sources import Source, Unreadable, read_source
from articles.values.weeks import Week
from tests.articles.reading import source_files as files
from tests.articles.reading.test_page import CONTRACT

DEMO = Path(__file__).resolve().parents[3] / "newsroom" / "demo"
PAGE = (DEMO / "page.txt").read_text(encoding="utf-8")
EVERYDAY = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面"
WRITTEN = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]


def refused(content: bytes, name: str = "") -> str:
    with translation.override("en"), pytest.raises(Unreadable) as caught:
        read_source(content, name)
    return str(caught.value)


# The demo's page, in each of its files


@pytest.mark.parametrize("name", ["page.txt", "page.pdf", "page.docx"])
def test_the_demo_page_reads_the_same_from_every_file(name):
    labels = json.loads((DEMO / "page.json").read_text(encoding="utf-8"))

    source = read_source((DEMO / name).read_bytes(), name)
    page = read_page(source.text, week=Week.parse(labels["week"]), today=date(2026, 11, 23))

    kept = [{key: item[key] for key in CONTRACT} for item in as_json(page)["items"]]
    assert kept == [{key: item[key] for key in CONTRACT} for item in labels["items"]]
    assert [leftover.text for leftover in page.leftovers] == ["一周动态"]


def test_the_demo_pictures_stand_at_their_captions():
    source = read_source((DEMO / "page.docx").read_bytes(), "page.docx")

    below = [source.text[picture.at :].partition("\n")[0][:12] for picture in source.pictures]
    assert below == ["11月11日，澜州禾漪饮", "入秋以来，三河口镇金梭村"]
    assert [picture.name for picture in source.pictures] == ["1.jpg", "2.jpg"]


def test_the_demo_files_are_small():
    assert sum((DEMO / name).stat().st_size for name in ("page.pdf", "page.docx")) < 600_000


# Plain text


@pytest.mark.parametrize("written", WRITTEN)
def test_plain_text_is_read_however_it_was_written(written):
    assert read_source(PAGE.encode(written), "page.txt") == Source(PAGE, "page.txt")


@given(st.text(EVERYDAY + "，。、“”（）0123456789 ", min_size=12).filter(str.strip), st.sampled_from(WRITTEN))
def test_random_text_comes_back(text, written):
    text = f"云汀新区召开会议{text}"
    assert read_source(text.encode(written)).text == text


@given(st.text(st.characters(categories=["L", "N", "P"]), min_size=1), st.sampled_from(["utf-8-sig", "utf-16"]))
def test_marked_text_comes_back_whatever_it_says(text, written):
    text = f"{text}　"
    try:
        assert len(read_source(text.encode(written)).text) == len(text)
    except Unreadable:
        pytest.fail("letters are text")


def test_a_single_everyday_word_in_gbk_is_no_cyrillic():
    assert read_source("一周新闻".encode("gbk")).text == "一周新闻"


def test_rare_characters_of_names_are_kept():
    name = "鄢屺川、仉若蘅、禤伯言、𬭚、𠮷"
    for written in ("utf-8", "gb18030", "utf-16"):
        assert read_source(f"区领导{name}出席会议并讲话".encode(written)).text.count(name) == 1


def test_line_ends_become_one_kind():
    assert read_source("一\r\n二\r三\u2028四\f五".encode()).text == "一\n二\n三\n四\n五"


def test_what_the_database_cannot_keep_is_left_out():
    assert read_source("一周\0动态\ufeff，\x1a部署重点任务".encode() + "。".encode() * 80).text.startswith(
        "一周动态，部署"
    )


def test_radicals_become_characters_and_nothing_else_changes():
    text = "⼀周动态⻓期，（⻔）①Ａ１㈠﹙"
    assert read_source(text.encode()).text == "一周动态长期，（门）①Ａ１㈠﹙"


def test_the_spaces_of_a_typesetting_system_are_spaces():
    assert read_source(b"\xa3\xa0\xa3\xa0" + "会议要求，各部门抓好落实。".encode("gbk")).text.startswith(
        "\u3000\u3000会议"
    )


# What is refused


@pytest.mark.parametrize("content", [b"", b" \r\n\t ", "　\n　".encode(), b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_file_without_a_word_is_refused(content):
    assert re.match("The file is empty|There is no text in this file", refused(content))


def test_a_text_longer_than_a_page_is_refused():
    assert read_source(("会" * LONGEST_PAGE).encode()).text
    assert "one page at a time" in refused(("会" * (LONGEST_PAGE + 1)).encode())
    assert "one page at a time" in refused(("会" * (LONGEST_PAGE + 1)).encode("gbk"))


def test_a_file_of_too_many_bytes_is_refused():
    assert "larger than 5 MB" in refused("会议".encode() * 900_000)
    assert "larger than 30 MB" in refused(b"%PDF-1.7" + b" " * 30_000_000 + b"%")


@pytest.mark.parametrize("seed", range(5))
def test_noise_is_refused_in_no_time(seed):
    noise = random.Random(seed).randbytes(4_900_000)
    started = time.perf_counter()
    assert "does not look like Chinese" in refused(noise)
    assert time.perf_counter() - started < 1


def test_six_megabytes_of_noise_are_refused():
    assert "larger than 5 MB" in refused(random.Random(1).randbytes(6_000_000), "page.txt")


def test_control_codes_are_no_text():
    assert "does not look like Chinese" in refused(bytes(range(1, 32)) * 20)


def test_another_language_in_its_own_code_is_no_text():
    assert "does not look like Chinese" in refused("Совещание прошло в районе".encode("cp1251"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"])
def test_a_picture_is_called_a_picture(kind):
    assert "This is a picture" in refused(files.picture(kind), "page.docx")


def test_a_phones_picture_is_called_a_picture():
    assert "This is a picture" in refused(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "older Word or of WPS"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (rb"{\rtf1\ansi \u19968?}", "Save it as .docx"),
        (b"\n<!DOCTYPE html><p>", "web page"),
        ("\ufeff<html lang=zh>一周动态".encode(), "web page"),
        (b"Rar!\x1a\x07\x01\0" + b"\0" * 90, "compressed folder"),
        (b"PK\x03\x04" + b"\x01" * 90, "Word file is damaged"),
        (files.archive_of({"page.txt": PAGE.encode()}), "compressed folder"),
        (files.archive_of({"xl/workbook.xml": b"<x/>"}), "spreadsheet"),
        (files.archive_of({"ppt/presentation.xml": b"<x/>"}), "slides"),
        (files.archive_of({"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"}), "Save it as .docx"),
    ],
    ids=["doc", "locked", "rtf", "html", "html-marked", "rar", "zip-broken", "zip", "xlsx", "pptx", "odt"],
)
def test_other_kinds_are_told_what_to_do(content, sentence):
    assert sentence in refused(content, "page.docx")


def test_the_name_tells_only_what_the_content_does_not():
    noise = random.Random(7).randbytes(5_000)
    assert "This PDF is damaged" in refused(noise, "第3版.PDF")
    assert "This Word file is damaged" in refused(noise, "第3版.docx")
    assert read_source(PAGE.encode(), "page.pdf").text == PAGE
    assert read_source((DEMO / "page.docx").read_bytes(), "page.txt").pictures


def test_refusals_speak_the_language_of_the_page():
    with translation.override("zh-hans"), pytest.raises(Unreadable, match="图片"):
        read_source(files.picture())


def test_a_text_about_a_car_is_no_picture():
    assert read_source("BMW新能源汽车落户经开区，一期投产".encode()).text.startswith("BMW")


# Promises for any bytes

HEADS = [
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rtf",
]


@settings(max_examples=300, deadline=5000)
@given(st.sampled_from(HEADS), st.binary(max_size=4000), st.sampled_from(["", "a.pdf", "a.docx", "a.txt"]))
def test_any_bytes_are_read_or_refused(head, tail, name):
    try:
        source = read_source(head + tail, name)
    except Unreadable as refusal:
        assert str(refusal)
    else:
        assert "\0" not in source.text
        source.text.encode()


@settings(max_examples=60, deadline=5000)
@given(st.sampled_from(["page.pdf", "page.docx"]), st.randoms(use_true_random=False))
def test_a_damaged_file_is_read_or_refused(name, chance):
    content = bytearray((DEMO / name).read_bytes())
    for _ in range(chance.randint(1, 40)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if chance.random() < 0.5:
        del content[chance.randrange(len(content)) :]
    try:
        read_source(bytes(content), name).text.encode()
    except Unreadable as refusal:
        assert str(refusal)
