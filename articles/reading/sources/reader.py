"""Any file a reporter has at hand: which kind it is, who reads it, what every page's text must be."""

from django.utils.translation import gettext as _

from ..page import LONGEST_PAGE
from . import pdf, plain, word
from .cleaning import clean
from .kinds import Kind, kind_of
from .refusals import refusal
from .source import Picture, Source, Unreadable

MOST_BYTES = {Kind.TEXT: 5_000_000, Kind.PDF: 30_000_000, Kind.WORD: 30_000_000}


def read_source(content: bytes, name: str = "") -> Source:
    """Raises Unreadable, and nothing else, for whatever is no page."""
    if not content.strip():
        raise Unreadable(_("The file is empty. Choose another one."))
    kind = kind_of(content)
    if kind not in MOST_BYTES:
        raise refusal(kind)
    if len(content) > MOST_BYTES[kind]:
        raise Unreadable(
            _("The file is larger than %(size)d MB. One page is enough: save that alone, with smaller pictures.")
            % {"size": MOST_BYTES[kind] // 1_000_000}
        )
    text, pictures = _read(content, kind, name)
    if not text.strip():
        raise Unreadable(_("There is no text in this file. Choose another one, or paste the text."))
    if len(text) > LONGEST_PAGE:
        raise Unreadable(
            _("The text is longer than %(count)d characters. Import one page at a time.") % {"count": LONGEST_PAGE}
        )
    return Source(text, name, pictures)


def _read(content: bytes, kind: Kind, name: str) -> tuple[str, tuple[Picture, ...]]:
    if kind is Kind.PDF:
        return clean(pdf.text_of(content)), ()
    if kind is Kind.WORD:
        return word.text_and_pictures(content)
    try:
        return clean(plain.decode(content)), ()
    except Unreadable:
        # A file cut off at its head, or overwritten: its name still tells what it was meant to be.
        for ending, meant in ((".pdf", Kind.PDF), (".docx", Kind.WORD)):
            if name.lower().endswith(ending):
                raise refusal(meant) from None
        raise
