"""Files of CAF and MSA: officers bring them in, a unit manager decides the lines of the unit."""

import re

from portal.accounts.capabilities import IMPORT_CASES
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import Row

OFFICER = frozenset({L.ORIENTATION_OFFICER})
MANAGER = frozenset({L.UNIT_MANAGER})


def brought_in(path: str, status: int = 200, **options) -> Row:
    """What a unit manager, who decides lines, does not find."""
    if "{" in path:
        # Files are everybody's who brings them in: one that is not there is not found.
        options["other"] = re.sub(r"{[^}]+}", "0", f"/suivi/fichiers/{path}")
    return Row(
        f"/suivi/fichiers/{path}",
        OFFICER,
        status,
        elsewhere=MANAGER,
        asks=(IMPORT_CASES,),
        **options,
    )


def of_file(path: str, status: int = 200, **options) -> Row:
    """A screen of one file: for a manager, of one that speaks of their unit."""
    return Row(
        f"/suivi/fichiers/{{import_file.pk}}/{path}",
        OFFICER | MANAGER,
        status,
        other=f"/suivi/fichiers/{{other_import_file.pk}}/{path}",
        bounded=MANAGER,
        asks=(IMPORT_CASES,),
        **options,
    )


def of_action(path: str) -> Row:
    """A button of one action: for a manager, of somebody of their unit."""
    return Row(
        f"/suivi/fichiers/actions/{{import_action.pk}}/{path}/",
        OFFICER | MANAGER,
        302,
        method="post",
        other=f"/suivi/fichiers/actions/{{other_import_action.pk}}/{path}/",
        bounded=MANAGER,
        asks=(IMPORT_CASES,),
    )


FOLLOWUP_IMPORTS = {
    "followup:imports": Row("/suivi/fichiers/", OFFICER | MANAGER, asks=(IMPORT_CASES,)),
    "followup:import_upload": brought_in("deposer/"),
    "followup:import_mappings": brought_in("colonnes/"),
    "followup:import_mapping": brought_in("colonnes/{import_mapping.pk}/"),
    "followup:import_mapping_forget": brought_in(
        "colonnes/{import_mapping.pk}/oublier/", 302, method="post"
    ),
    "followup:import_file": of_file(""),
    "followup:import_columns": brought_in("{waiting_import.pk}/colonnes/"),
    "followup:import_drop": brought_in("{import_file.pk}/abandonner/"),
    "followup:import_lines": of_file("lignes/"),
    "followup:import_errors": of_file("erreurs.csv"),
    "followup:import_work": of_file("travail/"),
    "followup:import_apply_sure": of_file("appliquer/"),
    "followup:import_decide": of_action("appliquer"),
    "followup:import_set_aside": of_action("de-cote"),
    "followup:import_wait_again": of_action("reprendre"),
    "followup:import_undo": of_action("annuler"),
}
