"""Plain text in whatever way its computer wrote it: UTF-8, UTF-16, GB18030 and with it GBK."""

import codecs
import re
import unicodedata
from collections.abc import Iterator

from .kinds import Kind
from .refusals import refusal

MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The 3,755 characters of GB 2312's first level make up nearly all of any Chinese text, and a fifth of what wrongly
# decoded bytes give.
FIRST_LEVEL = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
COMMON = set(FIRST_LEVEL.decode("gb2312", "ignore"))  # the last five places are empty
EXPECTED = COMMON | set(map(chr, range(0x20, 0x7F))) | set(map(chr, range(0x2010, 0x2040)))
EXPECTED |= set(map(chr, range(0x3000, 0x3020))) | set(map(chr, range(0xFF00, 0xFF60))) | set("·×℃①②③④⑤⑥⑦⑧⑨⑩\ue5e5")
SAMPLE = 60_000
# Stray codes and print's private characters occur in a text, one in twenty at most.
MOST_NOISE = 0.05
LEAST_CHINESE = 0.55  # traditional characters leave about so many


def decode(content: bytes) -> str:
    """Raises Unreadable when the bytes are no text."""
    text = _marked(content)
    if text is None:
        text = _unmarked(content)
    if text is None or _noise(text) > MOST_NOISE:
        raise refusal(Kind.TEXT)
    return text


def _marked(content: bytes) -> str | None:
    for mark, encoding in MARKED:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    return None


def _unmarked(content: bytes) -> str | None:
    """UTF-8 proves itself; the others accept nearly anything, so the one that reads as Chinese is taken."""
    sample = content[:SAMPLE]
    zeros = (
        sample.count(0) > len(sample) * MOST_NOISE
    )  # sound UTF-8 too, but what UTF-16 makes of figures and line ends
    text = None if zeros else _decoded(content, "utf-8")
    if text is not None and not _is_accidental(text):
        return text
    readings = sorted(_readings(content), key=lambda reading: -reading[0])
    if readings and readings[0][0] >= LEAST_CHINESE:
        return readings[0][1]
    return text


def _readings(content: bytes) -> Iterator[tuple[float, str]]:
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        text = _decoded(content, encoding)
        if text is not None:
            yield _chinese(text), text


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_accidental(text: str) -> bool:
    """A few GBK characters may happen to be sound UTF-8, of Greek, Cyrillic or Arabic letters."""
    seen = _seen(text)
    return bool(seen) and sum("\x80" <= char < "\u0800" and char not in EXPECTED for char in seen) > len(seen) / 4


def _chinese(text: str) -> float:
    seen = _seen(text)
    return sum(char in EXPECTED for char in seen) / len(seen) if seen else 0.0


def _noise(text: str) -> float:
    """The share of what no keyboard and no print shop writes: control codes, characters that mean nothing."""
    seen = _seen(text)
    odd = sum(char not in EXPECTED and unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") for char in seen)
    return odd / len(seen) if seen else 0.0


def _seen(text: str) -> str:
    return re.sub(r"\s", "", text[:SAMPLE])
