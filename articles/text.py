"""A story's body: plain text, one paragraph a line; a line that starts with ## is a subhead. Plain values only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from people.names import without_marks

SUBHEAD = "## "
# Word, web pages and typewriter habits indent with these; layout indents, text does not.
INDENT = " \t\u00a0\u3000"
SENTENCE = re.compile(r"[^。！？]*[。！？]*[”’」』）]*")

# With the units that make 11月15日上午9时 one thing.
NUMBER = re.compile("[0-9０-９](?:[0-9０-９.．:：%％年月日时分点—至-]|上午|下午)*")

# What no page shows and XML cannot hold; Word and old typesetting machines leave such characters in a paste.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

# 区领导甲、乙参加督导 at the end of a sentence says who came, not what happened.
LEADERS = re.compile(r"[，；]区领导[^。]*。$")
LONGEST_FACT = 120  # characters
LONGEST_BODY = 60_000  # characters, as many as are read of a page; a story has some thousands


@dataclass(frozen=True)
class Paragraph:
    number: int  # 1 for the first; subheads are not counted
    text: str
    is_subhead: bool = False


def tidy(body: str) -> str:
    """The body as it is stored: no indents, no empty lines, no marks that nobody sees, Unix line ends."""
    lines = (line.strip(INDENT) for line in without_marks(body).replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def printable(text: str) -> str:
    return CONTROL.sub("", text)


def paragraphs(body: str) -> Iterator[Paragraph]:
    number = 0
    for line in filter(None, body.split("\n")):
        if line.startswith(SUBHEAD):
            yield Paragraph(number, line.removeprefix(SUBHEAD).strip(), is_subhead=True)
        else:
            number += 1
            yield Paragraph(number, line)


def fact(body: str) -> str:
    """The first sentence without its list of leaders, and no longer than a list can carry."""
    sentence = LEADERS.sub("。", first_sentence(body))
    return sentence if len(sentence) <= LONGEST_FACT else f"{sentence[: LONGEST_FACT - 1]}…"


def first_sentence(body: str) -> str:
    for paragraph in paragraphs(body):
        if not paragraph.is_subhead:
            return next(SENTENCE.finditer(paragraph.text))[0]
    return ""
