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
    """SQL conditions on a row, in which `CONDITIONS` says what stands in braces.

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


# What locks name in braces; `{key}` is the column that names the beneficiary.
CONDITIONS = {
    "case": "{key} IN (SELECT followup_case_ids('team', 'unit', 'emergency'))",
    "write": "{key} IN (SELECT followup_case_ids('team', 'unit'))",
    "managed": "{key} IN (SELECT followup_case_ids('unit'))",
    # Of the unit that one manages, archived or not.
    "kept": "{key} IN (SELECT followup_case_ids('unit', 'kept'))",
    "own": "{key} IN (SELECT followup_own_ids())",
    "orients": "(SELECT followup_holds('orientation_officer'))",
    # Of everybody, for who orients, but of those whose case is archived.
    "identity": """
        ({key} IN (SELECT followup_case_ids('team', 'unit', 'emergency'))
        OR ((SELECT followup_holds('orientation_officer'))
            AND {key} NOT IN (SELECT followup_case_ids('closed'))))
    """,
    "in_area": "(SELECT followup_in_area())",
    # The professional that the account is.
    "me": "(SELECT followup_professional_id())",
    "mine": "user_id = (SELECT followup_me())",
    "my_unit": "unit_id = (SELECT followup_led_unit_id())",
    # By somebody of the unit that one manages: all who work in the area read who works where.
    "by_colleague": """
        (SELECT followup_holds('unit_manager')) AND user_id IN (
            SELECT colleague.user_id FROM followup_professional colleague
            JOIN followup_professional manager ON manager.unit_id = colleague.unit_id
            WHERE manager.id = (SELECT followup_professional_id())
        )
    """,
    # A note for those of one's profession.
    "my_note": """
        visibility = 'profession' AND profession = (SELECT followup_profession())
        AND {key} IN (SELECT followup_case_ids('team'))
    """,
    # Procedures: read by the Département's own, conducted by the unit's manager who is not the
    # referent. Who answers an appeal reads its procedure, and changes what the answer changes.
    "procedure": "{key} IN (SELECT followup_procedure_ids())",
    "conducted": "{key} IN (SELECT followup_conducted_ids())",
    "appealed": "{key} IN (SELECT followup_appealed_ids())",
    "answers": """
        (SELECT followup_holds('appeal_officer'))
        AND first_decider_id IS DISTINCT FROM (SELECT followup_me())
        AND (decided_on IS NULL OR decided_by_id = (SELECT followup_me()))
        AND procedure_id NOT IN (SELECT followup_involved_ids())
    """,
    "led_session": "session_id IN (SELECT followup_led_session_ids())",
}

# What a case holds: read by those who read it whole, written by those who follow it.
CASE = _same("{case}", "{write}")
# What stays in it, whatever becomes of it.
KEPT = _kept("{case}", "{write}")
# What a transfer decided.
HANDOVER = _written_in("{case}", "transfer")
# Who it is: orientation officers read and mend it for everybody. A case is opened in a scope.
PERSON = Lock("{identity}", NOBODY, "{write} OR {orients}", NOBODY)
IDENTITY = _same("{identity}", "{write} OR {orients}")
# The right and its moves, as files and who orients say them.
RIGHT = _kept("{identity}", "{orients}")
# A number is that of a whole household, which others may follow: services alone write it.
HOUSEHOLD = Lock(
    """
    {orients} OR EXISTS (
        SELECT FROM followup_beneficiary member WHERE member.household_id = {key}
    )
    """,
)
ORIENTATION = _kept("{identity}", "{orients}")
EXIT = _written_in("{identity}", "transfer")
# Asked and answered by services, so that nobody answers their own. A draft that was not sent is
# the matter of those who follow the case; who asked still reads the answer once the case is
# somebody else's.
REQUEST = _written_in(
    """
    (sent_at IS NOT NULL AND {identity}) OR {write}
    OR asked_by_id = {me}
    """,
    "request",
    "transfer",
)
# Who may open a case is written by services alone, each in its scope: nobody lets oneself in.
ASSIGNMENT = Lock("{identity}")
TEAM = Lock("{identity} OR professional_id = {me}")
LINK = Lock("{case} OR {mine}")
CODE = Lock("{case}")
EMERGENCY = Lock(
    "{mine} OR {managed}",
    # By the service that tells of it and logs it, and for oneself.
    """
    (SELECT followup_in_scope('emergency')) AND {mine}
    AND expires_at <= now() + interval '24 hours'
    AND ({orients} OR (SELECT followup_holds('adviser')))
    """,
    only_in=("erasure", "retention", "merge", "test"),
    added_in=_SITE,
)
ACCESS_LOG = Lock(
    "{kept} OR {key} IS NULL AND {by_colleague}",
    only_in=("access_log_purge", "retention", "erasure", "merge", "test"),
    added_in=("access_log", *_SITE),
)
# Written and changed by its author alone, removed by nobody.
NOTE = _kept(
    "(visibility = 'team' AND {case}) OR ({my_note})",
    """
    created_by_id = (SELECT followup_me())
    AND ((visibility = 'team' AND {write}) OR ({my_note}))
    """,
)
DRAFT = _same("{mine}", "{mine}")
# What all who work in the area read, and services write.
REFERENCE = Lock("{in_area}")
# What may be booked: as managers set it, and as each keeps their diary.
CATEGORY = _written_in("{in_area}", "configuration")
HOURS = _written_in("{in_area}", "hours")
# The address of one's own calendar.
FEED = _written_in("professional_id = {me}", "calendar")
# Files of an import: written by its service.
STAGED_FILE = Lock("{orients} OR (SELECT followup_holds('unit_manager'))")
STAGED = Lock("{orients} OR {managed}")

# Procedures.
_ONLY_GROWS = ("erasure", "retention", "merge", "test")
BREACH = Lock(
    """
    {procedure} OR {appealed}
    OR (structure_id = (SELECT followup_structure_id()) AND {case})
    """,
    "{write}",
    "{conducted} OR (reported_by_id = {me} AND {write})",
)
PROCEDURE = Lock("{procedure} OR {appealed}", "{conducted}", "{conducted} OR {appealed}", NOBODY)
OBSERVATION = Lock("{procedure} OR {appealed}", "{procedure} AND {write}", only_in=_ONLY_GROWS)
PROCEDURE_ACT = Lock(
    "{procedure} OR {appealed}",
    "({procedure} AND {write}) OR {appealed}",
    only_in=_ONLY_GROWS,
)
# The days of a sanction are known to all who follow the person.
SANCTION_PERIOD = Lock("{case} OR {appealed}", "{conducted}", "{conducted} OR {appealed}", NOBODY)
REMOBILISATION = Lock(
    "{procedure} OR {appealed} OR (professional_id = {me} AND {case})",
    "{write} AND professional_id = {me}",
)
APPEAL = Lock("{procedure} OR ({answers})", "{conducted}", "{conducted} OR ({answers})")
# A board's members read the cases of their agenda in the scope `board` alone.
REVIEW = Lock("{procedure} OR {appealed}", "{conducted}", "{conducted}")
CONFLICT = _written_in("{procedure}", "board")
BOARD_SESSION = Lock(
    "{my_unit} OR {key} IN (SELECT followup_session_ids())", "{my_unit}", "{my_unit}"
)
BOARD_MEMBER = Lock(
    "session_id IN (SELECT followup_session_ids())",
    "{led_session}",
    "{led_session}",
    "{led_session}",
)

# What leaves: written by its services, read by the unit's manager. That a case is archived is known
# to all who work in the area: the first lock hides it by that.
RETENTION = _written_in(
    "{kept} OR (state IN ('archived', 'anonymised') AND {in_area})", "retention"
)
KEPT_ROW = _written_in("{kept}", "retention")
SLIP = _written_in("{my_unit}", "retention")
SENDING = _kept("{my_unit}", "{my_unit}")
# The person's side: what is shared is read by the linked person too, while it is; what they say is
# written for them, and what is left out of their file is known to who prepares it.
SHARED = Lock("{case} OR (ended_at IS NULL AND {own})", "{write}", "{write}")
OWN_WORD = _written_in("{case} OR {own}", "own_words")
FILE_REQUEST = Lock("{case} OR {own}", "{write}", "{managed}")
WITHHELD = _same("{managed}", "{managed}")
# A caseload that was moved: known to who leads the unit.
REASSIGNMENT = _written_in("{my_unit}", "transfer")
# A file that somebody takes away, which they alone open.
EXPORT = _written_in("{mine}", "export")
# Who is asked to be one person, by who reads both; once it is done, by who reads the case kept.
MERGE = _written_in(
    """
    {orients} OR (
        {case}
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
