"""The SQL that differs between SQLite and PostgreSQL; each statement has a test on its own database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.migrations.operations.base import Operation

FORBID_OVERLAP = {
    "postgresql": (
        "ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist (daterange({first}, {last}, '[]') WITH &&)",
    ),
    # SQLite has no exclusion constraint; two triggers say the same. It drops them when Django rebuilds the table, so
    # a migration that alters the table states the operation again.
    "sqlite": tuple(
        "CREATE TRIGGER {name}_" + event + " AFTER " + event + " ON {table} "
        "WHEN EXISTS (SELECT 1 FROM {table} "
        "WHERE id IS NOT NEW.id AND {first} <= NEW.{last} AND {last} >= NEW.{first}) "
        "BEGIN SELECT RAISE(ABORT, '{name}'); END"
        for event in ("insert", "update")
    ),
}
ALLOW_OVERLAP = {
    "postgresql": ("ALTER TABLE {table} DROP CONSTRAINT {name}",),
    "sqlite": tuple("DROP TRIGGER IF EXISTS {name}_" + event for event in ("insert", "update")),
}


class ForbidOverlap(Operation):
    """The database refuses two rows of a table whose spans of days share a day."""

    reversible = True

    def __init__(self, *, table: str, first: str, last: str, name: str):
        self.names = {"table": table, "first": first, "last": last, "name": name}

    def deconstruct(self):
        return (type(self).__name__, [], self.names)

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self._run(schema_editor, FORBID_OVERLAP)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._run(schema_editor, ALLOW_OVERLAP)

    def describe(self):
        return "Forbid overlapping spans in {table}".format(**self.names)

    def _run(self, schema_editor, statements):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement.format(**self.names), params=None)


@contextmanager
def one_moment() -> Iterator[None]:
    """Within, everything that is read is of one moment, while others go on writing. Not within a transaction."""
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    connection.ensure_connection()
    # The mode of the settings takes the write lock at once, and every writer would wait for the reader.
    sqlite: Any = connection
    usual, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic(durable=True):
            yield
    finally:
        sqlite.transaction_mode = usual
