"""The second lock: what row-level security lets through, table by table.

It is there for the filter that somebody forgets, not against whoever writes SQL of their own. Each
lock says in SQL who reads a row and who adds, changes or removes one; what the site does in one of
its scopes passes everywhere but where `only_in` names fewer. The functions that the locks ask are
in `migrations/0002_row_security.py`. A changed lock needs a migration that enables it again.
"""

from dataclasses import dataclass, replace

NOBODY = "false"


@dataclass(frozen=True, slots=True)
class Lock:
    """SQL conditions on a row. `{key}` is the column that names the beneficiary.

    `only_in`: the scopes of the site in which rows are changed or removed, for tables that only
    grow; every scope, when it is empty.
    """

    read: str
    add: str = NOBODY
    change: str = NOBODY
    remove: str = NOBODY
    only_in: tuple[str, ...] = ()

    def for_history(self) -> "Lock":
        """Of the table of events: read as the row, written by triggers, redacted by retention."""
        return replace(
            self,
            add="pg_trigger_depth() > 0",
            change=NOBODY,
            remove=NOBODY,
            only_in=("retention", "test"),
        )


def _same(read: str, write: str) -> Lock:
    return Lock(read, write, write, write)


_CASE = "{key} IN (SELECT followup_case_ids())"
_WRITE = "{key} IN (SELECT followup_write_ids())"
_IDENTITY = "{key} IN (SELECT followup_identity_ids())"
_MANAGED = "{key} IN (SELECT followup_managed_ids())"
_OWN = "{key} IN (SELECT followup_own_ids())"
_ORIENTS = "(SELECT followup_holds('orientation_officer'))"
_MINE = "user_id = (SELECT followup_me())"
# By somebody of the unit that one manages: all who work in the area read who works where.
_BY_COLLEAGUE = """
    (SELECT followup_holds('unit_manager')) AND user_id IN (
        SELECT colleague.user_id FROM followup_professional colleague
        JOIN followup_professional manager ON manager.unit_id = colleague.unit_id
        WHERE manager.id = (SELECT followup_professional_id())
    )
"""
_TEAM_NOTE = "visibility = 'team'"
_MY_NOTE = """
    visibility = 'profession' AND profession = (SELECT followup_profession())
    AND {key} IN (SELECT followup_team_ids())
"""

# What a case holds: read by those who read it whole, written by those who follow it.
CASE = _same(_CASE, _WRITE)
# Who it is: orientation officers read and mend it for everybody. A case is opened in a scope.
PERSON = Lock(_IDENTITY, NOBODY, f"{_WRITE} OR {_ORIENTS}", NOBODY)
IDENTITY = _same(_IDENTITY, f"{_WRITE} OR {_ORIENTS}")
HOUSEHOLD = Lock(
    f"{_ORIENTS} OR {{key}} IN (SELECT household_id FROM followup_beneficiary)",  # noqa: S608
    NOBODY,
    _ORIENTS,
    NOBODY,
)
ORIENTATION = _same(_IDENTITY, _ORIENTS)
# The referent asks; who asked still reads the answer once the case is somebody else's.
REQUEST = Lock(
    f"{_IDENTITY} OR asked_by_id = (SELECT followup_professional_id())",
    _WRITE,
    f"{_WRITE} OR {_ORIENTS}",
    NOBODY,
)
# Who may open a case is written by services alone, each in its scope: nobody lets oneself in.
ASSIGNMENT = Lock(_IDENTITY)
TEAM = Lock(f"{_IDENTITY} OR professional_id = (SELECT followup_professional_id())")
LINK = Lock(f"{_CASE} OR {_MINE}")
CODE = Lock(_CASE)
EMERGENCY = Lock(
    f"{_MINE} OR {_MANAGED}",
    f"""
    {_MINE} AND expires_at <= now() + interval '24 hours'
    AND ({_ORIENTS} OR (SELECT followup_holds('adviser')))
    """,
    only_in=("erasure", "retention", "merge", "test"),
)
ACCESS_LOG = Lock(
    f"{_MANAGED} OR {{key}} IS NULL AND {_BY_COLLEAGUE}",
    _MINE,
    only_in=("access_log_purge", "erasure", "merge", "test"),
)
NOTE = Lock(
    f"({_TEAM_NOTE} AND {_CASE}) OR ({_MY_NOTE})",
    f"({_TEAM_NOTE} AND {_WRITE}) OR ({_MY_NOTE})",
    f"({_TEAM_NOTE} AND {_WRITE}) OR ({_MY_NOTE})",
)
DRAFT = _same(_MINE, _MINE)
# The address of one's own calendar: a service makes it and ends it.
OWN_FEED = Lock("professional_id = (SELECT followup_professional_id())")
# What all who work in the area read, and services write.
REFERENCE = Lock("(SELECT followup_in_area())")
# Files of an import: written by its service.
STAGED_FILE = Lock(f"{_ORIENTS} OR (SELECT followup_holds('unit_manager'))")
STAGED = Lock(f"{_ORIENTS} OR {_MANAGED}")

POLICY = """
DROP POLICY IF EXISTS followup_read ON {table};
DROP POLICY IF EXISTS followup_add ON {table};
DROP POLICY IF EXISTS followup_change ON {table};
DROP POLICY IF EXISTS followup_remove ON {table};
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY followup_read ON {table} FOR SELECT
    USING ((SELECT followup_in_scope()) OR {read});
CREATE POLICY followup_add ON {table} FOR INSERT
    WITH CHECK ((SELECT followup_in_scope()) OR {add});
CREATE POLICY followup_change ON {table} FOR UPDATE
    USING ((SELECT followup_in_scope({scopes})) OR {change})
    WITH CHECK ((SELECT followup_in_scope({scopes})) OR {change});
CREATE POLICY followup_remove ON {table} FOR DELETE
    USING ((SELECT followup_in_scope({scopes})) OR {remove});
"""

NO_POLICY = """
DROP POLICY IF EXISTS followup_read ON {table};
DROP POLICY IF EXISTS followup_add ON {table};
DROP POLICY IF EXISTS followup_change ON {table};
DROP POLICY IF EXISTS followup_remove ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""
