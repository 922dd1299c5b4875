"""What a piece of work locks, in which order: read from the statements that it sends, on both databases alike."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection

LOCKING = re.compile(r" FOR (NO KEY )?UPDATE( SKIP LOCKED)?")
SELECT = re.compile(r'^SELECT (DISTINCT )?.*? FROM "(\w+)"', re.DOTALL)
UPDATE = re.compile(r'^UPDATE "(\w+)" SET (.*?)( WHERE .*)?$', re.DOTALL)
DELETE = re.compile(r'^DELETE FROM "(\w+)"( WHERE .*)?$', re.DOTALL)
# Rows that several people have in common, so that one of them waits for another.
SHARED = {
    model._meta.db_table: model
    for model in apps.get_models()
    if model._meta.app_label in ("articles", "people", "newsroom") and model._meta.pk.column == "id"
}

Row = tuple[str, int]


@dataclass
class Transaction:
    there: dict[str, set[int]]
    taken: list[Row] = field(default_factory=list)
    # Rows that one statement wrote without holding them; the database says in which order it takes them.
    together: list[list[Row]] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)


class Recorder:
    """An execute_wrapper; each outermost savepoint is a transaction, since a test holds one around them."""

    def __init__(self) -> None:
        self.transactions: list[Transaction] = []
        self._open: Transaction | None = None
        self._is_asking = False

    def __call__(self, execute: Callable, sql: str, params, many, context):
        if self._is_asking:
            return execute(sql, params, many, context)
        self._note(sql, params)
        if connection.vendor == "sqlite":
            sql = LOCKING.sub("", sql)
        return execute(sql, params, many, context)

    def _note(self, sql: str, params) -> None:
        if sql.startswith("SAVEPOINT"):
            self._open = self._open or self._begun()
            self._open.marks.append(len(self._open.taken))
        elif sql.startswith("RELEASE SAVEPOINT") and self._open:
            self._open.marks.pop()
            self._open = self._open if self._open.marks else None
        elif sql.startswith("ROLLBACK TO SAVEPOINT") and self._open:
            del self._open.taken[self._open.marks[-1] :]
        elif rows := self._rows(sql, params):
            self._lock(rows, self._open or self._begun())

    def _begun(self) -> Transaction:
        begun = Transaction({table: self._keys(model) for table, model in SHARED.items()})
        self.transactions.append(begun)
        return begun

    def _lock(self, rows: list[Row], held: Transaction) -> None:
        new = [row for row in rows if row[1] in held.there[row[0]] and row not in held.taken]
        if len(new) > 1 and rows.ordered is False:  # type: ignore[attr-defined]
            held.together.append(new)
        held.taken += new

    def _rows(self, sql: str, params) -> "Rows":
        tail = ""
        if LOCKING.search(sql) and (found := SELECT.match(sql)):
            table, tail, used = found[2], LOCKING.sub("", sql)[found.end() :], params
        elif found := UPDATE.match(sql):
            table, tail, used = found[1], found[3] or "", params[found[2].count("%s") :]
        elif found := DELETE.match(sql):
            table, tail, used = found[1], found[2] or "", params
        else:
            return Rows()
        tail = LOCKING.sub("", tail)
        if table not in SHARED:
            return Rows()
        rows = Rows((table, key) for (key,) in self._ask(f'SELECT "{table}"."id" FROM "{table}"{tail}', used))
        rows.ordered = bool(LOCKING.search(sql)) and "ORDER BY" in tail
        return rows

    def _keys(self, model) -> set[int]:
        return {key for (key,) in self._ask(f'SELECT "id" FROM "{model._meta.db_table}"', ())}

    def _ask(self, sql: str, params) -> list[tuple]:
        self._is_asking = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql, params)
                return cursor.fetchall()
        finally:
            self._is_asking = False


class Rows(list):
    ordered = True


@contextmanager
def recorded(monkeypatch) -> Iterator[Recorder]:
    """Within, SQLite is asked for locks as PostgreSQL is; the recorder takes them out again."""
    for name in ("has_select_for_update", "has_select_for_update_skip_locked", "has_select_for_no_key_update"):
        monkeypatch.setattr(connection.features, name, True, raising=False)
    recorder = Recorder()
    with connection.execute_wrapper(recorder):
        yield recorder
