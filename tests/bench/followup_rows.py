"""Twenty thousand cases, laid by PostgreSQL itself: the same on every run, dates apart.

COPY is refused on a table with row-level security: each statement inserts from `generate_series`,
in the scope `test`. History is left out (its triggers would take most of the time): what the bench
asks is of today, which reads none.
"""

from typing import Any

from django.db import connection

from portal.followup.models import (
    Appointment,
    Beneficiary,
    EngagementContract,
    Entitlement,
    JournalEntry,
    Orientation,
    Professional,
    ReferentAssignment,
)
from portal.followup.rows.scope import Scope, system_scope

CASES = 20_000
# 150 cases for each; the first one is who the bench signs in.
ADVISERS = 133
PROFESSIONALS = """
INSERT INTO followup_professional (user_id, name, profession, unit_id, structure_id, phone)
SELECT CASE WHEN n = 0 THEN %(user)s END, 'Conseil ' || n, 'social', %(unit)s, %(structure)s, ''
FROM generate_series(0, %(advisers)s - 1) AS n
"""
BENEFICIARIES = """
INSERT INTO followup_beneficiary (
    version, updated_at, created_at, author_name, role, title, birth_name, used_name, first_name,
    birth_date, identity_key, sort_name, france_travail_number, phone, email, address_line,
    address_more, postal_code, town, has_no_fixed_address, unit_id, state,
    has_disability_recognition, was_followed_before_reform, has_litigation_hold
)
SELECT 1, now(), now(), '', 'DEM', '', initcap(name), '', initcap(first),
       date '1965-01-01' + n * 37 %% 14000,
       name || '|' || first || '|' || n, name || ' ' || first, '',
       '06' || lpad((n * 4211 %% 100000000)::text, 8, '0'), '', '12 rue des Tilleuls', '', '90000',
       'Belfort', false, %(unit)s, 'active', false, n %% 7 = 0, false
FROM (
    SELECT n,
           (ARRAY['mart', 'dur', 'lef', 'moul', 'gir', 'chev', 'bon', 'perr', 'rous', 'faur',
                  'blanch', 'gauth', 'mor', 'lamb', 'font', 'dup', 'vid', 'caron'])[1 + n %% 18]
           || (ARRAY['in', 'and', 'evre', 'ier', 'ard', 'ot', 'net', 'el', 'aud', 'eau'])
              [1 + n / 18 %% 10] || chr(97 + n / 180 %% 26) AS name,
           (ARRAY['camille', 'eloise', 'karim', 'lea', 'nadia', 'paul', 'ines', 'hugo', 'marta',
                  'sofia', 'yanis', 'jeanne', 'louis'])[1 + n %% 13] AS first
    FROM generate_series(0, %(cases)s - 1) AS n
) AS people
"""
# The rank of a case says what it is like: `n` from 0 on.
_RANKED = """
WITH ranked AS (
    SELECT id, birth_name, first_name, number, phone,
           row_number() OVER (ORDER BY id) - 1 AS n
    FROM followup_beneficiary
), advisers AS (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM followup_professional
)
"""
REFERENTS = f"""
{_RANKED}
INSERT INTO followup_referentassignment (
    created_at, author_name, beneficiary_id, professional_id, structure_id, starts_at, end_reason,
    seen_at
)
SELECT now(), '', ranked.id, advisers.id, %(structure)s, now() - interval '90 days', '',
       CASE WHEN ranked.n / %(advisers)s > 3 THEN now() END
FROM ranked JOIN advisers ON advisers.n = ranked.n %% %(advisers)s
"""
ENTITLEMENTS = f"""
{_RANKED}
INSERT INTO followup_entitlement (
    created_at, author_name, beneficiary_id, "on", status, reason, explanation,
    has_duties, received_on
)
SELECT now(), '', id, current_date - 30 * month - 10, '2', '', '', n %% 20 <> 0,
       current_date - 30 * month - 5
FROM ranked CROSS JOIN generate_series(0, 2) AS month
"""
ORIENTATIONS = f"""
{_RANKED}
INSERT INTO followup_orientation (
    version, updated_at, created_at, author_name, beneficiary_id, path, structure_id, unit_id,
    by_france_travail, starts_on, notified_on, reason
)
SELECT 1, now(), now(), '', id,
       (ARRAY['social', 'professional', 'socio_professional'])[1 + n %% 3], %(structure)s, %(unit)s,
       false, current_date - (20 + n %% 300)::int,
       CASE WHEN n %% 11 <> 0 THEN current_date - (15 + n %% 300)::int END, ''
FROM ranked WHERE n %% 25 <> 0
"""
CONTRACTS = f"""
{_RANKED}
INSERT INTO followup_engagementcontract (
    version, updated_at, created_at, author_name, beneficiary_id, state, starts_on, ends_on,
    regime, weekly_hours, hours_comment, person_words, department_commitments, proposed_on,
    signed_on, closing_reason
)
SELECT 1, now(), now(), '', id, CASE WHEN n %% 9 = 0 THEN 'proposed' ELSE 'signed' END,
       current_date - (n %% 300)::int, current_date - (n %% 300)::int + 330, 'full', 15, '', '',
       '', current_date - (n %% 300)::int,
       CASE WHEN n %% 9 <> 0 THEN current_date - (n %% 300)::int END, ''
FROM ranked WHERE n %% 4 <> 0
"""
APPOINTMENTS = f"""
{_RANKED}
INSERT INTO followup_appointment (
    version, updated_at, created_at, author_name, beneficiary_id, professional_id, state, mode,
    place, starts_at, minutes, cancelled_by_service, state_reason,
    holds_slot, is_summons, warns, basis, basis_reason
)
SELECT 1, now(), now(), '', ranked.id, advisers.id,
       CASE WHEN month = 0 THEN 'planned' ELSE 'held' END, 'office', '',
       date_trunc('day', now()) + interval '10 hours' - month * interval '40 days'
       + CASE WHEN month = 0 THEN (ranked.n / %(advisers)s %% 20) * interval '1 day'
         ELSE - (ranked.n %% 30) * interval '1 day' END,
       45, false, '', false, false, false, '', ''
FROM ranked JOIN advisers ON advisers.n = ranked.n %% %(advisers)s
CROSS JOIN generate_series(0, 2) AS month
"""
NOTES = f"""
{_RANKED}
INSERT INTO followup_journalentry (
    version, updated_at, created_at, author_name, beneficiary_id, visibility, profession, "on",
    text
)
SELECT 1, now(), now(), 'Conseil', id, CASE WHEN month = 2 THEN 'profession' ELSE 'team' END,
       'social', current_date - (month * 40 + n %% 60)::int,
       repeat('La personne cherche un logement plus près de son travail. ', 6)
FROM ranked CROSS JOIN generate_series(0, 2) AS month
"""
KEYS = f"""
{_RANKED}
INSERT INTO followup_searchkey (beneficiary_id, kind, key)
SELECT id, kind, key FROM ranked, LATERAL (VALUES
    ('name', lower(birth_name)), ('name', lower(first_name)), ('number', number::text),
    ('number', lpad(number::text, 6, '0')), ('phone', phone)
) AS keys (kind, key)
ON CONFLICT DO NOTHING
"""
# What is joined to these tables is planned on what they hold, not on the empty ones they were.
_ANALYSED = "ANALYZE followup_professional, followup_beneficiary"
STATEMENTS = (
    PROFESSIONALS,
    BENEFICIARIES,
    _ANALYSED,
    REFERENTS,
    ENTITLEMENTS,
    ORIENTATIONS,
    CONTRACTS,
    APPOINTMENTS,
    NOTES,
    KEYS,
)


_FILLED = (
    Professional,
    Beneficiary,
    ReferentAssignment,
    Entitlement,
    Orientation,
    EngagementContract,
    Appointment,
    JournalEntry,
)


def lay_cases(*, user: Any, unit: Any, structure: Any, cases: int = CASES) -> None:
    """Fill an empty area; `user` is the first adviser. Analysed, as a site that runs is."""
    values = {
        "user": user.pk,
        "unit": unit.pk,
        "structure": structure.pk,
        "advisers": ADVISERS,
        "cases": cases,
    }
    with system_scope(Scope.TEST), connection.cursor() as cursor:
        _keep_history(cursor, "DISABLE")
        for statement in STATEMENTS:
            cursor.execute(statement, values)
        # What waits for the end of the transaction is checked now: no table is altered before.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _keep_history(cursor, "ENABLE")


def _keep_history(cursor: Any, action: str) -> None:
    for model in _FILLED:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"ALTER TABLE {table} {action} TRIGGER USER")


def settle() -> None:
    """VACUUM ANALYZE, outside of a transaction."""
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names():
            if name.startswith("followup_"):
                cursor.execute(f"VACUUM ANALYZE {connection.ops.quote_name(name)}")


def are_laid() -> bool:
    """Whether a former size of this run laid them."""
    with system_scope(Scope.TEST):
        return bool(Beneficiary.unscoped.exists())
