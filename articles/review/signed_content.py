"""What an editor's signature covers: declared once on each model, read by all that takes, compares or keeps it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models


@dataclass(frozen=True)
class SignedContent:
    """The signed part of one model.

    fields: columns; a foreign key counts as the key it holds, since registers may be renamed under a signed story.
    links: names of many-to-many relations, kept as sorted keys.
    parts: reverse relations whose rows belong to the whole, in their order.
    follows: foreign keys whose row is signed along with this one, as a placement's photo is.
    filing: columns that may change at once after signing, and why they are not content is plain from their names.
    """

    fields: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    parts: Mapping[str, "SignedContent"] = field(default_factory=dict)
    follows: Mapping[str, "SignedContent"] = field(default_factory=dict)
    filing: tuple[str, ...] = ()


def snapshot(row: models.Model, content: SignedContent) -> dict[str, Any]:
    """The signed content of a row as plain values that JSON can hold; reads rows as prefetched by `reads`."""
    taken: dict[str, Any] = {}
    for name in content.fields:
        taken[name] = _plain(row.serializable_value(name))
    for name in content.links:
        taken[name] = sorted(linked.pk for linked in getattr(row, name).all())
    for name, part in content.parts.items():
        taken[name] = [snapshot(child, part) for child in getattr(row, name).all()]
    for name, followed in content.follows.items():
        taken[name] = snapshot(getattr(row, name), followed)
    return taken


def reads(content: SignedContent, path: str = "") -> Iterator[str]:
    """What a snapshot reads beside the row itself, as lookups: prefetched, many cost as few queries as one."""
    yield from (f"{path}{name}" for name in content.links)
    for name, part in {**content.parts, **content.follows}.items():
        yield f"{path}{name}"
        yield from reads(part, f"{path}{name}__")


def digest(taken: Mapping[str, Any]) -> str:
    """SHA-256, as hexadecimal digits, of the snapshot's canonical JSON.

    What is empty is left out: a column that the software gains later changes no digest of what was signed before.
    """
    text = json.dumps(_said(taken), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _said(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: said for name, inner in value.items() if (said := _said(inner)) not in (None, "", [], {})}
    return [_said(inner) for inner in value] if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
