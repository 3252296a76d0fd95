"""Migrations of the area: a table is locked, with its history; a data migration opens a scope."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.migrations.operations.base import Operation
from psycopg import sql

from portal.followup.rows.policies import CONDITIONS, NO_POLICY, POLICY, SCOPES, Lock
from portal.followup.rows.scope import READING, Scope


def locking_of(table: str, lock: Lock, key: str) -> str:
    """The statements that lock a table."""
    column = sql.Identifier(table, key)
    named = {name: sql.SQL(said).format(key=column) for name, said in CONDITIONS.items()}
    conditions = {
        name: sql.SQL(getattr(lock, name)).format(key=column, **named)
        for name in ("read", "add", "change", "remove")
    }
    statement = sql.SQL(POLICY).format(
        table=sql.Identifier(table),
        writers=_in_scope(lock.only_in),
        adders=_in_scope(lock.added_in),
        **conditions,
    )
    return statement.as_string()


def _in_scope(names: tuple[str, ...]) -> sql.Composable:
    """Whether the site acts in one of these scopes; none: in any that writes."""
    # Each in a SELECT of its own: asked once a query, and not once a row.
    if names:
        return sql.SQL("(SELECT followup_in_scope({}))").format(_listed(names))
    return sql.SQL("(SELECT followup_in_scope()) AND NOT (SELECT followup_in_scope({}))").format(
        _listed(sorted(READING))
    )


def _listed(names: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Literal, map(str, names)))


class DeclareScopes(Operation):
    """Tell the database the names of `Scope`: one that it does not know opens nothing.

    On the way back they stay: nothing opens them any more.
    """

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Scopes are no state of Django's."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        statement = sql.SQL(SCOPES).format(scopes=_listed(("policy", *Scope)))
        schema_editor.execute(statement.as_string(), params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Nothing to take back."""

    def describe(self) -> str:
        return "Declare the scopes of the site"


class EnableRowSecurity(Operation):
    """Lock the table of a model, and that of its events. Reversible; repeated, it locks anew.

    `key` is the column that names the beneficiary. `former` is the lock that the table had, which
    it has again on the way back; without it, it is opened.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self,
        model_name: str,
        lock: Lock,
        key: str = "beneficiary_id",
        former: Lock | None = None,
    ) -> None:
        self.model_name = model_name
        self.lock = lock
        self.key = key
        self.former = former

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Row security is no state of Django's."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for table, lock in self._tables(app_label, to_state, self.lock):
            schema_editor.execute(locking_of(table, lock, self.key))

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for table, lock in self._tables(app_label, from_state, self.former or self.lock):
            if self.former is not None:
                schema_editor.execute(locking_of(table, lock, self.key))
                continue
            statement = sql.SQL(NO_POLICY).format(table=sql.Identifier(table))
            schema_editor.execute(statement.as_string())

    def describe(self) -> str:
        return f"Lock the rows of {self.model_name}"

    @property
    def migration_name_fragment(self) -> str:
        return f"lock_{self.model_name.lower()}"

    def _tables(self, app_label: str, state: Any, lock: Lock) -> list[tuple[str, Lock]]:
        tables = [(_table(state, app_label, self.model_name), lock)]
        if (app_label, f"{self.model_name.lower()}event") in state.models:
            table = _table(state, app_label, f"{self.model_name}Event")
            tables.append((table, lock.for_history()))
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

    With names, those of these models alone.

    `AddTrigger` does it one by one, and the whole state of the project is made again before each:
    on a new database it takes longer than all the rest.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, *models: str) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The triggers stand in the options of their models."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for trigger in _triggers(app_label, to_state, self.models):
            # Interpolated already: no parameter to look for.
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for trigger in _triggers(app_label, from_state, self.models):
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self) -> str:
        return "Install the triggers of the app"


class RenewTriggers(InstallTriggers):
    """Install the triggers of models that have other columns now; the former ones on the way back.

    `renewed` are the operations on their triggers that `makemigrations` wrote: in the state alone.
    """

    def __init__(self, *models: str, renewed: Iterable[Operation]) -> None:
        super().__init__(*models)
        self.renewed = [*renewed]

    def state_forwards(self, app_label: str, state: Any) -> None:
        for one in self.renewed:
            one.state_forwards(app_label, state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        self.database_forwards(app_label, schema_editor, from_state, to_state)


def _triggers(app_label: str, state: Any, names: tuple[str, ...]) -> Iterator[Any]:
    wanted = {name.lower() for name in names}
    for (app, name), model in state.models.items():
        if app == app_label and (not wanted or name in wanted):
            yield from model.options.get("triggers", ())


# One statement: what is added later has no trigger until the operation is repeated.
_CLOSE_MERGED = """
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT relname FROM pg_class
        JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE relkind = 'r' AND relname LIKE 'followup\\_%' AND relname NOT LIKE '%event'
          AND relname <> 'followup_casemerge' AND attname = 'beneficiary_id' AND attnotnull
    LOOP
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER followup_refuse_merged BEFORE INSERT ON %I '
            'FOR EACH ROW EXECUTE FUNCTION followup_refuse_merged()', found.relname
        );
        -- What was read before the merge, and is saved after it, would go back to the pointer.
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER followup_refuse_moved_back '
            'BEFORE UPDATE OF beneficiary_id ON %I FOR EACH ROW '
            'WHEN (NEW.beneficiary_id IS DISTINCT FROM OLD.beneficiary_id) '
            'EXECUTE FUNCTION followup_refuse_merged()', found.relname
        );
    END LOOP;
END $$
"""


class CloseMerged(Operation):
    """Let nothing be written in a case that was merged into another, on every table of cases.

    Neither a new row, nor one that moved with the merge and is given back by an older `save()`.
    It may be repeated: a migration that adds a table of cases ends with it. On the way back the
    triggers go with the tables, or with their function (`migrations/0007_moves.py`).
    """

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers of our own are no state of Django's."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        schema_editor.execute(_CLOSE_MERGED, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Nothing to take back."""

    def describe(self) -> str:
        return "Close merged cases"
