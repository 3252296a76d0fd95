"""Who may read which rows, in the database: functions, then a lock on every table of the area."""

from django.db import migrations

from portal.followup.rows import policies
from portal.followup.rows.operations import EnableRowSecurity

FUNCTIONS = """
CREATE FUNCTION followup_me() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT NULLIF(current_setting('app.user_id', true), '')::bigint
$$;

-- Whether the site itself acts, in one of these scopes; in any of them, when none is named.
CREATE FUNCTION followup_in_scope(VARIADIC names text[] DEFAULT '{}') RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT COALESCE(current_setting('app.scope', true) = ANY (
        CASE WHEN cardinality(names) > 0 THEN names ELSE ARRAY[
            'policy', 'open_case', 'transfer', 'merge', 'retention', 'import', 'booking',
            'own_file', 'reminders', 'delivery', 'board', 'erasure', 'indicators', 'access',
            'access_log_purge', 'blind_search', 'configuration', 'link', 'references', 'demo',
            'migration', 'test'
        ] END
    ), false)
$$;

CREATE FUNCTION followup_holds(level text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM public.accounts_user person
        JOIN public.accounts_user_groups held ON held.user_id = person.id
        JOIN public.auth_group groups ON groups.id = held.group_id
        WHERE person.id = NULLIF(current_setting('app.user_id', true), '')::bigint
          AND person.is_active AND groups.name = level
    )
$$;

CREATE FUNCTION followup_in_area() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM public.accounts_user person
        JOIN public.accounts_user_groups held ON held.user_id = person.id
        JOIN public.auth_group groups ON groups.id = held.group_id
        WHERE person.id = NULLIF(current_setting('app.user_id', true), '')::bigint
          AND person.is_active
          AND groups.name IN
              ('adviser', 'orientation_officer', 'unit_manager', 'rights_administrator')
    )
$$;

-- The tables that the next functions read are locked too: they read them in a scope of their own,
-- and put the former one back. Without it, the lock would ask itself for ever.
CREATE FUNCTION followup_professional_id() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
    found bigint;
BEGIN
    PERFORM set_config('app.scope', 'policy', true);
    SELECT id INTO found FROM public.followup_professional
    WHERE user_id = public.followup_me() AND left_on IS NULL;
    PERFORM set_config('app.scope', former, true);
    RETURN found;
END $$;

CREATE FUNCTION followup_profession() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
    found text;
BEGIN
    PERFORM set_config('app.scope', 'policy', true);
    SELECT profession INTO found FROM public.followup_professional
    WHERE user_id = public.followup_me() AND left_on IS NULL;
    PERFORM set_config('app.scope', former, true);
    RETURN found;
END $$;

-- Referent, care team, deputy of an absent referent.
CREATE FUNCTION followup_team_ids() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
    me bigint := public.followup_professional_id();
BEGIN
    IF me IS NULL OR NOT public.followup_holds('adviser') THEN
        RETURN;
    END IF;
    PERFORM set_config('app.scope', 'policy', true);
    RETURN QUERY
        SELECT beneficiary_id FROM public.followup_referentassignment
        WHERE starts_at <= now() AND (ends_at IS NULL OR ends_at > now())
          AND (professional_id = me OR professional_id IN (
              SELECT professional_id FROM public.followup_absence
              WHERE deputy_id = me AND starts_at <= now() AND ends_at > now()
          ))
        UNION
        SELECT beneficiary_id FROM public.followup_careteammember
        WHERE professional_id = me AND confirmed_at <= now()
          AND (ends_at IS NULL OR ends_at > now());
    PERFORM set_config('app.scope', former, true);
END $$;

-- The unit that one manages.
CREATE FUNCTION followup_managed_ids() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
    me bigint := public.followup_professional_id();
BEGIN
    IF me IS NULL OR NOT public.followup_holds('unit_manager') THEN
        RETURN;
    END IF;
    PERFORM set_config('app.scope', 'policy', true);
    RETURN QUERY
        SELECT beneficiary.id FROM public.followup_beneficiary beneficiary
        JOIN public.followup_professional professional ON professional.unit_id = beneficiary.unit_id
        WHERE professional.id = me;
    PERFORM set_config('app.scope', former, true);
END $$;

CREATE FUNCTION followup_write_ids() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.followup_team_ids() UNION SELECT public.followup_managed_ids()
$$;

-- Read, and not written: a case that was opened in an emergency.
CREATE FUNCTION followup_case_ids() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
    is_let_in boolean := public.followup_holds('adviser')
        OR public.followup_holds('orientation_officer');
BEGIN
    RETURN QUERY SELECT public.followup_write_ids();
    IF is_let_in THEN
        PERFORM set_config('app.scope', 'policy', true);
        RETURN QUERY
            SELECT beneficiary_id FROM public.followup_breakglass
            WHERE user_id = public.followup_me() AND expires_at > now();
        PERFORM set_config('app.scope', former, true);
    END IF;
END $$;

-- Identity, right and orientation: of everybody, for who orients.
CREATE FUNCTION followup_identity_ids() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
BEGIN
    IF NOT public.followup_holds('orientation_officer') THEN
        RETURN QUERY SELECT public.followup_case_ids();
        RETURN;
    END IF;
    PERFORM set_config('app.scope', 'policy', true);
    RETURN QUERY SELECT id FROM public.followup_beneficiary;
    PERFORM set_config('app.scope', former, true);
END $$;

CREATE FUNCTION followup_own_ids() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
BEGIN
    PERFORM set_config('app.scope', 'policy', true);
    RETURN QUERY
        SELECT beneficiary_id FROM public.followup_accountlink
        WHERE user_id = public.followup_me() AND cut_at IS NULL;
    PERFORM set_config('app.scope', former, true);
END $$;
"""

NO_FUNCTIONS = """
DROP FUNCTION followup_own_ids();
DROP FUNCTION followup_identity_ids();
DROP FUNCTION followup_case_ids();
DROP FUNCTION followup_write_ids();
DROP FUNCTION followup_managed_ids();
DROP FUNCTION followup_team_ids();
DROP FUNCTION followup_profession();
DROP FUNCTION followup_professional_id();
DROP FUNCTION followup_in_area();
DROP FUNCTION followup_holds(text);
DROP FUNCTION followup_in_scope(text[]);
DROP FUNCTION followup_me();
"""

# Another role of the same server asks nothing of them; the owner keeps its right.
REVOKED = """
REVOKE EXECUTE ON FUNCTION followup_holds(text), followup_in_area(), followup_professional_id(),
    followup_profession(), followup_team_ids(), followup_managed_ids(), followup_write_ids(),
    followup_case_ids(), followup_identity_ids(), followup_own_ids() FROM PUBLIC;
"""

CASES = (
    *("ActionStep", "ActivityLog", "Appointment", "BarrierAssessment", "BarrierSituation"),
    *("CareerGoal", "CaseDocument", "Diagnosis", "EngagementContract", "Goal", "Handover"),
    "HoursExemption",
)
REFERENCES = ("Absence", "DelaySetting", "LetterText", "Professional", "Term", "Unit")


class Migration(migrations.Migration):
    dependencies = [("followup", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(REVOKED, migrations.RunSQL.noop),
        EnableRowSecurity("Beneficiary", policies.PERSON, key="id"),
        EnableRowSecurity("Household", policies.HOUSEHOLD, key="id"),
        EnableRowSecurity("SearchKey", policies.ASSIGNMENT),
        EnableRowSecurity("Entitlement", policies.IDENTITY),
        EnableRowSecurity("OrganismMove", policies.IDENTITY),
        EnableRowSecurity("Orientation", policies.ORIENTATION),
        EnableRowSecurity("Exit", policies.ORIENTATION),
        EnableRowSecurity("ReorientationRequest", policies.REQUEST),
        EnableRowSecurity("ReferentAssignment", policies.ASSIGNMENT),
        EnableRowSecurity("CareTeamMember", policies.TEAM),
        EnableRowSecurity("BreakGlass", policies.EMERGENCY),
        EnableRowSecurity("AccessEntry", policies.ACCESS_LOG),
        EnableRowSecurity("JournalEntry", policies.NOTE),
        EnableRowSecurity("Draft", policies.DRAFT),
        EnableRowSecurity("SavedFilter", policies.DRAFT, key="user_id"),
        EnableRowSecurity("LinkCode", policies.CODE),
        EnableRowSecurity("AccountLink", policies.LINK),
        EnableRowSecurity("ImportFile", policies.STAGED_FILE, key="id"),
        EnableRowSecurity("ColumnMapping", policies.STAGED_FILE, key="id"),
        EnableRowSecurity("ImportLine", policies.STAGED),
        EnableRowSecurity("ImportAction", policies.STAGED),
        *(EnableRowSecurity(name, policies.CASE) for name in CASES),
        *(EnableRowSecurity(name, policies.REFERENCE, key="id") for name in REFERENCES),
    ]
