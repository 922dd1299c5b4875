"""Lines of a page that remember where they stood, and text without the printer's spaces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Nothing to see, but str.strip leaves them.
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
SPACES = re.compile(rf"[\s{INVISIBLE}]+")
# A sentence ends here, perhaps with production codes such as ② or ③2 behind it.
CODES = r"[①-⑳⓪❶-❿㈠-㈩][0-9①-⑳]{0,2}"
ENDED = re.compile(rf"[。！？!?…][”’」』）)】\"]{{0,3}}\s{{0,3}}(?:{CODES})?$")
TRAILING_CODE = re.compile(rf"(?<=[。！？”）])\s{{0,3}}(?:{CODES})$")
LEADING_CODE = re.compile(rf"^(?:{CODES})(?=\s|本报|记者|通讯员|摄)")
INDENT = "\u3000"


@dataclass(frozen=True)
class Line:
    """A stripped line, or the part of one that belongs to one item."""

    start: int  # in the page
    end: int
    text: str
    block: int  # lines without a blank line between them share it
    width: float  # of the whole printed line, in full-width characters
    indented: bool = False


def lines_of(page: str) -> list[Line]:
    found: list[Line] = []
    block, last_end = 0, 0
    for match in LINE.finditer(page):
        raw = match[0]
        text = raw.strip().strip(INVISIBLE).strip()
        if not text:
            if raw.strip():  # only invisible characters: they still belong somewhere
                found.append(Line(match.start(), match.end(), "", block, 0))
            continue
        start = match.start() + raw.index(text)
        if page.count("\n", last_end, start) + page.count("\r", last_end, start) > _single(page, last_end, start):
            block += 1
        lead = raw[: raw.index(text)]
        indented = lead.count(INDENT) >= 2 or (lead.count(INDENT) == 1 and len(lead) >= 3) or lead.count(" ") >= 2
        last_end = match.end()
        found.append(Line(match.start(), match.end(), text, block, width(text) + 2 * indented, indented))
    return found


def _single(page: str, start: int, end: int) -> int:
    """How many line-end characters one line end is written with here."""
    return 2 if "\r\n" in page[start:end] else 1


def width(text: str) -> float:
    wide = sum(1 for char in text if char >= "\u2000")
    return wide + (len(text) - wide) / 2


def has_ended(text: str) -> bool:
    return bool(ENDED.search(text[-12:]))


def squeeze(text: str, *, keep_pauses: bool = False) -> str:
    """Without spaces that print put between Chinese characters; words of Latin letters stay apart.

    A headline may hold a pause between two clauses: that space is kept.
    """
    parts = SPACES.split(text)
    joined = ""
    for part in parts:
        if joined and part and _parted(joined, part, keep_pauses=keep_pauses):
            joined += " "
        joined += part
    return joined


def _parted(before: str, after: str, *, keep_pauses: bool) -> bool:
    if _is_latin(before[-1]) and _is_latin(after[0]):
        return not (before[-1].isdigit() and after[0].isdigit())
    return keep_pauses and len(before) >= 4 and len(after) >= 4 and not set(before[-1] + after[0]) & set("（）()“”")


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def join_lines(texts: list[str]) -> str:
    return squeeze("\n".join(texts))


def sentences(text: str) -> Iterator[str]:
    for match in re.finditer(r"[^。！？]*[。！？]*[”’」』）]*", text):
        if match[0]:
            yield match[0]


def spans_of(lines: list[Line]) -> tuple[tuple[int, int], ...]:
    """Ranges of the page, joined where lines follow one another."""
    spans: list[tuple[int, int]] = []
    for line in sorted(lines, key=lambda line: line.start):
        if spans and line.start - spans[-1][1] <= 0:
            spans[-1] = (spans[-1][0], max(line.end, spans[-1][1]))
        else:
            spans.append((line.start, line.end))
    return tuple(spans)
