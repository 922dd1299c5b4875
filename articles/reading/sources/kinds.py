"""What kind of file this is, by its first bytes: names lie, above all when a file came by WeChat."""

import io
import zipfile
from enum import Enum


class Kind(Enum):
    TEXT = "text"
    PDF = "pdf"
    WORD = "word"
    OLD_OFFICE = "old office"  # .doc, .wps, .xls, .ppt
    LOCKED_OFFICE = "locked office"
    RICH_TEXT = "rich text"  # .rtf
    OPEN_DOCUMENT = "open document"  # .odt
    TABLE = "table"  # .xlsx
    SLIDES = "slides"  # .pptx
    ARCHIVE = "archive"
    BROKEN_ARCHIVE = "broken archive"  # most often a .docx cut off on its way
    WEB_PAGE = "web page"
    PICTURE = "picture"


PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")
# A phone's pictures are a kind of film.
PHONE_PICTURES = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


def kind_of(content: bytes) -> Kind:
    head = content[:1024]
    if is_picture(content):
        return Kind.PICTURE
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_archive(content)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        return Kind.LOCKED_OFFICE if locked else Kind.OLD_OFFICE
    if head.startswith(ARCHIVES):
        return Kind.ARCHIVE
    if b"%PDF-" in head:  # mail gateways put lines before it
        return Kind.PDF
    opening = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if opening.startswith(b"{\\rtf"):
        return Kind.RICH_TEXT
    if opening.startswith((b"<!doctype html", b"<html")):
        return Kind.WEB_PAGE
    return Kind.TEXT


def is_picture(content: bytes) -> bool:
    return (
        content.startswith(PICTURES)
        or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")
        or (content[:2] == b"BM" and content[6:10] == b"\0\0\0\0")  # 宝马 begins with these letters too
        or (content[4:8] == b"ftyp" and content[8:12] in PHONE_PICTURES)
    )


def _kind_of_archive(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except Exception:  # a broken directory ends in BadZipFile, struct.error, NotImplementedError and more
        return Kind.BROKEN_ARCHIVE
    if any(name.startswith("word/") for name in names):
        return Kind.WORD
    if any(name.startswith("xl/") for name in names):
        return Kind.TABLE
    if any(name.startswith("ppt/") for name in names):
        return Kind.SLIDES
    return Kind.OPEN_DOCUMENT if "mimetype" in names and "content.xml" in names else Kind.ARCHIVE
