"""Who may read which rows, in the database: functions, then a lock on every table of the area."""

from django.db import migrations

from portal.followup.rows import policies
from portal.followup.rows.operations import DeclareScopes, EnableRowSecurity

FUNCTIONS = """
-- Each is asked once for each table of each query, hence plpgsql: it keeps its plans as long as the
-- connection, where a function in SQL is read and planned again in each query.
CREATE FUNCTION followup_me() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NULLIF(current_setting('app.user_id', true), '')::bigint;
END $$;

-- The levels that somebody holds; none, once the account is closed.
CREATE FUNCTION followup_levels() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ARRAY(
        SELECT groups.name FROM public.accounts_user person
        JOIN public.accounts_user_groups held ON held.user_id = person.id
        JOIN public.auth_group groups ON groups.id = held.group_id
        WHERE person.id = public.followup_me() AND person.is_active
    );
END $$;

CREATE FUNCTION followup_holds(level text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN level = ANY (public.followup_levels());
END $$;

CREATE FUNCTION followup_in_area() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN public.followup_levels() &&
        ARRAY['adviser', 'orientation_officer', 'unit_manager', 'rights_administrator'];
END $$;

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

-- The cases that somebody reaches now, in the ways that are named:
--   'team'       referent, deputy of an absent referent, confirmed member of the care team;
--   'unit'       manager of the unit that follows the case;
--   'emergency'  opened in an emergency, less than a day ago.
-- Each way is one query, answered by an index: ten queries of a page may ask them thirty times.
CREATE FUNCTION followup_case_ids(VARIADIC ways text[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp ROWS 200 AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
    levels text[] := public.followup_levels();
    my_id bigint;
    my_unit bigint;
BEGIN
    PERFORM set_config('app.scope', 'policy', true);
    SELECT id, unit_id INTO my_id, my_unit FROM public.followup_professional
    WHERE user_id = public.followup_me() AND left_on IS NULL;
    IF 'team' = ANY (ways) AND 'adviser' = ANY (levels) THEN
        RETURN QUERY
            SELECT beneficiary_id FROM public.followup_referentassignment
            WHERE professional_id = my_id
              AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now())
            UNION ALL
            SELECT assignment.beneficiary_id FROM public.followup_absence absence
            JOIN public.followup_referentassignment assignment
              ON assignment.professional_id = absence.professional_id
            WHERE absence.deputy_id = my_id
              AND absence.starts_at <= now() AND absence.ends_at > now()
              AND assignment.starts_at <= now()
              AND (assignment.ends_at IS NULL OR assignment.ends_at > now())
            UNION ALL
            SELECT beneficiary_id FROM public.followup_careteammember
            WHERE professional_id = my_id AND confirmed_at <= now()
              AND (ends_at IS NULL OR ends_at > now());
    END IF;
    IF 'unit' = ANY (ways) AND 'unit_manager' = ANY (levels) THEN
        RETURN QUERY SELECT id FROM public.followup_beneficiary WHERE unit_id = my_unit;
    END IF;
    IF 'emergency' = ANY (ways) AND levels && ARRAY['adviser', 'orientation_officer'] THEN
        RETURN QUERY
            SELECT beneficiary_id FROM public.followup_breakglass
            WHERE user_id = public.followup_me() AND expires_at > now();
    END IF;
    PERFORM set_config('app.scope', former, true);
END $$;

CREATE FUNCTION followup_own_ids() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp ROWS 1 AS $$
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
DROP FUNCTION followup_case_ids(text[]);
DROP FUNCTION followup_profession();
DROP FUNCTION followup_professional_id();
DROP FUNCTION followup_in_area();
DROP FUNCTION followup_holds(text);
DROP FUNCTION followup_levels();
DROP FUNCTION followup_in_scope(text[]);
DROP FUNCTION followup_me();
"""

# Another role of the same server asks nothing of them; the owner keeps its right.
REVOKED = """
REVOKE EXECUTE ON FUNCTION followup_levels(), followup_holds(text), followup_in_area(),
    followup_professional_id(), followup_profession(), followup_case_ids(text[]),
    followup_own_ids() FROM PUBLIC;
"""

# Where a case stands is decided: a column is not locked by a policy, hence the trigger.
PLACE = """
CREATE FUNCTION followup_keep_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF public.followup_in_scope() THEN
        RETURN NEW;
    END IF;
    IF (NEW.household_id, NEW.state, NEW.number, NEW.has_litigation_hold)
            IS DISTINCT FROM (OLD.household_id, OLD.state, OLD.number, OLD.has_litigation_hold)
        OR NEW.unit_id IS DISTINCT FROM OLD.unit_id
            AND NOT public.followup_holds('orientation_officer')
    THEN
        RAISE insufficient_privilege USING MESSAGE =
            'row-level security: the place of a case is written by services';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER followup_keep_place
BEFORE UPDATE OF household_id, state, number, has_litigation_hold, unit_id
ON followup_beneficiary FOR EACH ROW
WHEN (
    (OLD.household_id, OLD.state, OLD.number, OLD.has_litigation_hold, OLD.unit_id)
    IS DISTINCT FROM
    (NEW.household_id, NEW.state, NEW.number, NEW.has_litigation_hold, NEW.unit_id)
)
EXECUTE FUNCTION followup_keep_place();
"""
NO_PLACE = """
DROP TRIGGER followup_keep_place ON followup_beneficiary;
DROP FUNCTION followup_keep_place();
"""

# Those of `0001_initial`: a table that comes later is locked by the migration that makes it.
TABLES = (
    *("Beneficiary", "Household", "Draft", "SavedFilter", "ImportFile", "ColumnMapping"),
    *("Absence", "DelaySetting", "LetterText", "Professional", "Term", "Unit", "SearchKey"),
    *("Entitlement", "OrganismMove", "Orientation", "Exit", "ReorientationRequest"),
    *("ReferentAssignment", "Handover", "CareTeamMember", "BreakGlass", "AccessEntry"),
    *("JournalEntry", "LinkCode", "AccountLink", "ImportLine", "ImportAction", "Appointment"),
    *("CaseDocument", "Diagnosis", "EngagementContract", "Goal", "ActionStep", "ActivityLog"),
    *("BarrierAssessment", "BarrierSituation", "CareerGoal", "HoursExemption"),
)


class Migration(migrations.Migration):
    dependencies = [("followup", "0001_initial")]

    operations = [
        DeclareScopes(),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(REVOKED, migrations.RunSQL.noop),
        *(EnableRowSecurity(name, *policies.LOCKS[name]) for name in TABLES),
        migrations.RunSQL(PLACE, NO_PLACE),
    ]
