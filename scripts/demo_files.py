"""Make the demo's page once more as a PDF with columns and as a Word file, from newsroom/demo/page.txt.

`make demo-files` after a change of the page or of its pictures: it needs Chromium and fonts-wqy-microhei, since what
Chromium keeps of other Chinese fonts is six times as large.
"""

import base64
import io
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

from articles.reading import Item, read_page
from articles.values.weeks import Week

DEMO = Path(__file__).resolve().parent.parent / "newsroom" / "demo"
# In the order of the page's photos.
PICTURES = ("smart-factory.jpg", "village-square.jpg")
PICTURE_WIDTH = 480
STYLE = """
@page { size: 390mm 480mm; margin: 12mm }
body { font: 9.8pt/1.5 "WenQuanYi Micro Hei", "Noto Sans CJK SC"; margin: 0 }
body { columns: 2; column-gap: 10mm; column-rule: .3pt solid }
h1 { font-size: 24pt; font-weight: normal; line-height: 1.5; margin: 0 0 4mm; border-bottom: 1pt solid }
h1 { column-span: all }
article { display: grid; break-inside: avoid; margin-bottom: 5mm }
/* As on the paper: the headline stands above its text, and behind it in the file. */
.titles { grid-row: 1; text-align: center; white-space: pre; margin-bottom: 2mm }
.kicker { font-size: 11pt }
.headline { font-size: 17pt; line-height: 1.35 }
.text { grid-row: 2; display: flex; justify-content: center; gap: 6mm }
p { white-space: pre; margin: 0 0 1em }
img { width: 120mm; display: block; margin-bottom: 2mm }
"""


def small_pictures() -> list[bytes]:
    from PIL import Image

    found = []
    for name in PICTURES:
        with Image.open(DEMO / "pictures" / name) as picture:
            picture.thumbnail((PICTURE_WIDTH, PICTURE_WIDTH))
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=70, optimize=True)
        found.append(out.getvalue())
    return found


# The PDF


def columns_of(text: str) -> list[list[str]]:
    """Blocks by column: a block that opens in the middle of a sentence stands at a column's head."""
    columns: list[list[str]] = [[]]
    first, *rest = text.strip().split("\n", 1)  # the page broke its column right below a first line
    for block in re.split(r"\n\s*\n", "\n".join([first, *(part.lstrip("\n") for part in rest)])):
        if columns[-1] and not re.search(r"[。！？][”②]?\s*$", columns[-1][-1]):
            columns.append([])
        columns[-1].append(block.strip())
    return columns


def article_html(item: Item, text: str, picture: bytes | None) -> str:
    body, titles = without_titles(item, text)
    if picture:
        image = f'<img src="data:image/jpeg;base64,{base64.b64encode(picture).decode()}">'
        caption = escape(re.sub(r"\n+", "\n", body))
        return f"<article><div>{image}<p>{caption}</p></div></article>"
    columns = "".join(
        f"<div>{''.join(f'<p>{escape(block)}</p>' for block in column)}</div>" for column in columns_of(body)
    )
    lines = "".join(f'<div class="{name}">{escape(line)}</div>' for name, line in titles)
    return f'<article><div class="text">{columns}</div><div class="titles">{lines}</div></article>'


def without_titles(item: Item, text: str) -> tuple[str, list[tuple[str, str]]]:
    titles = [("kicker", item.kicker)] if item.kicker else []
    titles += [("headline", line) for line in item.headline_lines]
    for _name, line in reversed(titles):
        # A shadow under a headline left it in the text twice.
        text = re.sub(rf"(?:{re.escape(line)})+\s*$", "", text)
    return text.strip(), titles


def page_html(name: str, items: list[tuple[Item, str]], pictures: Iterator[bytes]) -> str:
    articles = "".join(
        article_html(item, text, next(pictures) if item.kind == "photo" else None) for item, text in items
    )
    return f'<html lang="zh-Hans"><meta charset="utf-8"><style>{STYLE}</style><h1>{escape(name)}</h1>{articles}'


def print_pdf(html: str, file: Path) -> None:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content(html)
        page.pdf(path=file, prefer_css_page_size=True, print_background=True)
        browser.close()


# The Word file


def write_docx(name: str, items: list[tuple[Item, str]], pictures: Iterator[bytes], file: Path) -> None:
    """As a desk gathers it: headlines first, a paragraph whole, a picture right above its caption."""
    from docx import Document
    from docx.shared import Cm

    document = Document()
    document.core_properties.author = ""
    document.add_heading(name, 0)
    for item, _text in items:
        if item.kind == "photo":
            document.add_picture(io.BytesIO(next(pictures)), width=Cm(12))
            document.add_paragraph(f"{item.caption}{item.credit_as_written}")
            continue
        if item.kicker:
            document.add_heading(item.kicker, 2)
        document.add_heading("\n".join(item.headline_lines), 1)
        for number, paragraph in enumerate(item.paragraphs):
            document.add_paragraph(f"{item.byline_as_written if number == 0 else ''}{paragraph}")
    document.save(str(file))


def main() -> None:
    text = (DEMO / "page.txt").read_text(encoding="utf-8")
    page = read_page(text, week=Week.parse("2026-W46"), today=date(2026, 11, 23))
    items = [(item, text[item.source_spans[0][0] : item.source_spans[-1][1]]) for item in page.items]
    name = page.leftovers[0].text
    print_pdf(page_html(name, items, iter(small_pictures())), DEMO / "page.pdf")
    write_docx(name, items, iter(small_pictures()), DEMO / "page.docx")
    for file in ("page.pdf", "page.docx"):
        print(f"{file}: {(DEMO / file).stat().st_size // 1000} KB", file=sys.stderr)


if __name__ == "__main__":
    main()
