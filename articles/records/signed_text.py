"""The text of a snapshot as it was signed, in words: read from the record, not from what stands there today."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from ..models import Article, Attendance, Flag, Photo
from ..values import body_text
from ..values.bylines import credit_line, photo_credit
from .in_words import HASH, Taken, Words, column, is_blank, label, rows_of

# What stands elsewhere on the sheet, or in the text itself.
TITLES = frozenset({"kicker", "headline", "deck"})
DAYS = frozenset({"happened_on", "happened_until", "part_of_day"})
SET_APART = TITLES | DAYS | {"genre", "body", "responsible_editor"}


@dataclass(frozen=True)
class Picture:
    caption: str
    credit: str
    alt_text: str
    after_paragraph: int
    file: str


class SignedText:
    def __init__(self, taken: Taken, words: Words):
        self._taken, self._words = taken, words

    @property
    def is_erased(self) -> bool:
        """The law may ask that a text is forgotten; that it was passed stays on record."""
        return not self._taken

    @property
    def kicker(self) -> str:
        return self._taken.get("kicker") or ""

    @property
    def headline(self) -> str:
        return self._taken.get("headline") or ""

    @property
    def deck(self) -> str:
        return self._taken.get("deck") or ""

    @property
    def byline(self) -> str:
        return credit_line(_names(self._taken))

    @property
    def responsible_editor(self) -> str:
        return self._taken.get("responsible_editor") or ""

    @property
    def paragraphs(self) -> list[body_text.Paragraph]:
        return list(body_text.paragraphs(self._taken.get("body") or ""))

    @property
    def length(self) -> int:
        """Characters of the body, punctuation counted and white space not, as newsrooms count a story."""
        return sum(len("".join(paragraph.text.split())) for paragraph in self.paragraphs)

    @property
    def pictures(self) -> list[Picture]:
        return [_picture(row, self._words) for row in self._taken.get("placements") or ()]

    @property
    def present(self) -> list[str]:
        rows = self._taken.get("attendances") or ()
        columns = ("name", "post", "organisation", "verbs")
        return [" ".join(filter(None, (self._say(Attendance, row, name) for name in columns))) for row in rows]

    @property
    def facts(self) -> Iterator[tuple[str, str]]:
        """All else that the signature covers: what it is called, and what it says."""
        for name in Article.SIGNED.fields:
            if name not in SET_APART and (said := self._say(Article, self._taken, name)):
                yield label(Article, name), said
        for name in Article.SIGNED.links:
            register = rows_of(Article, name)
            if keys := self._words.in_register_order(register, self._taken.get(name) or ()):
                yield label(Article, name), _joined(self._words.entry(register, key) for key in keys)
        for row in self._taken.get("flag_rounds") or ():
            flags = _joined(
                f"{self._say(Flag, flag, 'township')} {self._say(Flag, flag, 'colour')}"
                for flag in row.get("flags", ())
            )
            yield row.get("subject") or "", " ".join(filter(None, [row.get("reason"), flags]))

    def _flag(self, flag: Taken) -> str:
        return f"{self._say(Flag, flag, 'township')} {self._say(Flag, flag, 'colour')}"

    def _say(self, model: type, row: Taken, name: str) -> str:
        value = row.get(name)
        return "" if is_blank(value) else self._words.of(column(model, name), value)


def _picture(row: Taken, words: Words) -> Picture:
    photo = row.get("photo") or {}
    file = words.of(column(Photo, HASH), photo.get(HASH))
    alt_text = row.get("alt_text") or photo.get("alt_text") or ""
    return Picture(
        row.get("caption") or "", photo_credit(_names(photo)), alt_text, row.get("after_paragraph") or 0, file
    )


def _names(taken: Taken) -> list[tuple[Any, Any]]:
    return [(credit.get("role"), credit.get("name_as_printed")) for credit in taken.get("credits") or ()]


def _joined(words) -> str:
    return pgettext("between items of a list", ", ").join(words)
