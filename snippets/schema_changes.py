"""Migrations with many changes of the schema: the models of the project's state are made once.

On a new database, what Django does there takes longer than all the SQL: see `AtOnce`.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation


def at_once(operations: Iterable[Operation]) -> list[Operation]:
    """The operations of a migration, those of the schema that stand side by side as one.

    A field that is added with a value for former rows, then altered, is in two: in one, former
    rows would have the later value.
    """
    together: list[Operation] = []
    for is_schema, group in groupby(operations, key=lambda one: isinstance(one, _SCHEMA)):
        beside = list(group)
        together += [AtOnce(*part) for part in _apart(beside)] if is_schema else beside
    return together


def _apart(operations: Iterable[Operation]) -> Iterator[list[Operation]]:
    """Parts in which no field is added and altered."""
    part: list[Operation] = []
    added: set[tuple[str, str]] = set()
    for operation in operations:
        field = (getattr(operation, "model_name", ""), getattr(operation, "name", ""))
        if isinstance(operation, migrations.AlterField) and field in added:
            yield part
            part, added = [], set()
        if isinstance(operation, migrations.AddField):
            added.add(field)
        part.append(operation)
    yield part


class AtOnce(Operation):
    """Changes of the schema between one state of the project and the next.

    One by one, each makes the models of the state anew, and with them all that are related to a
    user, which is nearly the whole project: twelve tables took fourteen seconds. Here, the state
    is made once. A table is created as it ends: what follows of it changes the state alone.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, *operations: Operation) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        # Without models made, a change of the state makes none.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for operation in self._of_the_database():
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for operation in reversed(self._of_the_database()):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"{len(self.operations)} changes of the schema"

    def _of_the_database(self) -> list[Operation]:
        created = {
            operation.name.lower()
            for operation in self.operations
            if isinstance(operation, migrations.CreateModel)
        }
        return [
            operation
            for operation in self.operations
            if getattr(operation, "model_name", "").lower() not in created
        ]


_SCHEMA = (
    migrations.CreateModel,
    migrations.AddField,
    migrations.AlterField,
    migrations.AlterModelOptions,
    migrations.AddConstraint,
    migrations.AlterConstraint,
    migrations.RemoveConstraint,
    migrations.AddIndex,
    migrations.SeparateDatabaseAndState,
)
