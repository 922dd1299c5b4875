"""The sentence for each kind of file that no page is read from: what it is, and what to do instead."""

from django.utils.translation import gettext as _

from .kinds import Kind
from .source import Unreadable


def refusal(kind: Kind) -> Unreadable:
    return Unreadable(_sentence(kind))


def _sentence(kind: Kind) -> str:
    match kind:
        case Kind.OLD_OFFICE:
            return _("This is a file of an older Word or of WPS. Save it as .docx, or paste its text.")
        case Kind.LOCKED_OFFICE:
            return _("This file is locked with a password. Save it without one, or paste its text.")
        case Kind.RICH_TEXT | Kind.OPEN_DOCUMENT:
            return _("This kind of document cannot be read here. Save it as .docx, or paste its text.")
        case Kind.TABLE:
            return _("This is a spreadsheet. Save its text as .docx, or paste it.")
        case Kind.SLIDES:
            return _("These are slides. Save their text as .docx, or paste it.")
        case Kind.ARCHIVE:
            return _("This is a compressed folder. Unpack it and choose the page that is in it.")
        case Kind.BROKEN_ARCHIVE | Kind.WORD:
            return _("This Word file is damaged. Open it in Word or WPS, save it again as .docx, or paste its text.")
        case Kind.WEB_PAGE:
            return _("This is a web page. Open it in a browser, copy its text and paste that.")
        case Kind.PICTURE:
            return _("This is a picture; text cannot be read from pictures. Choose the page's PDF, or paste its text.")
        case Kind.PDF:
            return _("This PDF is damaged. Ask for it once more, or open it, copy its text and paste that.")
        case Kind.TEXT:
            return _(
                "This does not look like Chinese text. Save it as plain text in UTF-8, or open it and paste its text."
            )
