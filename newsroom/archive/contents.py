"""What an archive holds, and how one row is written down: plain values, without going through save().

A model joins by being in one of the newsroom's apps; what is left out is named here with its reason.
"""

from collections.abc import Generator, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.translation import gettext as _

from articles.models import Photo
from articles.pictures import renditions

CARRIED_APPS = ("adminkit", "people", "articles", "newsroom", "taggit", "admin")
LEFT_OUT = {
    "auth.Group": "migrate makes the roles; accounts name theirs",
    "auth.Group_permissions": "migrate gives each role its own",
    "auth.Permission": "migrate makes them; accounts name theirs",
    "contenttypes.ContentType": "migrate makes them; rows name theirs",
    "sessions.Session": "everybody signs in anew",
    "articles.OutboxTask": "what was left to do on the machine that is left",
    "adminkit.SavedPost": "typed by somebody who was signed out, forgotten within the hour",
    "axes.AccessAttempt": "guessed passwords, forgotten within the hour",
    "axes.AccessAttemptExpiration": "the same",
    "axes.AccessFailureLog": "the same",
    "axes.AccessLog": "who signed in from where; nothing of the paper's",
}
# Rows that each install makes for itself, under keys of its own: others point at them by these columns.
NAMED = {
    "auth.Group": ("name",),
    "contenttypes.ContentType": ("app_label", "model"),
    "auth.Permission": ("content_type__app_label", "content_type__model", "codename"),
}
AS_THEY_ARE = bool | int | float | str

Model = type[models.Model]


def every_model() -> Iterator[Model]:
    return (model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy)


def carried_models() -> list[Model]:
    """In the registry's order: foreign keys are looked at when the transaction ends, so no order is needed."""
    return [m for m in every_model() if m._meta.app_label in CARRIED_APPS and m._meta.label not in LEFT_OUT]


def name_of(model: Model) -> str:
    return f"rows/{model._meta.label}.jsonl"


def words_for(model: Model) -> str:
    """What the model's rows are called before people."""
    told_of = getattr(model, "instance_type", None)
    if told_of:
        return _("%(rows)s, their history") % {"rows": told_of._meta.verbose_name_plural}
    return str(model._meta.verbose_name_plural)


def rows_of(model: Model) -> models.QuerySet:
    return model._base_manager.order_by("pk")


# Rows as plain values


class Names:
    """Keys of this install's own rows to the names under which every install knows them, and back."""

    def __init__(self) -> None:
        self._known: dict[str, dict[Any, list[str]]] = {}
        for label, columns in NAMED.items():
            found = apps.get_model(label)._base_manager.values_list("pk", *columns)
            self._known[label] = {key: list(name) for key, *name in found}

    def name(self, label: str, key: Any) -> list[str] | None:
        return self._known[label].get(key)

    def key(self, label: str, name: Any) -> Any:
        """None for a name that this install does not know. A group beside the roles is made."""
        if not isinstance(name, list) or not all(isinstance(part, str) for part in name):
            raise ValueError
        known = self._known[label]
        key = next((key for key, known_as in known.items() if known_as == name), None)
        if key is None and label == "auth.Group":
            key = Group.objects.create(name="".join(name)).pk
            known[key] = name
        return key


def plain_row(row: models.Model, names: Names) -> dict[str, Any]:
    return {field.attname: _plain(field, row, names) for field in row._meta.concrete_fields}


def _plain(field: models.Field, row: models.Model, names: Names) -> Any:
    value = field.value_from_object(row)
    if value is not None and (label := _label_by_name(field)):
        return names.name(label, value)
    if isinstance(field, models.JSONField) or isinstance(value, AS_THEY_ARE | None):
        return value
    return field.value_to_string(row)


def column_values(model: Model, row: Mapping[str, Any], names: Names) -> list[Any]:
    """What the database takes for each column. Raises ValueError for what is no row of this model."""
    fields = model._meta.concrete_fields
    if not isinstance(row, dict) or row.keys() != {field.attname for field in fields}:
        raise ValueError
    return [_column_value(field, row[field.attname], names) for field in fields]


def _column_value(field: models.Field, value: Any, names: Names) -> Any:
    if value is not None and (label := _label_by_name(field)):
        value = names.key(label, value)
    elif not isinstance(field, models.JSONField) and not isinstance(value, AS_THEY_ARE | None):
        raise ValueError
    try:
        return field.get_db_prep_save(value if value is None else field.to_python(value), connection)
    except (TypeError, AttributeError, OverflowError, ValidationError) as error:
        raise ValueError from error


def _label_by_name(field: models.Field) -> str | None:
    pointed_at = field.remote_field.model._meta.label if field.remote_field else None
    return pointed_at if pointed_at in NAMED else None


# Files that rows name


def named_files() -> Generator[tuple[str, bool], None, None]:
    """Each with whether it must be there. A former picture's file may be gone, a rendition is made anew."""
    for model in carried_models():
        for field in _file_fields(model):
            must_be_there = isinstance(field, models.FileField)
            names = rows_of(model).exclude(**{field.name: ""}).values_list(field.name, flat=True)
            yield from ((str(name), must_be_there) for name in names.iterator(chunk_size=2000) if name)
    for register in (Photo, Photo.history.model):
        sizes = register._base_manager.order_by().values_list("sha256", "width", "height").distinct()
        for taken in sizes.iterator(chunk_size=2000):
            yield from ((renditions.private_path(made), False) for made in renditions.renditions_of(*taken))


def _file_fields(model: Model) -> list[models.Field]:
    """Its own, and for a model of histories the columns that hold what was one."""
    told_of = getattr(model, "instance_type", model)
    names = {field.name for field in told_of._meta.concrete_fields if isinstance(field, models.FileField)}
    return [field for field in model._meta.concrete_fields if field.name in names]
