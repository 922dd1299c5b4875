"""A page as it comes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    content: bytes
    name: str
    at: int


@dataclass(frozen=True)
class Source:
    text: str
    name: str = ""
    pictures: tuple[Picture, ...] = ()
