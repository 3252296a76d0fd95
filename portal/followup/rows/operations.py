"""Migrations of the area: a table is locked, with its history; a data migration opens a scope."""

from collections.abc import Iterator
from typing import Any

from django.db.migrations.operations.base import Operation
from psycopg import sql

from portal.followup.rows.policies import NO_POLICY, POLICY, Lock


class EnableRowSecurity(Operation):
    """Lock the table of a model, and that of its events. Reversible; repeated, it locks anew.

    `key` is the column that names the beneficiary.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str, lock: Lock, key: str = "beneficiary_id") -> None:
        self.model_name = model_name
        self.lock = lock
        self.key = key

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Row security is no state of Django's."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for table, lock in self._tables(app_label, to_state):
            key = sql.Identifier(table, self.key).as_string()
            conditions = {
                name: sql.SQL(getattr(lock, name).replace("{key}", key))
                for name in ("read", "add", "change", "remove")
            }
            scopes = sql.SQL(", ").join(map(sql.Literal, lock.only_in))
            statement = sql.SQL(POLICY).format(
                table=sql.Identifier(table), scopes=scopes, **conditions
            )
            schema_editor.execute(statement.as_string())

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for table, _ in self._tables(app_label, from_state):
            statement = sql.SQL(NO_POLICY).format(table=sql.Identifier(table))
            schema_editor.execute(statement.as_string())

    def describe(self) -> str:
        return f"Lock the rows of {self.model_name}"

    @property
    def migration_name_fragment(self) -> str:
        return f"lock_{self.model_name.lower()}"

    def _tables(self, app_label: str, state: Any) -> list[tuple[str, Lock]]:
        tables = [(_table(state, app_label, self.model_name), self.lock)]
        if (app_label, f"{self.model_name.lower()}event") in state.models:
            table = _table(state, app_label, f"{self.model_name}Event")
            tables.append((table, self.lock.for_history()))
        return tables


def _table(state: Any, app_label: str, model_name: str) -> str:
    return state.apps.get_model(app_label, model_name)._meta.db_table  # noqa: SLF001


class OpenScope(Operation):
    """First operation of a data migration: without it, it would see no row of the area."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing changes in the state."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        schema_editor.execute("SELECT set_config('app.scope', 'migration', true)")

    database_backwards = database_forwards

    def describe(self) -> str:
        return "Open the scope of migrations"


class InstallTriggers(Operation):
    """Install every trigger that the models of the app declare, those of their history.

    `AddTrigger` does it one by one, and the whole state of the project is made again before each:
    on a new database it takes longer than all the rest.
    """

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The triggers stand in the options of their models."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for trigger in _triggers(app_label, to_state):
            # Interpolated already: no parameter to look for.
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for trigger in _triggers(app_label, from_state):
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self) -> str:
        return "Install the triggers of the app"


def _triggers(app_label: str, state: Any) -> Iterator[Any]:
    for (app, _), model in state.models.items():
        if app == app_label:
            yield from model.options.get("triggers", ())
