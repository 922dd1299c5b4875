"""改动对照: what changed in a story's signed content between two of its snapshots, in words and in the story's order.

It reads the declaration of signed content: a column or part that joins it shows up here by itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Model, TextChoices
from django.utils.text import Truncator
from django.utils.translation import pgettext, pgettext_lazy

from ..models import Article, Revision
from ..review.redline import Kind, Span, longest_rising
from ..review.redline_view import Paragraph, Stretch, folded, paragraphs
from ..review.row_matching import Facts, Pair, same_rows
from ..review.signed_content import SignedContent, digest
from .in_words import Taken, Words, column, is_blank, is_text, label, rows_of

# The column that says where a row stands in its list. Its number tells nobody anything; a move is told instead.
POSITION = "order"
LONGEST_TITLE = 40


class RowKind(TextChoices):
    ADDED = "added", pgettext_lazy("row in a redline", "Added")
    REMOVED = "removed", pgettext_lazy("row in a redline", "Removed")
    CHANGED = "changed", pgettext_lazy("row in a redline", "Changed")
    MOVED = "moved", pgettext_lazy("row in a redline", "Moved")


@dataclass(frozen=True)
class Row:
    """A credit, a leader present, a picture, a flag."""

    kind: RowKind
    title: str
    changes: tuple["Change", ...] = ()  # of a row added or removed: all that it says beside its title
    is_moved: bool = False  # among the rows that stayed
    follows: str = ""  # the row before it, where it stands now


@dataclass(frozen=True)
class Change:
    """A column or links as the redline of their words, or a part with its rows that differ."""

    name: str  # as the declaration has it
    label: str
    paragraphs: tuple[Paragraph, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def stretches(self) -> list[Stretch]:
        return list(folded(self.paragraphs))


def between(
    before: Revision | Taken | None,
    after: Revision | Taken,
    *,
    words: Words | None = None,
    content: SignedContent | None = None,
) -> list[Change]:
    """What changed; nothing if nothing did that people can see. None stands for a story before its first snapshot.

    What a snapshot lacks counts as empty, as in a column that was added later; what is no longer declared is left out.
    words: of all the snapshots, where many are compared. content: more than what is signed, where that is compared too.
    """
    old, new = _content(before), _content(after)
    if old == new:
        return []
    content = content or Article.SIGNED
    words = words or Words(Article, content, old, new)
    return list(_Comparison(words).changes(Article, content, old, new))


class _Comparison:
    def __init__(self, words: Words):
        self.words = words

    def changes(self, model: type[Model], content: SignedContent, old: Taken, new: Taken) -> Iterator[Change]:
        for name in content.fields:
            if name in content.follows:
                followed = (old.get(name) or {}, new.get(name) or {})
                yield from self.changes(rows_of(model, name), content.follows[name], *followed)
            elif name != POSITION and (marked := self._column(column(model, name), old.get(name), new.get(name))):
                yield Change(name, label(model, name), marked)
        for name in content.links:
            if marked := self._links(rows_of(model, name), set(old.get(name) or ()), set(new.get(name) or ())):
                yield Change(name, label(model, name), marked)
        for name, part in content.parts.items():
            if rows := self._rows(rows_of(model, name), part, old.get(name) or [], new.get(name) or []):
                yield Change(name, label(model, name), rows=rows)

    def _column(self, field: Field, old: Any, new: Any) -> tuple[Paragraph, ...]:
        if old == new or (is_blank(old) and is_blank(new)):
            return ()
        if is_text(field):
            return paragraphs(old or "", new or "")
        words = [(Kind.REMOVED, self.words.of(field, old)), (Kind.ADDED, self.words.of(field, new))]
        return _one_line([(kind, said) for kind, said in words if said], between=" → ")

    def _links(self, register: type[Model], old: set, new: set) -> tuple[Paragraph, ...]:
        if old == new:
            return ()
        words = [
            (
                Kind.KEPT if key in old & new else Kind.REMOVED if key in old else Kind.ADDED,
                self.words.entry(register, key),
            )
            for key in self.words.in_register_order(register, old | new)
        ]
        return _one_line(words, between=pgettext("between items of a list", ", "))

    def _rows(self, model: type[Model], part: SignedContent, old: list[Taken], new: list[Taken]) -> tuple[Row, ...]:
        """In the order after; a row that went stands before the one that took its place."""
        pairs = same_rows([_facts(model, part, row) for row in old], [_facts(model, part, row) for row in new])
        moved = _moved(model, part, old, new, pairs)
        went = set(range(len(old))) - {place for place, _after in pairs}
        came = set(range(len(new))) - {place for _before, place in pairs}
        found = [((place, 0), self._whole(RowKind.REMOVED, model, part, old[place])) for place in went]
        found += [((place, 1), self._whole(RowKind.ADDED, model, part, new[place])) for place in came]
        for before, after in pairs:
            changes = tuple(self.changes(model, part, old[before], new[after]))
            if changes or (before, after) in moved:
                kind = RowKind.CHANGED if changes else RowKind.MOVED
                title, follows = (self._title(model, part, row) for row in (new[after], new[after - 1]))
                row = Row(kind, title, changes, (before, after) in moved, follows if after else "")
                found.append(((after, 1), row))
        return tuple(row for _place, row in sorted(found, key=lambda placed: placed[0]))

    def _whole(self, kind: RowKind, model: type[Model], part: SignedContent, row: Taken) -> Row:
        title = self._title(model, part, row)
        old, new = (row, {}) if kind == RowKind.REMOVED else ({}, row)
        return Row(
            kind, title, tuple(change for change in self.changes(model, part, old, new) if _said(change) != title)
        )

    def _title(self, model: type[Model], part: SignedContent, row: Taken) -> str:
        names = (" ".join(name.split()) for name in self._names_in(model, part, row))
        return Truncator(next(filter(None, names), str(model._meta.verbose_name))).chars(LONGEST_TITLE)

    def _names_in(self, model: type[Model], part: SignedContent, row: Taken) -> Iterator[str]:
        """The entries that a row links to and the texts in it, in its order."""
        for name in part.fields:
            field, value = column(model, name), row.get(name)
            if name in part.follows:
                yield from self._names_in(rows_of(model, name), part.follows[name], value or {})
            elif not is_blank(value) and (field.related_model or is_text(field)):
                yield self.words.of(field, value)


def _content(taken: Revision | Taken | None) -> Taken:
    return taken.content if isinstance(taken, Revision) else taken or {}


def _one_line(words: Iterable[tuple[Kind, str]], *, between: str) -> tuple[Paragraph, ...]:
    spans: list[Span] = []
    for kind, said in words:
        spans += [Span(Kind.KEPT, between)] * bool(spans) + [Span(kind, said)]
    return (Paragraph(tuple(spans)),)


def _said(change: Change) -> str:
    return "".join(span.text for paragraph in change.paragraphs for span in paragraph.spans)


def _moved(
    model: type[Model], part: SignedContent, old: list[Taken], new: list[Taken], pairs: Sequence[Pair]
) -> set[Pair]:
    """As few as explain the new order. Where rows are sorted by what they say, a change of that is told already."""
    ordered_by = {str(name).removeprefix("-") for name in model._meta.ordering or ()}
    sorting = (ordered_by & set(part.fields)) - {POSITION}
    free = [pair for pair in pairs if all(old[pair[0]].get(name) == new[pair[1]].get(name) for name in sorting)]
    return set(free) - {free[index] for index in longest_rising([after for _before, after in free])}


def _facts(model: type[Model], part: SignedContent, row: Taken) -> Facts:
    facts = Facts()
    for name in part.fields:
        field, value = column(model, name), row.get(name)
        if name in part.follows:
            facts |= _facts(rows_of(model, name), part.follows[name], value or {})
        elif name != POSITION and not is_blank(value):
            kind: dict = facts.entries if field.related_model else facts.texts if is_text(field) else facts.values
            kind[str(field)] = value
    for name in (*part.links, *part.parts):
        facts.values[str(column(model, name))] = [_same_wherever(row) for row in row.get(name) or ()]
    return facts


def _same_wherever(row: Any) -> str:
    """A row of a row, or a link, as something to compare; its place in the list is another matter."""
    said = {name: value for name, value in row.items() if name != POSITION} if isinstance(row, Mapping) else {"": row}
    return digest(said)
