"""Locks by service: what a decision wrote is changed by no other hand, whoever writes in the case.

One scope of the site has one use; those that only look write nothing.
"""

from django.db import migrations

from portal.followup.rows import policies
from portal.followup.rows.operations import DeclareScopes, EnableRowSecurity

# What locks the tables of `0002_row_security`, on the way back.
_FORMER = {
    "Entitlement": policies.IDENTITY,
    "OrganismMove": policies.IDENTITY,
    "Exit": policies.ORIENTATION,
    "Handover": policies.CASE,
    **dict.fromkeys(
        (
            *("Appointment", "CaseDocument", "Diagnosis", "EngagementContract"),
            *("Goal", "ActionStep"),
        ),
        policies.CASE,
    ),
}
_TABLES = (
    *("Beneficiary", "Household", "Draft", "SavedFilter", "ImportFile", "ColumnMapping"),
    *("Absence", "DelaySetting", "LetterText", "Professional", "Term", "Unit", "SearchKey"),
    *("Entitlement", "OrganismMove", "Orientation", "Exit", "ReorientationRequest"),
    *("ReferentAssignment", "Handover", "CareTeamMember", "BreakGlass", "AccessEntry"),
    *("JournalEntry", "LinkCode", "AccountLink", "ImportLine", "ImportAction", "Appointment"),
    *("CaseDocument", "Diagnosis", "EngagementContract", "Goal", "ActionStep", "ActivityLog"),
    *("BarrierAssessment", "BarrierSituation", "CareerGoal", "HoursExemption"),
)

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


def _locked(name: str) -> EnableRowSecurity:
    lock, key = policies.LOCKS[name]
    return EnableRowSecurity(name, lock, key, _FORMER.get(name, lock))


class Migration(migrations.Migration):
    dependencies = [("followup", "0003_terms")]

    operations = [
        DeclareScopes(),
        *map(_locked, _TABLES),
        migrations.RunSQL(PLACE, NO_PLACE),
    ]
