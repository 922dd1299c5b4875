"""A Word file's paragraphs and pictures. mammoth reads what Word means; here stands what we refuse beforehand."""

import io
import zipfile
from xml.parsers import expat

import mammoth.docx
from django.utils.translation import gettext as _
from mammoth import documents

from ..page import LONGEST_PAGE
from .cleaning import clean
from .kinds import Kind, is_picture
from .refusals import refusal
from .source import Picture, Unreadable

# A page in Word unpacks to one or two megabytes of XML; mammoth needs some thirty times as much memory for it.
MOST_XML = 12_000_000
MOST_ELEMENTS = 150_000
DEEPEST = 120
MOST_UNPACKED = 120_000_000
MOST_FILES = 2_000
MOST_PICTURES = 40
SOUND_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # Word uses no other; others unpack without measure
BETWEEN_PARAGRAPHS = "\n\n"


def text_and_pictures(content: bytes) -> tuple[str, tuple[Picture, ...]]:
    """Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive)
        document = mammoth.docx.read(io.BytesIO(content)).value
    except Unreadable:
        raise
    except Exception:  # mammoth trusts its file: KeyError, ValueError, BadZipFile, ExpatError, RecursionError…
        raise refusal(Kind.WORD) from None
    gathered = _Gathered()
    gathered.take(document)
    return gathered.finished()


# What is refused before it costs memory


def _check(archive: zipfile.ZipFile) -> None:
    files = archive.infolist()
    if any(file.flag_bits & 1 for file in files):
        raise refusal(Kind.LOCKED_OFFICE)
    if any(file.compress_type not in SOUND_PACKING for file in files):
        raise refusal(Kind.WORD)
    xml = [file for file in files if file.filename.lower().endswith((".xml", ".rels"))]
    # Sizes may be lies, but no more than the size that is told is ever unpacked.
    too_much = sum(file.file_size for file in files) > MOST_UNPACKED or len(files) > MOST_FILES
    if too_much or sum(file.file_size for file in xml) > MOST_XML:
        raise _too_large()
    measure = _Measure()
    for file in xml:
        with archive.open(file) as part:
            measure.take(part.read())


class _Measure:
    """Counts what a parser would build, in a parser that builds nothing."""

    def __init__(self) -> None:
        self.elements = 0
        self.depth = 0

    def take(self, xml: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        self.depth = 0
        parser.Parse(xml, True)

    def _doctype(self, *_parts: object) -> None:
        raise refusal(Kind.WORD)  # Word writes none; it is how a few bytes become gigabytes

    def _start(self, *_parts: object) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS or self.depth > DEEPEST:
            raise _too_large()

    def _end(self, *_parts: object) -> None:
        self.depth -= 1


def _too_large() -> Unreadable:
    return Unreadable(_("This Word file holds far more than a page. Copy the page into a new file, or paste its text."))


# What is taken


class _Gathered:
    def __init__(self) -> None:
        self.text = ""
        self.line = ""  # of the paragraph that is being taken
        self.pictures: list[Picture] = []
        self.waiting: list[bytes] = []  # pictures above the next line
        self.taken = 0

    def take(self, element: documents.Element) -> None:
        match element:
            case documents.Text():
                self._write(element.value)
            case documents.Tab():
                self._write("\t")
            case documents.Break(break_type="line"):
                self.line += "\n"
            case documents.Break():
                self._end_paragraph()
            case documents.Image():
                self._picture(element)
            case documents.Paragraph():
                self._end_paragraph()
                self._children(element)
                self._end_paragraph()
            case documents.HasChildren():
                self._children(element)

    def finished(self) -> tuple[str, tuple[Picture, ...]]:
        self._end_paragraph()
        self._place(len(self.text))
        return self.text, tuple(self.pictures)

    def _children(self, element: documents.HasChildren) -> None:
        for child in element.children:
            self.take(child)

    def _write(self, text: str) -> None:
        text = clean(text).replace("\n", " ")
        if text.strip() and self.waiting:
            if self.line.strip() and not self.line.endswith("\n"):
                self.line += "\n"  # a picture in the middle of a line: what follows is the line below it
            self._place(self._here())
        self.line += text

    def _here(self) -> int:
        if not self.line.strip():
            self.line = ""
        return len(self.text) + (len(BETWEEN_PARAGRAPHS) if self.text else 0) + len(self.line)

    def _end_paragraph(self) -> None:
        line = self.line.rstrip()
        self.line = ""
        if line.strip():
            self.text += (BETWEEN_PARAGRAPHS if self.text else "") + line
        if len(self.text) > 2 * LONGEST_PAGE:
            raise _too_large()

    def _picture(self, image: documents.Image) -> None:
        try:
            with image.open() as file:
                content = file.read()
        except Exception:  # linked from somewhere else, lost, or damaged: the text is still worth having
            return
        if not is_picture(content):  # EMF and WMF are drawings of Word's own
            return
        self.taken += len(content)
        if len(self.pictures) + len(self.waiting) >= MOST_PICTURES or self.taken > MOST_UNPACKED:
            raise _too_large()
        self.waiting.append(content)

    def _place(self, at: int) -> None:
        for content in self.waiting:
            self.pictures.append(Picture(content, f"{len(self.pictures) + 1}.{_ending(content)}", at))
        self.waiting = []


def _ending(content: bytes) -> str:
    return "jpg" if content[:2] == b"\xff\xd8" else "png" if content[1:4] == b"PNG" else "picture"
