"""The rows of a timeline, in one statement that is written once.

As a UNION of twenty-nine queries of Django, with the labels of each, writing and planning it took
longer than all the rest of the page. So a table is read once, however many things its row tells,
and labels are looked for once the page is cut. Every table comes through the second lock.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from portal.followup.access import reach
from portal.followup.access.ways import TEAM, Way
from portal.followup.people.models import Beneficiary
from portal.followup.rows import prepared

# Characters of a text: the rest is in its tab.
EXCERPT = 400
# At, what, code, label, text, who, key.
Row = tuple[datetime, str, str, str, str, str, int]

_ROWS = """
SELECT page.at, page.what, page.code,
       COALESCE(
           term.label, category.label, structure.name, step.label, document.title, page.label, ''
       ),
       left(page.text, %(excerpt)s), COALESCE(professional.name, page.who, ''), page.key
FROM (
    SELECT starts_at AS at, 'appointment' AS what,
           CASE WHEN cancelled_by_service THEN 'cancelled_by_service' ELSE state END AS code,
           NULL AS label, state_reason AS text, NULL AS who, id AS key,
           kind_id AS term_id, NULL::bigint AS category_id, NULL::bigint AS structure_id,
           professional_id, NULL::bigint AS step_id, NULL::bigint AS document_id
    FROM followup_appointment
    WHERE beneficiary_id = %(case)s AND (starts_at <= %(now)s OR state = 'cancelled')

    UNION ALL
    SELECT created_at, 'summons', '', NULL, basis_reason, author_name, id,
           NULL, category_id, NULL, NULL, NULL, NULL
    FROM followup_appointment WHERE beneficiary_id = %(case)s AND is_summons

    UNION ALL
    SELECT "on", 'note', visibility, NULL, text, author_name, id,
           kind_id, NULL, NULL, NULL, NULL, NULL
    FROM followup_journalentry
    WHERE beneficiary_id = %(case)s AND (
        visibility = 'team' OR (visibility = 'profession' AND profession = %(profession)s)
    )

    UNION ALL
    SELECT told.on, told.what, path, NULL, '', author_name, id,
           NULL, NULL, told.structure_id, NULL, NULL, NULL
    FROM followup_orientation CROSS JOIN LATERAL (VALUES
        (starts_on, 'orientation', structure_id), (notified_on, 'notified', NULL)
    ) AS told ("on", what, structure_id)
    WHERE beneficiary_id = %(case)s AND told.on IS NOT NULL

    UNION ALL
    SELECT starts_at, 'referent', '', NULL, '', NULL, id,
           NULL, NULL, structure_id, professional_id, NULL, NULL
    FROM followup_referentassignment WHERE beneficiary_id = %(case)s

    UNION ALL
    SELECT told.on, told.what, told.code, NULL, told.text, author_name, id,
           NULL, NULL, NULL, NULL, NULL, NULL
    FROM followup_engagementcontract CROSS JOIN LATERAL (VALUES
        (proposed_on, 'proposed', regime, ''), (signed_on, 'signed', regime, ''),
        (closed_on, 'closed', state, closing_reason)
    ) AS told ("on", what, code, text)
    WHERE beneficiary_id = %(case)s AND told.on IS NOT NULL

    -- Each month has a row: what changed is what happened.
    UNION ALL
    SELECT "on", 'right', status, NULL, '', NULL, id, NULL, NULL, NULL, NULL, NULL, NULL
    FROM (
        SELECT "on", status, id, lag(status) OVER (ORDER BY "on") AS before
        FROM followup_entitlement WHERE beneficiary_id = %(case)s
    ) AS months
    WHERE before IS DISTINCT FROM status

    UNION ALL
    SELECT "on", 'move', direction, organism, '', NULL, id,
           NULL, NULL, NULL, NULL, NULL, NULL
    FROM followup_organismmove WHERE beneficiary_id = %(case)s

    UNION ALL
    SELECT created_at, 'document', '', NULL, title, author_name, id,
           kind_id, NULL, NULL, NULL, NULL, NULL
    FROM followup_casedocument WHERE beneficiary_id = %(case)s AND removed_at IS NULL

    UNION ALL
    SELECT "on", 'diagnosis', '', NULL, summary, author_name, id,
           NULL, NULL, NULL, NULL, NULL, NULL
    FROM followup_diagnosis WHERE beneficiary_id = %(case)s

    UNION ALL
    SELECT starts_on, 'exemption', regime, NULL, '', author_name, id,
           reason_id, NULL, NULL, NULL, NULL, NULL
    FROM followup_hoursexemption WHERE beneficiary_id = %(case)s

    -- A draft that a transfer gave back to its author was never sent.
    UNION ALL
    SELECT told.at, told.what, told.code, NULL, '', NULL, id,
           NULL, NULL, NULL, told.professional_id, NULL, NULL
    FROM followup_reorientationrequest CROSS JOIN LATERAL (VALUES
        (sent_at, 'request', kind, asked_by_id), (decided_at, 'answer', state, decided_by_id)
    ) AS told (at, what, code, professional_id)
    WHERE beneficiary_id = %(case)s AND sent_at IS NOT NULL AND told.at IS NOT NULL

    UNION ALL
    SELECT "on", 'exit', reason, NULL, situation, author_name, id,
           NULL, NULL, NULL, NULL, NULL, NULL
    FROM followup_exit WHERE beneficiary_id = %(case)s

    -- What the person was asked to choose, what stayed without an answer.
    UNION ALL
    SELECT told.at, told.what, '', NULL, told.text, told.who, id,
           NULL, category_id, NULL, NULL, NULL, NULL
    FROM followup_invitation CROSS JOIN LATERAL (VALUES
        (created_at, 'invitation', '', author_name), (expired_at, 'unanswered', '', NULL),
        (CASE WHEN state = 'withdrawn' THEN updated_at END, 'withdrawn', closing_reason, NULL)
    ) AS told (at, what, text, who)
    WHERE beneficiary_id = %(case)s AND told.at IS NOT NULL

    -- Of procedures, as far as one reads them: a delegated body reads its own reports, and no act.
    UNION ALL
    SELECT told.at, told.what, kind, NULL, told.text, NULL, id,
           NULL, NULL, NULL, told.professional_id, NULL, NULL
    FROM followup_breachreport CROSS JOIN LATERAL (VALUES
        (created_at, 'report', facts, reported_by_id),
        (CASE WHEN state = 'dismissed' THEN answered_on END, 'dismissed', answer, answered_by_id)
    ) AS told (at, what, text, professional_id)
    WHERE beneficiary_id = %(case)s AND told.at IS NOT NULL
        AND (%(reads_procedures)s OR structure_id = %(structure)s)

    UNION ALL
    SELECT "on", 'act', kind, NULL, text, author_name, id,
           NULL, NULL, NULL, NULL, NULL, NULL
    FROM followup_procedureact WHERE beneficiary_id = %(case)s AND %(reads_procedures)s

    -- What the person said and asked, and what was shared with them.
    UNION ALL
    SELECT told.at, told.what, kind, NULL, text, told.who, id,
           NULL, NULL, NULL, NULL, NULL, document_id
    FROM followup_shareditem CROSS JOIN LATERAL (VALUES
        (created_at, 'shared', author_name), (ended_at, 'unshared', ended_by)
    ) AS told (at, what, who)
    WHERE beneficiary_id = %(case)s AND told.at IS NOT NULL

    UNION ALL
    SELECT said_at, 'said', '', NULL, '', NULL, id, NULL, NULL, NULL, NULL, step_id, NULL
    FROM followup_stepword WHERE beneficiary_id = %(case)s AND taken_back_at IS NULL

    UNION ALL
    SELECT told.on, told.what, told.code, NULL, told.text, told.who, id,
           NULL, NULL, NULL, told.professional_id, NULL, NULL
    FROM followup_filerequest CROSS JOIN LATERAL (VALUES
        (received_on, 'file_asked', way, '', author_name, NULL),
        (extended_on, 'file_extended', '', extension_reason, NULL, NULL),
        (answered_on, 'file_answered', state, refusal_reason, NULL, prepared_by_id)
    ) AS told ("on", what, code, text, who, professional_id)
    WHERE beneficiary_id = %(case)s AND told.on IS NOT NULL

    -- Of one contract on one day, the signature is newer than the proposal.
    ORDER BY at DESC, key DESC, what DESC
    LIMIT %(most)s OFFSET %(start)s
) AS page
LEFT JOIN followup_term AS term ON term.id = page.term_id
LEFT JOIN followup_appointmentcategory AS category ON category.id = page.category_id
LEFT JOIN snippets_organisation AS structure ON structure.id = page.structure_id
LEFT JOIN followup_professional AS professional ON professional.id = page.professional_id
LEFT JOIN followup_actionstep AS step ON step.id = page.step_id
LEFT JOIN followup_casedocument AS document ON document.id = page.document_id
ORDER BY page.at DESC, page.key DESC, page.what DESC
"""


def rows_of(
    case: Beneficiary, user: Any, ways: frozenset[Way], *, start: int, most: int
) -> list[Row]:
    """Those of a page, the newest first, as this person may read them who reaches it so."""
    values: dict[str, Any] = {"case": case.pk, "now": timezone.now(), "excerpt": EXCERPT}
    values |= {"start": start, "most": most} | _apart(case, user, ways)
    return prepared.rows_of(_ROWS, values)


def _apart(case: Beneficiary, user: Any, ways: frozenset[Way]) -> dict[str, Any]:
    """The first lock on what not all who read a case read: notes of a profession, procedures."""
    me = reach.professional_of(user)
    return {
        "profession": me.profession if me and not TEAM.isdisjoint(ways) else None,
        "structure": me.structure_id if me else None,
        "reads_procedures": _reads_procedures(case, user, ways),
    }


def _reads_procedures(case: Beneficiary, user: Any, ways: frozenset[Way]) -> bool:
    """As `visible` of their models says of a case that one reads whole."""
    return (
        reach.is_of_the_department(user)
        or Way.UNIT in ways
        or reach.appealed_ids(user).filter(beneficiary=case.pk).exists()
    )
