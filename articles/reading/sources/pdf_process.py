"""A program of its own: a PDF on stdin, the places of its characters on stdout, as JSON.

pdfium is C++ that keeps state for its whole process: two threads crash it, and two hundred kilobytes made for the
purpose keep it busy for minutes and in gigabytes. So it works here, within limits, and nothing but this ends.
It imports nothing of ours, so that it starts quickly.
"""

import ctypes
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from math import pi
from typing import Any

MOST_SECONDS = 15
MOST_MEMORY = 1_500_000_000
# What pdfium says for a character whose font does not tell which it is.
UNMAPPED = (0, 0xFFFD, 0xFFFE, 0xFFFF)

Placed = tuple[str, float, float, float, float, bool]  # the fields of pieces.Glyph


def limit() -> None:
    with suppress(ImportError, OSError, ValueError):  # not every system can
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def read(content: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(content)
        if len(document) > most_pages:
            return {"refused": "pages"}
        pages, count = [], 0
        for number in range(len(document)):
            with closing(document[number]) as page, closing(page.get_textpage()) as characters:
                count += characters.count_chars()
                if count > most_characters:
                    return {"refused": "long"}
                pages.append(list(placed(raw, characters.raw, characters.count_chars())))
        return {"pages": pages}
    except pypdfium2.PdfiumError as error:
        return {"refused": "locked" if error.err_code == raw.FPDF_ERR_PASSWORD else "damaged"}


def placed(raw: Any, handle: Any, count: int) -> Iterator[Placed]:
    """In the file's order. Line ends that pdfium has added are left out: places tell better."""
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    turned, spaced = quarter(raw, handle, count), False
    for at in range(count):
        code = raw.FPDFText_GetUnicode(handle, at)
        if raw.FPDFText_IsGenerated(handle, at) == 1:
            spaced = code == 32  # it has no place of its own
            continue
        if code in (10, 13) or not raw.FPDFText_GetLooseCharBox(handle, at, box):
            continue
        raw.FPDFText_GetCharOrigin(handle, at, x, y)
        text = "" if code in UNMAPPED else "-" if code == 2 else chr(code)  # 2: a hyphen at a line's end
        yield (text, *upright(box, x.value, y.value, turned), spaced)
        spaced = False


def quarter(raw: Any, handle: Any, count: int) -> int:
    """How many quarter turns to the left most of the text has made: a page may lie on its side."""
    # pdfium counts turns to the right, and answers -1 for a character that it has added.
    angles = [angle for at in range(count) if (angle := raw.FPDFText_GetCharAngle(handle, at)) >= 0]
    return Counter(round(-2 * angle / pi) % 4 for angle in angles).most_common(1)[0][0] if angles else 0


def upright(box: Any, x: float, y: float, turned: int) -> tuple[float, float, float, float]:
    """Left and right, the height of the font, and the height the line stands at, as it is read."""
    match turned:
        case 1:
            return box.bottom, box.top, box.right - box.left, -x
        case 2:
            return -box.right, -box.left, box.top - box.bottom, -y
        case 3:
            return -box.top, -box.bottom, box.right - box.left, x
    return box.left, box.right, box.top - box.bottom, y


if __name__ == "__main__":
    limit()
    json.dump(read(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
