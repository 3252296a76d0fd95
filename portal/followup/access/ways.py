"""The ways in which a person reaches cases, in SQL: a set for `reach.py`, one case for `rules.py`.

The functions of the database say the same on their side (`migrations/0002_row_security.py`). A test
compares the two statements with them for people of every kind.
"""

from enum import Enum
from typing import Any

from django.utils import timezone

from portal.accounts.capabilities import BREAK_GLASS, FOLLOW_CASES, LEAD_UNIT, has_capability
from portal.accounts.capability import Capability
from portal.followup.rows.prepared import rows_of


class Way(Enum):
    """An arm of `REACHED`, in its order, with the capability that one needs for it."""

    REFERENT = ("referent", FOLLOW_CASES)
    DEPUTY = ("deputy", FOLLOW_CASES)
    MEMBER = ("member", FOLLOW_CASES)
    UNIT = ("unit", LEAD_UNIT)
    EMERGENCY = ("emergency", BREAK_GLASS)
    # What a manager opened of the archive of the unit, with a reason, for an hour.
    ARCHIVE = ("archive", LEAD_UNIT)

    @property
    def capability(self) -> Capability:
        return self.value[1]


TEAM = frozenset({Way.REFERENT, Way.DEPUTY, Way.MEMBER})
WRITING = TEAM | {Way.UNIT}
READING = frozenset(Way)
_NAMED = {way.value[0]: way for way in Way}

# Each way of reaching cases is one arm of a UNION of their keys, found by an index; with an OR
# between the ways, PostgreSQL looks at every case. It is written in SQL because every query of the
# area asks it: Django took longer to write it out, each time, than PostgreSQL to answer it. It has
# who asks, when, and whether each arm is asked: PostgreSQL leaves out those that are not.
REACHED = """
    WITH asked (user_id, moment) AS (VALUES (%s, %s)),
    me AS (
        SELECT professional.id, professional.unit_id, asked.user_id, asked.moment
        FROM asked
        JOIN followup_professional professional ON professional.user_id = asked.user_id
        WHERE professional.left_on IS NULL
    )
    SELECT assignment.beneficiary_id
    FROM me
    JOIN followup_referentassignment assignment ON assignment.professional_id = me.id
    WHERE %s AND assignment.starts_at <= moment
        AND (assignment.ends_at IS NULL OR assignment.ends_at > moment)
    UNION ALL
    SELECT assignment.beneficiary_id
    FROM me
    JOIN followup_absence absence ON absence.deputy_id = me.id
    JOIN followup_referentassignment assignment
        ON assignment.professional_id = absence.professional_id
    WHERE %s AND absence.starts_at <= moment AND absence.ends_at > moment
        AND assignment.starts_at <= moment
        AND (assignment.ends_at IS NULL OR assignment.ends_at > moment)
    UNION ALL
    SELECT member.beneficiary_id
    FROM me
    JOIN followup_careteammember member ON member.professional_id = me.id
    WHERE %s AND member.confirmed_at <= moment
        AND (member.ends_at IS NULL OR member.ends_at > moment)
    UNION ALL
    SELECT beneficiary.id
    FROM me
    JOIN followup_beneficiary beneficiary ON beneficiary.unit_id = me.unit_id
    WHERE %s AND NOT EXISTS (
        SELECT FROM followup_caseretention closed
        WHERE closed.beneficiary_id = beneficiary.id
            AND closed.state IN ('archived', 'anonymised')
    )
    UNION ALL
    SELECT opened.beneficiary_id
    FROM asked
    JOIN followup_breakglass opened ON opened.user_id = asked.user_id
    WHERE %s AND opened.expires_at > moment AND NOT EXISTS (
        SELECT FROM followup_caseretention closed
        WHERE closed.beneficiary_id = opened.beneficiary_id
            AND closed.state IN ('archived', 'anonymised')
    )
    UNION ALL
    SELECT opened.beneficiary_id
    FROM me
    JOIN followup_breakglass opened ON opened.user_id = me.user_id
    JOIN followup_caseretention archived ON archived.beneficiary_id = opened.beneficiary_id
    WHERE %s AND opened.expires_at > moment
        AND archived.state = 'archived' AND archived.unit_id = me.unit_id
"""
# The same of one case: no way is looked for among all the cases of somebody.
_OF_ONE = """
    WITH me AS (
        SELECT id, unit_id FROM followup_professional
        WHERE user_id = %(user)s AND left_on IS NULL
    )
    SELECT CASE WHEN assignment.professional_id = me.id THEN 'referent' ELSE 'deputy' END
    FROM me
    JOIN followup_referentassignment assignment ON assignment.beneficiary_id = %(case)s
    WHERE assignment.starts_at <= %(now)s
        AND (assignment.ends_at IS NULL OR assignment.ends_at > %(now)s)
        AND (assignment.professional_id = me.id OR EXISTS (
            SELECT FROM followup_absence absence
            WHERE absence.deputy_id = me.id
                AND absence.professional_id = assignment.professional_id
                AND absence.starts_at <= %(now)s AND absence.ends_at > %(now)s
        ))
    UNION ALL
    SELECT 'member'
    FROM me
    JOIN followup_careteammember member ON member.professional_id = me.id
    WHERE member.beneficiary_id = %(case)s AND member.confirmed_at <= %(now)s
        AND (member.ends_at IS NULL OR member.ends_at > %(now)s)
    UNION ALL
    SELECT 'unit'
    FROM me
    JOIN followup_beneficiary beneficiary ON beneficiary.unit_id = me.unit_id
    WHERE beneficiary.id = %(case)s AND NOT EXISTS (
        SELECT FROM followup_caseretention closed
        WHERE closed.beneficiary_id = %(case)s AND closed.state IN ('archived', 'anonymised')
    )
    UNION ALL
    SELECT CASE WHEN closed.id IS NULL THEN 'emergency' ELSE 'archive' END
    FROM followup_breakglass opened
    LEFT JOIN followup_caseretention closed ON closed.beneficiary_id = opened.beneficiary_id
        AND closed.state IN ('archived', 'anonymised')
    WHERE opened.user_id = %(user)s AND opened.beneficiary_id = %(case)s
        AND opened.expires_at > %(now)s
        AND (closed.id IS NULL OR closed.state = 'archived' AND closed.unit_id IN (
            SELECT unit_id FROM me
        ))
"""


def ways_to(user: Any, case_pk: int) -> frozenset[Way]:
    """Those in which a person reaches this case now, by their levels. One query, or none."""
    if not any(has_capability(user, way.capability) for way in Way):
        return frozenset()
    values = {"user": user.pk, "case": case_pk, "now": timezone.now()}
    found = {_NAMED[name] for (name,) in rows_of(_OF_ONE, values)}
    return frozenset(way for way in found if has_capability(user, way.capability))
