"""What people type into the columns of a story and of its parts, without the marks that nobody sees."""

from django.db import models

from people.names import without_marks


def tidy_columns(row: models.Model) -> None:
    for field in row._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField) and field.editable and not field.choices:
            setattr(row, field.attname, without_marks(getattr(row, field.attname)))
