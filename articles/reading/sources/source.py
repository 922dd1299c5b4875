"""What comes out of a file, and the refusal when nothing can."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    content: bytes
    name: str
    at: int  # where in the text the line below it starts: its caption


@dataclass(frozen=True)
class Source:
    text: str
    name: str = ""
    pictures: tuple[Picture, ...] = ()


class Unreadable(ValueError):
    """No page can be read from the file; its text says what is wrong and what to do, for people."""
