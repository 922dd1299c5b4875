"""Word files: paragraphs and lines, tables, pictures at their captions, and files made to do harm."""

import io
import time
import zipfile

import pytest
from docx import Document

from articles.reading.sources import read_source
from articles.reading.sources.word import MOST_PICTURES
from tests.articles.reading import source_files as files
from tests.articles.reading.source_files import docx_of, saved, with_part
from tests.articles.reading.test_sources import refused

DAMAGED, TOO_LARGE = "Word file is damaged", "far more than a page"


def below(content: bytes) -> list[str]:
    source = read_source(content, "page.docx")
    return [source.text[picture.at :].partition("\n")[0] for picture in source.pictures]


def with_body(xml: str) -> bytes:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return with_part(
        docx_of("原文"),
        "word/document.xml",
        f'<w:document xmlns:w="{name}"><w:body>{xml}</w:body></w:document>'.encode(),
    )


# The text


def test_paragraphs_stand_apart_and_lines_in_them_stay():
    assert read_source(docx_of("一周动态", "第一行\n第二行", "", "　　会议要求")).text == (
        "一周动态\n\n第一行\n第二行\n\n　　会议要求"
    )


def test_the_cells_of_a_table_are_paragraphs():
    document = Document()
    table = document.add_table(2, 2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"第{number + 1}格"

    assert read_source(saved(document)).text == "第1格\n\n第2格\n\n第3格\n\n第4格"


def test_what_was_struck_out_under_review_is_gone_and_what_was_put_in_stands():
    content = with_body(
        "<w:p><w:r><w:t>会议</w:t></w:r><w:del><w:r><w:delText>取消</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>召开</w:t></w:r></w:ins></w:p>"
    )
    assert read_source(content).text == "会议召开"


# Pictures


def test_a_picture_stands_at_the_line_below_it():
    red, blue = files.picture(colour="red"), files.picture("PNG", "blue")
    source = read_source(docx_of("一周动态", red, "图为村民散步。庄晚晴 摄", "会议要求", blue, "", "图为生产线。"))

    assert [picture.content for picture in source.pictures] == [red, blue]
    assert [picture.name for picture in source.pictures] == ["1.jpg", "2.png"]
    assert [source.text[picture.at :][:4] for picture in source.pictures] == ["图为村民", "图为生产"]


def test_pictures_side_by_side_share_their_line():
    assert below(docx_of(files.picture(), files.picture(colour="blue"), "图为村民散步。")) == ["图为村民散步。"] * 2


def test_a_picture_below_everything_stands_at_the_end():
    source = read_source(docx_of("一周动态", files.picture()))
    assert [picture.at for picture in source.pictures] == [len(source.text)]


def test_a_picture_in_the_middle_of_a_line_stands_at_what_follows():
    document = Document()
    paragraph = document.add_paragraph("会议要求")
    paragraph.add_run().add_picture(io.BytesIO(files.picture()))
    paragraph.add_run("图为会场。")

    assert below(saved(document)) == ["图为会场。"]


def test_words_own_drawings_and_lost_pictures_are_passed_over():
    content = docx_of(files.picture(), "图为村民散步。")
    assert below(with_part(content, "word/media/image1.jpg", b"\xd7\xcd\xc6\x9a\0\0")) == []
    assert below(with_part(content, "word/_rels/document.xml.rels", no_pictures())) == []


def no_pictures() -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx_of(files.picture()))) as archive:
        rels = archive.read("word/_rels/document.xml.rels")
    return rels.replace(b"media/image1.jpg", b"media/nowhere.jpg")


def test_a_picture_on_another_computer_is_not_fetched():
    rels = no_pictures().replace(b'Target="media/nowhere.jpg"', b'Target="file:///etc/passwd" TargetMode="External"')
    assert below(with_part(docx_of(files.picture(), "图为会场。"), "word/_rels/document.xml.rels", rels)) == []


# Without a text


def test_a_file_of_pictures_alone_is_refused():
    assert "no text in this file" in refused(docx_of(files.picture()))


@pytest.mark.parametrize("kept", [10, 1_000, 20_000])
def test_a_file_cut_off_is_refused(kept):
    assert DAMAGED in refused(docx_of("一周动态")[:kept], "page.docx")


def test_a_file_without_its_document_is_refused():
    assert DAMAGED in refused(files.archive_of({"word/styles.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}))


def test_a_document_that_is_no_xml_is_refused():
    assert DAMAGED in refused(with_part(docx_of("原文"), "word/document.xml", "一周动态".encode()))


# Made to do harm


def test_a_file_that_unpacks_to_gigabytes_is_refused_at_once():
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(250):
            part.write(b" " * 1_000_000)
    started = time.perf_counter()

    assert TOO_LARGE in refused(out.getvalue())
    assert time.perf_counter() - started < 0.5


def test_a_file_that_lies_about_its_size_is_refused():
    content = bytearray(with_part(docx_of("原文"), "word/document.xml", b" " * 20_000_000))
    true = (20_000_000).to_bytes(4, "little")
    while (at := content.find(true)) >= 0:
        content[at : at + 4] = (900).to_bytes(4, "little")

    assert DAMAGED in refused(bytes(content))


def test_entities_that_multiply_are_refused():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "会"><!ENTITY a "会">{entities}]><x>&a11;</x>'
    for written in ("utf-8", "utf-16"):
        assert DAMAGED in refused(with_part(docx_of("原文"), "word/document.xml", bomb.encode(written)))


def test_elements_in_one_another_without_end_are_refused():
    assert TOO_LARGE in refused(with_body("<w:p>" * 50_000 + "</w:p>" * 50_000))


def test_elements_beside_one_another_without_end_are_refused():
    assert TOO_LARGE in refused(with_body("<w:p/>" * 300_000))


def test_one_picture_shown_a_thousand_times_is_refused():
    document = Document()
    for _ in range(MOST_PICTURES + 1):
        document.add_picture(io.BytesIO(files.picture()))

    assert TOO_LARGE in refused(saved(document))


def test_packing_that_word_does_not_know_is_refused():
    for packing in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert DAMAGED in refused(with_part(docx_of("原文"), "word/x.bin", b"x" * 99, packing))


@pytest.mark.whole
def test_the_largest_that_is_taken_is_taken_in_time():
    started = time.perf_counter()
    run = "<w:r><w:rPr><w:b/></w:rPr><w:t>会议</w:t></w:r>"
    assert len(read_source(with_body(f"<w:p>{run * 25}</w:p>" * 1_000)).text) > 50_000
    assert time.perf_counter() - started < 20
