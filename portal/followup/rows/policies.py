"""The second lock: what row-level security lets through, table by table.

It is there for the filter that somebody forgets, not against whoever writes SQL of their own. Each
lock says in SQL who reads a row and who adds, changes or removes one; what the site does in one of
its scopes passes everywhere but where `only_in` and `added_in` name fewer. The functions that the
locks ask are in `migrations/0002_row_security.py`.

`LOCKS` says which table has which: a test compares it with the database. A changed lock needs a
migration that enables it again.
"""

from dataclasses import dataclass, replace

NOBODY = "false"
# What keeps, moves or empties whole tables.
_SITE = ("merge", "retention", "erasure", "demo", "migration", "test")


@dataclass(frozen=True, slots=True)
class Lock:
    """SQL conditions on a row. `{key}` is the column that names the beneficiary.

    `only_in`: the scopes of the site in which rows are changed or removed, `added_in` those in
    which they are added; every scope that writes, when they are empty.
    """

    read: str
    add: str = NOBODY
    change: str = NOBODY
    remove: str = NOBODY
    only_in: tuple[str, ...] = ()
    added_in: tuple[str, ...] = ()

    def for_history(self) -> "Lock":
        """Of the table of events: read as the row, written by triggers, redacted by retention."""
        return replace(
            self,
            add="pg_trigger_depth() > 0",
            change=NOBODY,
            remove=NOBODY,
            only_in=("retention", "erasure", "test"),
            added_in=("merge", "demo", "migration", "test"),
        )


def _same(read: str, write: str) -> Lock:
    return Lock(read, write, write, write)


def _kept(read: str, write: str) -> Lock:
    """Written by people, removed by none of them."""
    return Lock(read, write, write)


def _written_in(read: str, *scopes: str) -> Lock:
    """Written by the services of these scopes alone, once they have checked the right."""
    return Lock(read, only_in=(*scopes, *_SITE), added_in=(*scopes, *_SITE))


_CASE = "{key} IN (SELECT followup_case_ids('team', 'unit', 'emergency'))"
_WRITE = "{key} IN (SELECT followup_case_ids('team', 'unit'))"
_IN_TEAM = "{key} IN (SELECT followup_case_ids('team'))"
_MANAGED = "{key} IN (SELECT followup_case_ids('unit'))"
_OWN = "{key} IN (SELECT followup_own_ids())"
_ORIENTS = "(SELECT followup_holds('orientation_officer'))"
# Of everybody, for who orients, but of those whose case is archived.
_IS_OPEN = "{key} NOT IN (SELECT followup_case_ids('closed'))"
_IDENTITY = f"({_CASE} OR ({_ORIENTS} AND {_IS_OPEN}))"
# Of the unit that one manages, archived or not.
_KEPT = "{key} IN (SELECT followup_case_ids('unit', 'kept'))"
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
_MY_NOTE = f"""
    visibility = 'profession' AND profession = (SELECT followup_profession()) AND {_IN_TEAM}
"""

# What a case holds: read by those who read it whole, written by those who follow it.
CASE = _same(_CASE, _WRITE)
# What stays in it, whatever becomes of it.
KEPT = _kept(_CASE, _WRITE)
# What a transfer decided.
HANDOVER = _written_in(_CASE, "transfer")
# Who it is: orientation officers read and mend it for everybody. A case is opened in a scope.
PERSON = Lock(_IDENTITY, NOBODY, f"{_WRITE} OR {_ORIENTS}", NOBODY)
IDENTITY = _same(_IDENTITY, f"{_WRITE} OR {_ORIENTS}")
# The right and its moves, as files and who orients say them.
RIGHT = _kept(_IDENTITY, _ORIENTS)
# A number is that of a whole household, which others may follow: services alone write it.
HOUSEHOLD = Lock(
    f"""
    {_ORIENTS} OR EXISTS (
        SELECT FROM followup_beneficiary member WHERE member.household_id = {{key}}
    )
    """,
)
ORIENTATION = _kept(_IDENTITY, _ORIENTS)
EXIT = _written_in(_IDENTITY, "transfer")
# Asked and answered by services, so that nobody answers their own. A draft that was not sent is
# the matter of those who follow the case; who asked still reads the answer once the case is
# somebody else's.
REQUEST = _written_in(
    f"""
    (sent_at IS NOT NULL AND {_IDENTITY}) OR {_WRITE}
    OR asked_by_id = (SELECT followup_professional_id())
    """,
    "request",
    "transfer",
)
# Who may open a case is written by services alone, each in its scope: nobody lets oneself in.
ASSIGNMENT = Lock(_IDENTITY)
TEAM = Lock(f"{_IDENTITY} OR professional_id = (SELECT followup_professional_id())")
LINK = Lock(f"{_CASE} OR {_MINE}")
CODE = Lock(_CASE)
EMERGENCY = Lock(
    f"{_MINE} OR {_MANAGED}",
    # By the service that tells of it and logs it, and for oneself.
    f"""
    (SELECT followup_in_scope('emergency')) AND {_MINE}
    AND expires_at <= now() + interval '24 hours'
    AND ({_ORIENTS} OR (SELECT followup_holds('adviser')))
    """,
    only_in=("erasure", "retention", "merge", "test"),
    added_in=_SITE,
)
ACCESS_LOG = Lock(
    f"{_KEPT} OR {{key}} IS NULL AND {_BY_COLLEAGUE}",
    only_in=("access_log_purge", "retention", "erasure", "merge", "test"),
    added_in=("access_log", *_SITE),
)
# Written and changed by its author alone, removed by nobody.
NOTE = _kept(
    f"({_TEAM_NOTE} AND {_CASE}) OR ({_MY_NOTE})",
    f"""
    created_by_id = (SELECT followup_me())
    AND (({_TEAM_NOTE} AND {_WRITE}) OR ({_MY_NOTE}))
    """,
)
DRAFT = _same(_MINE, _MINE)
# What all who work in the area read, and services write.
REFERENCE = Lock("(SELECT followup_in_area())")
# What may be booked: as managers set it, and as each keeps their diary.
CATEGORY = _written_in("(SELECT followup_in_area())", "configuration")
HOURS = _written_in("(SELECT followup_in_area())", "hours")
# The address of one's own calendar.
FEED = _written_in("professional_id = (SELECT followup_professional_id())", "calendar")
# Files of an import: written by its service.
STAGED_FILE = Lock(f"{_ORIENTS} OR (SELECT followup_holds('unit_manager'))")
STAGED = Lock(f"{_ORIENTS} OR {_MANAGED}")

# Procedures: read by the Département's own, conducted by the unit's manager who is not the
# referent. Who answers an appeal reads its procedure, and changes what the answer changes.
_PROCEDURE = "{key} IN (SELECT followup_procedure_ids())"
_CONDUCTED = "{key} IN (SELECT followup_conducted_ids())"
_APPEALED = "{key} IN (SELECT followup_appealed_ids())"
_BY_ME = "(SELECT followup_professional_id())"
_ANSWERS = """
    (SELECT followup_holds('appeal_officer'))
    AND first_decider_id IS DISTINCT FROM (SELECT followup_me())
    AND (decided_on IS NULL OR decided_by_id = (SELECT followup_me()))
    AND procedure_id NOT IN (SELECT followup_involved_ids())
"""
_ONLY_GROWS = ("erasure", "retention", "merge", "test")
BREACH = Lock(
    f"""
    {_PROCEDURE} OR {_APPEALED}
    OR (structure_id = (SELECT followup_structure_id()) AND {_CASE})
    """,
    _WRITE,
    f"{_CONDUCTED} OR (reported_by_id = {_BY_ME} AND {_WRITE})",
)
PROCEDURE = Lock(f"{_PROCEDURE} OR {_APPEALED}", _CONDUCTED, f"{_CONDUCTED} OR {_APPEALED}", NOBODY)
OBSERVATION = Lock(
    f"{_PROCEDURE} OR {_APPEALED}", f"{_PROCEDURE} AND {_WRITE}", only_in=_ONLY_GROWS
)
PROCEDURE_ACT = Lock(
    f"{_PROCEDURE} OR {_APPEALED}",
    f"({_PROCEDURE} AND {_WRITE}) OR {_APPEALED}",
    only_in=_ONLY_GROWS,
)
# The days of a sanction are known to all who follow the person.
SANCTION_PERIOD = Lock(
    f"{_CASE} OR {_APPEALED}", _CONDUCTED, f"{_CONDUCTED} OR {_APPEALED}", NOBODY
)
REMOBILISATION = Lock(
    f"{_PROCEDURE} OR {_APPEALED} OR (professional_id = {_BY_ME} AND {_CASE})",
    f"{_WRITE} AND professional_id = {_BY_ME}",
)
APPEAL = Lock(f"{_PROCEDURE} OR ({_ANSWERS})", _CONDUCTED, f"{_CONDUCTED} OR ({_ANSWERS})")
# A board's members read the cases of their agenda in the scope `board` alone.
REVIEW = Lock(f"{_PROCEDURE} OR {_APPEALED}", _CONDUCTED, _CONDUCTED)
CONFLICT = _written_in(_PROCEDURE, "board")
_MY_UNIT = "unit_id = (SELECT followup_led_unit_id())"
BOARD_SESSION = Lock(
    f"{_MY_UNIT} OR {{key}} IN (SELECT followup_session_ids())", _MY_UNIT, _MY_UNIT
)
_LED_SESSION = "session_id IN (SELECT followup_led_session_ids())"
BOARD_MEMBER = Lock(
    "session_id IN (SELECT followup_session_ids())", _LED_SESSION, _LED_SESSION, _LED_SESSION
)

# What leaves: written by its services, read by the unit's manager. That a case is archived is known
# to all who work in the area: the first lock hides it by that.
RETENTION = _written_in(
    f"{_KEPT} OR (state IN ('archived', 'anonymised') AND (SELECT followup_in_area()))", "retention"
)
KEPT_ROW = _written_in(_KEPT, "retention")
SLIP = _written_in(_MY_UNIT, "retention")
SENDING = _kept(_MY_UNIT, _MY_UNIT)
# The person's side: what is shared is read by the linked person too, while it is; what they say is
# written for them, and what is left out of their file is known to who prepares it.
SHARED = Lock(f"{_CASE} OR (ended_at IS NULL AND {_OWN})", _WRITE, _WRITE)
OWN_WORD = _written_in(f"{_CASE} OR {_OWN}", "own_words")
FILE_REQUEST = Lock(f"{_CASE} OR {_OWN}", _WRITE, _MANAGED)
WITHHELD = _same(_MANAGED, _MANAGED)
# A caseload that was moved: known to who leads the unit.
REASSIGNMENT = _written_in(_MY_UNIT, "transfer")
# A file that somebody takes away, which they alone open.
EXPORT = _written_in(_MINE, "export")
# Who is asked to be one person, by who reads both; once it is done, by who reads the case kept.
MERGE = _written_in(
    f"""
    {_ORIENTS} OR (
        {{key}} IN (SELECT followup_case_ids('team', 'unit', 'emergency'))
        AND (state = 'done' OR loser_id IN (SELECT followup_case_ids('team', 'unit', 'emergency')))
    )
    """,
)

# Which table has which lock, by the name of its model; and the column that names the beneficiary.
LOCKS: dict[str, tuple[Lock, str]] = {
    "Beneficiary": (PERSON, "id"),
    "Household": (HOUSEHOLD, "id"),
    "Draft": (DRAFT, "beneficiary_id"),
    "SavedFilter": (DRAFT, "user_id"),
    "ImportFile": (STAGED_FILE, "id"),
    "ColumnMapping": (STAGED_FILE, "id"),
    "Absence": (REFERENCE, "id"),
    "DelaySetting": (REFERENCE, "id"),
    "LetterText": (REFERENCE, "id"),
    "Professional": (REFERENCE, "id"),
    "Term": (REFERENCE, "id"),
    "Unit": (REFERENCE, "id"),
    "AppointmentCategory": (CATEGORY, "id"),
    "OpeningHours": (HOURS, "id"),
    "Unavailability": (HOURS, "id"),
    "CalendarFeed": (FEED, "id"),
    "ReviewBoardSession": (BOARD_SESSION, "id"),
    "BoardMember": (BOARD_MEMBER, "session_id"),
    "EliminationSlip": (SLIP, "id"),
    "AppointmentSending": (SENDING, "id"),
    "Reassignment": (REASSIGNMENT, "id"),
    "CaseExport": (EXPORT, "id"),
    **{
        name: (lock, "beneficiary_id")
        for name, lock in {
            "SearchKey": ASSIGNMENT,
            "Entitlement": RIGHT,
            "OrganismMove": RIGHT,
            "Orientation": ORIENTATION,
            "Exit": EXIT,
            "ReorientationRequest": REQUEST,
            "ReferentAssignment": ASSIGNMENT,
            "Handover": HANDOVER,
            "CareTeamMember": TEAM,
            "BreakGlass": EMERGENCY,
            "AccessEntry": ACCESS_LOG,
            "JournalEntry": NOTE,
            "LinkCode": CODE,
            "AccountLink": LINK,
            "ImportLine": STAGED,
            "ImportAction": STAGED,
            "Appointment": KEPT,
            "Invitation": KEPT,
            "BookingMessage": KEPT,
            "Suggestion": KEPT,
            "CaseDocument": KEPT,
            "Diagnosis": KEPT,
            "EngagementContract": KEPT,
            "Goal": KEPT,
            "ActionStep": KEPT,
            "ActivityLog": CASE,
            "BarrierAssessment": CASE,
            "BarrierSituation": CASE,
            "CareerGoal": CASE,
            "HoursExemption": CASE,
            "BreachReport": BREACH,
            "SanctionProcedure": PROCEDURE,
            "Observation": OBSERVATION,
            "ProcedureAct": PROCEDURE_ACT,
            "SanctionPeriod": SANCTION_PERIOD,
            "Remobilisation": REMOBILISATION,
            "Appeal": APPEAL,
            "ReviewCase": REVIEW,
            "BoardConflict": CONFLICT,
            "CaseRetention": RETENTION,
            "RetentionHold": KEPT_ROW,
            "SlipLine": KEPT_ROW,
            "SharedItem": SHARED,
            "StepWord": OWN_WORD,
            "FileRequest": FILE_REQUEST,
            "WithheldItem": WITHHELD,
            "CaseMerge": MERGE,
        }.items()
    },
}

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
    WITH CHECK (({adders}) OR {add});
CREATE POLICY followup_change ON {table} FOR UPDATE
    USING (({writers}) OR {change})
    WITH CHECK (({writers}) OR {change});
CREATE POLICY followup_remove ON {table} FOR DELETE
    USING (({writers}) OR {remove});
"""

NO_POLICY = """
DROP POLICY IF EXISTS followup_read ON {table};
DROP POLICY IF EXISTS followup_add ON {table};
DROP POLICY IF EXISTS followup_change ON {table};
DROP POLICY IF EXISTS followup_remove ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""

# Every scope of the site: what none names is open to.
SCOPES = """
CREATE OR REPLACE FUNCTION followup_in_scope(VARIADIC names text[] DEFAULT '{{}}') RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN COALESCE(current_setting('app.scope', true) = ANY (
        CASE WHEN cardinality(names) > 0 THEN names ELSE ARRAY[{scopes}] END
    ), false);
END $$;
"""
