"""What is known of cases today, in one statement that is written once.

Every page of a case asks for its clocks, and so does each line of a caseload: five queries of
Django took longer to write than to answer. Every table comes through the second lock.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from portal.followup.clocks.legal import ContractFacts, Move, Oriented, Right
from portal.followup.configuration.terms import REVIEWED_LATER
from portal.followup.rows.moments import end_of
from portal.followup.rows.prepared import rows_of
from portal.followup.rows.scope import Scope, system_scope

# What, case, code, flag, other flag, three days: a column that a kind has not is empty.
_KNOWN = """
SELECT what, beneficiary_id, code, flag, other, day, second_day, third_day
FROM (
    SELECT 'person' AS what, id AS beneficiary_id, state AS code,
           was_followed_before_reform AS flag, false AS other,
           NULL::date AS day, NULL::date AS second_day, NULL::date AS third_day,
           NULL::date AS rank, id AS key
    FROM followup_beneficiary WHERE id = ANY(%(ids)s)

    UNION ALL
    SELECT 'right', said.*
    FROM unnest(%(ids)s::bigint[]) AS asked (id) CROSS JOIN LATERAL (
        SELECT beneficiary_id, status, has_duties, false,
               "on", received_on, NULL::date, NULL::date, id
        FROM followup_entitlement
        WHERE beneficiary_id = asked.id AND received_on <= %(day)s AND status <> 'Z'
        ORDER BY "on" DESC LIMIT 1
    ) AS said

    UNION ALL
    SELECT 'move', said.*
    FROM unnest(%(ids)s::bigint[]) AS asked (id) CROSS JOIN LATERAL (
        SELECT beneficiary_id, direction, false, false,
               "on", received_on, NULL::date, NULL::date, id
        FROM followup_organismmove
        WHERE beneficiary_id = asked.id AND received_on <= %(day)s
        ORDER BY "on" DESC, id DESC LIMIT 1
    ) AS said

    UNION ALL
    SELECT 'orientation', beneficiary_id, path, false, false,
           starts_on, notified_on, ends_on, starts_on, id
    FROM followup_orientation WHERE beneficiary_id = ANY(%(ids)s)

    UNION ALL
    SELECT 'contract', contract.beneficiary_id, contract.state, contract.amends_id IS NOT NULL,
           COALESCE(reason.code = ANY(%(reviewed_later)s), false),
           contract.proposed_on, contract.signed_on, contract.ends_on, NULL, contract.id
    FROM followup_engagementcontract AS contract
    LEFT JOIN followup_term AS reason ON reason.id = contract.hours_reason_id
    WHERE contract.beneficiary_id = ANY(%(whole)s) AND contract.state NOT IN ('draft', 'dropped')

    UNION ALL
    SELECT 'diagnosis', beneficiary_id, '', is_joint, EXISTS (
               SELECT FROM followup_barrierassessment AS barrier
               JOIN followup_term AS theme ON theme.id = barrier.theme_id
               WHERE barrier.diagnosis_id = diagnosis.id AND barrier.severity = 'strong'
                   AND theme.code = ANY(%(reviewed_later)s)
           ),
           "on", NULL, NULL, "on", id
    FROM followup_diagnosis AS diagnosis
    WHERE beneficiary_id = ANY(%(whole)s) AND "on" <= %(day)s
) AS known
ORDER BY rank, key
"""
# The day of the last appointment that was held, or of the last note.
_CONTACTS = """
SELECT beneficiary_id, max(day)
FROM (
    SELECT beneficiary_id, (starts_at AT TIME ZONE %(zone)s)::date AS day
    FROM followup_appointment
    WHERE beneficiary_id = ANY(%(ids)s) AND state = 'held' AND starts_at < %(end)s
    UNION ALL
    SELECT beneficiary_id, "on" FROM followup_journalentry
    WHERE beneficiary_id = ANY(%(ids)s) AND "on" <= %(day)s
) AS contacts
GROUP BY beneficiary_id
"""

# State, whether followed before the reform, latest right, latest move.
Person = tuple[str, bool, Right | None, Move | None]


class Present:
    """Rows as they are now; contracts and diagnoses of `whole` alone."""

    def __init__(self, ids: Collection[int], day: date, whole: Iterable[int]) -> None:
        self.day = day
        self.orientations: dict[int, list[Oriented]] = defaultdict(list)
        self.contracts: dict[int, list[ContractFacts]] = defaultdict(list)
        # The day of the last one made with France Travail; whether the last has a lasting
        # difficulty.
        self.diagnoses: dict[int, tuple[date | None, bool]] = {}
        basics: dict[int, tuple[str, bool]] = {}
        rights: dict[int, Right] = {}
        moves: dict[int, Move] = {}
        for what, pk, code, flag, is_long, one, two, three in _known(ids, day, whole):
            match what:
                case "person":
                    basics[pk] = (code, flag)
                case "right":
                    rights[pk] = Right(one, code, flag, two)
                case "move":
                    moves[pk] = Move(one, code, two)
                case "orientation":
                    self.orientations[pk].append(Oriented(code, one, two, three))
                case "contract":
                    contract = ContractFacts(code, one, two, three, flag, is_long)
                    self.contracts[pk].append(contract)
                case "diagnosis":
                    former = self.diagnoses[pk][0] if pk in self.diagnoses else None
                    self.diagnoses[pk] = (one if flag else former, is_long)
        self.people: dict[int, Person] = {
            pk: (*said, rights.get(pk), moves.get(pk)) for pk, said in basics.items()
        }

    def contacts(self, ids: Collection[int]) -> dict[int, date]:
        """The day of the last contact."""
        values: dict[str, Any] = {"ids": [*ids], "day": self.day, "end": end_of(self.day)}
        values["zone"] = timezone.get_current_timezone_name()
        with system_scope(Scope.CLOCKS):
            return dict(rows_of(_CONTACTS, values))


def _known(ids: Collection[int], day: date, whole: Iterable[int]) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {"ids": [*ids], "whole": [*whole], "day": day}
    values["reviewed_later"] = [*REVIEWED_LATER]
    return rows_of(_KNOWN, values)
