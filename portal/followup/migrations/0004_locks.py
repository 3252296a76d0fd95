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


def _locked(name: str) -> EnableRowSecurity:
    lock, key = policies.LOCKS[name]
    return EnableRowSecurity(name, lock, key, _FORMER.get(name, lock))


class Migration(migrations.Migration):
    dependencies = [("followup", "0003_terms")]

    operations = [DeclareScopes(), *map(_locked, _TABLES)]
