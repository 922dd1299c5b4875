"""What of a story readers can search, and how a text and what they type are made comparable. Plain values only."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from .body_text import NUMBER

LONGEST_QUERY = 100  # characters
MOST_PHRASES = 8
EXCERPT = 80  # characters
QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”|「([^」]+)」|(\S+)')
QUOTES = '"“”「」'
CLAUSE_END = re.compile("[。！？；，：][”’）》」]*")
SENTENCE_END = re.compile("[。！？][”’）》」]*$")


def fold(text: str) -> str:
    """Full and half width alike, capitals small, without white space: padding in a name hides nobody."""
    return "".join(map(_fold_character, text))


def phrases(query: str) -> list[str]:
    """Folded words of what a reader typed, each once; what stands in quotation marks is one."""
    found = (fold(next(filter(None, match.groups())).strip(QUOTES)) for match in QUOTED.finditer(query))
    return list(dict.fromkeys(filter(None, found)))[:MOST_PHRASES]


def places(text: str, wanted: Iterable[str]) -> list[tuple[int, int]]:
    """Where the phrases stand in a text, as ranges of its own characters, in order, none touching another."""
    folded, origin = "", []
    for place, character in enumerate(text):
        piece = _fold_character(character)
        folded += piece
        origin += [place] * len(piece)
    found = sorted(
        (origin[match.start()], origin[match.end() - 1] + 1)
        for phrase in wanted
        for match in re.finditer(re.escape(phrase), folded)
    )
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def excerpt(parts: Iterable[str], wanted: Iterable[str]) -> str:
    """Of the first part that has one of the phrases, as much as a list can carry; empty if none has.

    It begins and ends with a clause where one does near enough, and never inside a number or a day: 11月15日 cut to
    1月15日 would be another day.
    """
    for part in parts:
        if found := places(part, wanted):
            start = _beginning(part, found[0][0])
            end = _end(part, found[0][1], start + EXCERPT)
            before = "" if start == 0 or SENTENCE_END.search(part[:start]) else "…"
            after = "" if end == len(part) or SENTENCE_END.search(part[:end]) else "…"
            return f"{before}{part[start:end]}{after}"
    return ""


def _beginning(part: str, place: int) -> int:
    earliest = place - EXCERPT // 3
    if earliest <= 0:
        return 0
    clauses = (match.end() for match in CLAUSE_END.finditer(part, 0, place))
    return next(
        (start for start in clauses if start >= earliest), min(place, _beside_number(part, earliest, after=True))
    )


def _end(part: str, least: int, latest: int) -> int:
    if latest >= len(part):
        return len(part)
    clauses = [match.end() for match in CLAUSE_END.finditer(part, least) if match.end() <= latest]
    return clauses[-1] if clauses else max(least, _beside_number(part, latest, after=False))


def _beside_number(part: str, cut: int, *, after: bool) -> int:
    for match in NUMBER.finditer(part):
        if match.start() < cut < match.end():
            return match.end() if after else match.start()
    return cut


def titles_of(story) -> Iterator[str]:
    for title in (story.kicker, story.headline, story.deck, story.list_title):
        if title:
            yield title.replace("\n", "")


def parts_of(story) -> Iterator[str]:
    """What a story's page prints beside its titles, one thing a line; a phrase is never found across two."""
    yield from (story.standfirst, *story.body.split("\n"))
    yield from (story.source, story.original_author, story.original_title, story.responsible_editor)
    yield from (credit.name_as_printed for credit in story.credits.all())
    for person in story.attendances.all():
        yield f"{person.organisation}{person.post}{person.name}"
    for placement in story.placements.all():
        yield from (placement.caption, placement.alt_text or placement.photo.alt_text)
        yield from (credit.name_as_printed for credit in placement.photo.credits.all())
    yield from (township.name for township in story.townships.all())
    yield from (f"{village.township.name}{village.name}" for village in story.villages.all())


def written(lines: Iterable[str]) -> str:
    return "\n".join(filter(None, lines))


def folded_lines(text: str) -> str:
    return "\n".join(map(fold, text.split("\n")))


def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).casefold()
    return "".join(piece for piece in folded if piece.isprintable() and not piece.isspace())
