"""A PDF's characters with their places, taken from pdfium; what they mean is told in print_order.py."""

import ctypes
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from math import pi

import pypdfium2
from django.utils.translation import gettext as _
from pypdfium2 import raw

from ..page import LONGEST_PAGE
from .kinds import Kind
from .pieces import Glyph, pieces_of
from .print_order import text_of_pieces
from .refusals import refusal
from .source import Unreadable

MOST_PAGES = 8
# pdfium keeps state for the whole process, and two threads in it crash the process.
PDFIUM = threading.Lock()
# More than so many in a hundred characters without a meaning, and the fonts tell nothing.
MOST_UNMAPPED = 0.2
# What pdfium says for a character whose font does not tell which it is.
UNMAPPED = (0, 0xFFFD, 0xFFFE, 0xFFFF)


def text_of(content: bytes) -> str:
    """The pages one after the other, with a blank line between blocks. Raises Unreadable."""
    try:
        with PDFIUM, closing(pypdfium2.PdfDocument(content)) as document:
            pages = list(_pages(document))
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Unreadable(
                _("This PDF is locked with a password. Ask for one without, or open it, copy its text and paste that.")
            ) from None
        raise refusal(Kind.PDF) from None
    return "\n\n".join(filter(None, (text_of_pieces(pieces_of(glyphs)) for glyphs in pages)))


def _pages(document: pypdfium2.PdfDocument) -> Iterator[list[Glyph]]:
    if len(document) > MOST_PAGES:
        raise Unreadable(
            _("This PDF has more than %(count)d pages. Save the page that you need as a PDF of its own.")
            % {"count": MOST_PAGES}
        )
    counted, unmapped = 0, 0
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as characters:
            counted += characters.count_chars()
            if counted > 2 * LONGEST_PAGE:
                raise Unreadable(
                    _("The text is longer than %(count)d characters. Import one page at a time.")
                    % {"count": LONGEST_PAGE}
                )
            glyphs = list(_glyphs(characters))
        unmapped += sum(glyph.text == "" for glyph in glyphs)
        yield [glyph for glyph in glyphs if glyph.text]
    if not counted:
        raise Unreadable(
            _("There is no text in this PDF, only pictures of it: a scan, perhaps. Find the text and paste it.")
        )
    if unmapped > counted * MOST_UNMAPPED:
        raise Unreadable(_("The fonts of this PDF hide which characters they show. Find the text and paste it."))


def _glyphs(characters: pypdfium2.PdfTextPage) -> Iterator[Glyph]:
    """In the file's order. Line ends that pdfium has added are left out: places tell better."""
    handle = characters.raw
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    count, spaced = characters.count_chars(), False
    quarter = _quarter(handle, count)
    for at in range(count):
        code = raw.FPDFText_GetUnicode(handle, at)
        if raw.FPDFText_IsGenerated(handle, at) == 1:
            spaced = code == 32  # it has no place of its own
            continue
        if code in (10, 13) or not raw.FPDFText_GetLooseCharBox(handle, at, box):
            continue
        raw.FPDFText_GetCharOrigin(handle, at, x, y)
        text = "" if code in UNMAPPED else "-" if code == 2 else chr(code)  # 2: a hyphen at a line's end
        yield Glyph(text, *_upright(box, x.value, y.value, quarter), spaced)
        spaced = False


def _quarter(handle: raw.FPDF_TEXTPAGE, count: int) -> int:
    """How many quarter turns to the left most of the text has made: a page may lie on its side."""
    # pdfium counts turns to the right, and answers -1 for a character that it has added.
    angles = [angle for at in range(count) if (angle := raw.FPDFText_GetCharAngle(handle, at)) >= 0]
    return Counter(round(-2 * angle / pi) % 4 for angle in angles).most_common(1)[0][0] if angles else 0


def _upright(box: raw.FS_RECTF, x: float, y: float, quarter: int) -> tuple[float, float, float, float]:
    """Left and right, the height of the font, and the height the line stands at, as it is read."""
    match quarter:
        case 1:
            return box.bottom, box.top, box.right - box.left, -x
        case 2:
            return -box.right, -box.left, box.top - box.bottom, -y
        case 3:
            return -box.top, -box.bottom, box.right - box.left, x
    return box.left, box.right, box.top - box.bottom, y
