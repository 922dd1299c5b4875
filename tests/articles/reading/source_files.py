"""Files as people send them, made on the spot."""

import io
import zipfile
import zlib

from docx import Document
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

# (text, left, height above the foot[, size])
Placed = tuple


def pdf_of(*pages: list[Placed], password: str | None = None, turned: int = 0, seen_turned: bool = False) -> bytes:
    """The lines in the order they are given, which is the order in the file."""
    out = io.BytesIO()
    encryption = StandardEncryption(password, "owner") if password else None
    canvas = Canvas(out, pagesize=(600, 800), encrypt=encryption)
    for lines in pages:
        canvas.translate(*{0: (0, 0), 90: (600, 0), 180: (600, 800), 270: (0, 800)}[turned])
        canvas.rotate(turned)
        for text, left, height, *size in lines:
            canvas.setFont(FONT, size[0] if size else 10)
            canvas.drawString(left, height, text)
        canvas.setPageRotation(0 if seen_turned else turned)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def column(lines: list[str], left: float, top: float = 700, step: float = 15) -> list[Placed]:
    return [(line, left, top - step * number) for number, line in enumerate(lines)]


def pdf_drawing(commands: bytes) -> bytes:
    """A page written by hand, however long its commands are."""
    packed = zlib.compress(commands, 9)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    # Without a table of places, which pdfium makes up for.
    return (
        b"%PDF-1.4\n"
        + b"".join(b"%d 0 obj%sendobj\n" % part for part in enumerate(parts, 1))
        + (b"trailer<</Size 6/Root 1 0 R>>")
    )


def scanned_pdf() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 300), "grey").save(out, "PDF")
    return out.getvalue()


def picture(kind: str = "JPEG", colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 10), colour).save(out, kind)
    return out.getvalue()


def docx_of(*parts: str | bytes) -> bytes:
    """A paragraph for each text, a picture for each bytes."""
    document = Document()
    for part in parts:
        if isinstance(part, bytes):
            document.add_picture(io.BytesIO(part))
        else:
            document.add_paragraph(part)
    return saved(document)


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive_of(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_part(docx: bytes, name: str, content: bytes, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        files = {other: archive.read(other) for other in archive.namelist()}
    return archive_of({**files, name: content}, packing)
