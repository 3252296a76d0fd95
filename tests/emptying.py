"""After a test whose transactions are real: only the tables that it changed are put back.

Django empties every table and makes the permissions, the levels and the page tree again, which
costs half a second a test. Here one statement tells the tables that are not as the migrations
left them, whoever wrote there: the test, its threads, a worker or a server of its own. They get
the rows of the template back, with the same ids.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from psycopg import sql

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
# Most tables have never had a line: their file says so, and need not be asked one by one.
_WITH_PAGES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
"""
_WITH_TRIGGERS = """
    SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal
"""
_LOCKED = "SELECT relname FROM pg_class WHERE relforcerowsecurity"
# The closed area shows its rows in a scope alone.
_SEE_ALL = "SELECT set_config('app.scope', 'test', {is_local})"
_SEQUENCES = """
    SELECT owner.relname, attname, quote_ident(sequence.relname)
    FROM pg_depend JOIN pg_class sequence ON sequence.oid = objid AND sequence.relkind = 'S'
    JOIN pg_class owner ON owner.oid = refobjid
    JOIN pg_attribute ON attrelid = owner.oid AND attnum = refobjsubid
    WHERE deptype IN ('a', 'i')
"""
_ADVANCE = """
    SELECT setval({name}, greatest((SELECT max({column}) FROM {table}), nextval({name})))
"""
_FILLED = "SELECT {name}, {state} <> {expected} FROM {table} AS line"
_EMPTY = "SELECT {name}, EXISTS (SELECT FROM {table})"
# The same for the same lines in any order; NULL of an empty table is told as well.
_STATE = "concat(count(*), ':', sum(hashtextextended(line::text, 0)))"


@dataclass
class Pristine:
    """What the template holds: the state of each table that has lines, and these lines."""

    states: dict[str, str] = field(default_factory=dict)
    lines: dict[str, bytes] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)
    with_triggers: set[str] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)
    sequences: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, url: str) -> "Pristine":
        """Copy the lines of the template, which are few."""
        self = cls()
        with psycopg.connect(url) as template:
            # A time is text as in Django's connection, wherever the machine is.
            template.execute("SET TIME ZONE 'UTC'")
            template.execute(_SEE_ALL.format(is_local="false"))
            self.tables = [name for (name,) in template.execute(_TABLES)]
            self.with_triggers = {name for (name,) in template.execute(_WITH_TRIGGERS)}
            self.locked = {name for (name,) in template.execute(_LOCKED)}
            self.sequences = {
                name: (column, sequence) for name, column, sequence in template.execute(_SEQUENCES)
            }
            for name in self.tables:
                table = sql.Identifier(name)
                query = sql.SQL("SELECT {state} FROM {table} AS line")
                (state,) = template.execute(
                    query.format(state=sql.SQL(_STATE), table=table)
                ).fetchone()
                if state.startswith("0:"):
                    continue
                self.states[name] = state
                with template.cursor().copy(
                    sql.SQL("COPY {table} TO STDOUT").format(table=table)
                ) as copy:
                    self.lines[name] = b"".join(copy)
        return self

    def changed(self) -> list[str]:
        """The tables that are not as in the template."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_SEE_ALL.format(is_local="true"))
            cursor.execute(_WITH_PAGES)
            with_pages = {name for (name,) in cursor.fetchall()}
            cursor.execute(sql.SQL(" UNION ALL ").join(self._questions(with_pages)))
            return [name for name, is_changed in cursor.fetchall() if is_changed]

    def _questions(self, with_pages: set[str]) -> Iterator[sql.Composed]:
        for name in self.tables:
            parts = {"name": sql.Literal(name), "table": sql.Identifier(name)}
            if name in self.states:
                yield sql.SQL(_FILLED).format(
                    state=sql.SQL(_STATE), expected=sql.Literal(self.states[name]), **parts
                )
            elif name in with_pages:
                yield sql.SQL(_EMPTY).format(**parts)

    def restore(self) -> None:
        """Put the changed tables back, in one transaction, and forget what was cached of them."""
        changed = self.changed()
        if not changed:
            return
        # Some tables refuse to lose lines, others write a log of it.
        guarded = [name for name in changed if name in self.with_triggers]
        # No row is copied into a table that is locked.
        locked = [name for name in changed if name in self.locked]
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            _each(cursor, "ALTER TABLE {} DISABLE ROW LEVEL SECURITY", locked)
            _each(cursor, "ALTER TABLE {} DISABLE TRIGGER USER", guarded)
            # One statement: foreign keys are checked at its end, whatever the order.
            deletions = sql.SQL(", ").join(
                sql.SQL("{} AS (DELETE FROM {})").format(
                    sql.Identifier(f"emptied_{position}"), sql.Identifier(name)
                )
                for position, name in enumerate(changed)
            )
            cursor.execute(sql.SQL("WITH {} SELECT").format(deletions))
            for name in changed:
                if name in self.lines:
                    statement = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))
                    with cursor.copy(statement) as copy:
                        copy.write(self.lines[name])
            # Checked now: a table cannot be altered before its foreign keys are.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _each(cursor, "ALTER TABLE {} ENABLE TRIGGER USER", guarded)
            _each(cursor, "ALTER TABLE {} ENABLE ROW LEVEL SECURITY", locked)
        self.count_on(changed)
        ContentType.objects.clear_cache()

    def count_on(self, tables: Sequence[str] | None = None) -> None:
        """Number new lines after those of the template: not so once a table was truncated, or in a
        database that was kept from before a migration."""
        filled = self.lines.keys() & self.sequences.keys()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_SEE_ALL.format(is_local="true"))
            for name in filled if tables is None else filled.intersection(tables):
                column, sequence = self.sequences[name]
                cursor.execute(
                    sql.SQL(_ADVANCE).format(
                        name=sql.Literal(sequence),
                        column=sql.Identifier(column),
                        table=sql.Identifier(name),
                    )
                )


def _each(cursor: Any, statement: str, tables: Sequence[str]) -> None:
    for name in tables:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
