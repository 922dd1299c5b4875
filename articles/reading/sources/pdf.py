"""A PDF to its text: pdf_process.py tells where its characters stand, print_order.py what they say together."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ..page import LONGEST_PAGE
from .kinds import Kind
from .pieces import Glyph, pieces_of
from .print_order import text_of_pieces
from .refusals import refusal
from .source import Unreadable

logger = logging.getLogger(__name__)
MOST_PAGES = 8
PROGRAM = Path(__file__).with_name("pdf_process.py")
MOST_SECONDS = 30  # on the clock; the program itself counts seconds of work
# More than so many in a hundred characters without a meaning, and the fonts tell nothing.
MOST_UNMAPPED = 0.2


def text_of(content: bytes) -> str:
    """The pages one after the other, with a blank line between blocks. Raises Unreadable."""
    answer = _answer(content)
    if "refused" in answer:
        raise _refused(answer["refused"])
    pages = [[Glyph(*glyph) for glyph in page] for page in answer["pages"]]
    count = sum(map(len, pages))
    if not count:
        raise Unreadable(
            _("There is no text in this PDF, only pictures of it: a scan, perhaps. Find the text and paste it.")
        )
    meant = [[glyph for glyph in page if glyph.text] for page in pages]
    if count - sum(map(len, meant)) > count * MOST_UNMAPPED:
        raise Unreadable(_("The fonts of this PDF hide which characters they show. Find the text and paste it."))
    return "\n\n".join(filter(None, (text_of_pieces(pieces_of(glyphs)) for glyphs in meant)))


def _answer(content: bytes) -> dict[str, Any]:
    command = [sys.executable, "-I", str(PROGRAM), str(MOST_PAGES), str(2 * LONGEST_PAGE)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        return {"refused": "endless"}
    if done.returncode:
        # For whoever keeps the site: a limit met, pdfium gone down, or a package that is not installed.
        logger.warning("A PDF was not read (%s): %s", done.returncode, done.stderr.decode(errors="replace")[-600:])
        return {"refused": "endless"}
    return dict(json.loads(done.stdout))


def _refused(reason: str) -> Unreadable:
    match reason:
        case "locked":
            return Unreadable(
                _("This PDF is locked with a password. Ask for one without, or open it, copy its text and paste that.")
            )
        case "pages":
            return Unreadable(
                _("This PDF has more than %(count)d pages. Save the page that you need as a PDF of its own.")
                % {"count": MOST_PAGES}
            )
        case "long":
            return Unreadable(
                _("The text is longer than %(count)d characters. Import one page at a time.") % {"count": LONGEST_PAGE}
            )
        case "endless":
            return Unreadable(_("This PDF holds far more than a page can. Open it, copy its text and paste that."))
    return refusal(Kind.PDF)
