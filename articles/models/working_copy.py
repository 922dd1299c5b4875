"""The working copy (更正稿) of a public story: opened beside it, reviewed as any, put in its place when signed."""

from typing import TYPE_CHECKING, Any

from django.db import models

from ..review import clock
from ..review.signed_content import SignedContent
from .signed_guard import lifted

if TYPE_CHECKING:
    from .article import Article


def open_copy(original: "Article", *, by) -> "Article":
    """A draft with the original's signed content. Whoever did not write the story only types the change in."""
    copy = type(original)(corrects=original, created_by=by, typed_in=not original.is_written_by(by))
    _set_columns(original, copy, original.SIGNED)
    copy.untold_reason = ""  # each correction says it anew
    copy.importance = original.importance
    copy.save()
    _copy_rest(original, copy, original.SIGNED)
    copy.authors.set(original.authors.all())
    return copy


def put_in_place(copy: "Article", original: "Article") -> None:
    """Give the original the copy's signed content. Call it under the locks of both rows."""
    stories = type(original)._default_manager.filter(pk=original.pk)
    with lifted(original.pk):
        stories.update(**{_attname(original, name): _value(copy, name) for name in original.SIGNED.fields})
        original.refresh_from_db()
        _copy_rest(copy, original, original.SIGNED)
        original.corrections.filter(told_at=None).update(told_at=clock.now())


def _set_columns(source: models.Model, target: models.Model, content: SignedContent, *, more: tuple = ()) -> None:
    for name in (*content.fields, *more):
        setattr(target, _attname(target, name), _value(source, name))


def _copy_rest(source: models.Model, target: models.Model, content: SignedContent) -> None:
    for name in content.links:
        getattr(target, name).set(getattr(source, name).all())
    for name, part in content.parts.items():
        rows = getattr(target, name)
        for row in rows.all():
            row.delete()
        for row in getattr(source, name).all():
            new = rows.model(**{rows.field.name: target})
            _set_columns(row, new, part, more=part.filing)
            new.save()
            _copy_rest(row, new, part)


def _attname(row: models.Model, name: str) -> str:
    field: Any = row._meta.get_field(name)
    return field.attname


def _value(row: models.Model, name: str):
    return getattr(row, _attname(row, name))
