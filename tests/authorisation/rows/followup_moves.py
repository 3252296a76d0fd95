"""What moves: merges of cases, caseloads that are given, files that are taken away."""

from portal.accounts.capabilities import (
    EXPORT_CASES,
    LEAD_UNIT,
    MERGE_CASES,
    ORIENT,
    READ_CASES,
)
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.followup_access import FOLLOWERS, MANAGERS, ON_CASES, OPENERS
from tests.authorisation.rows.row import Row

_ADVISERS = frozenset({L.ADVISER})


def merge(path: str, other: str, status: int = 200, **options) -> Row:
    """A screen of two cases: of the unit of a manager, of everybody for who orients."""
    return Row(
        f"/suivi/{path}",
        OPENERS,
        status,
        other=f"/suivi/{other}",
        bounded=MANAGERS,
        asks=(MERGE_CASES,),
        **options,
    )


def reassignment(path: str, **options) -> Row:
    """A screen of who gives a caseload."""
    return Row(f"/suivi/unite/reaffectations/{path}", MANAGERS, asks=(LEAD_UNIT,), **options)


FOLLOWUP_MOVES = {
    "followup:merge_find": merge(
        "dossiers/{case.pk}/fusion/", other="dossiers/{other_case.pk}/fusion/"
    ),
    "followup:merge_compare": merge(
        "dossiers/{case.pk}/fusion/{case_double.pk}/",
        other="dossiers/{case.pk}/fusion/{other_double.pk}/",
        pairs=frozenset({L.ORIENTATION_OFFICER}),
    ),
    "followup:merge_history": Row(
        "/suivi/dossiers/{case.pk}/fusions/{case_pointer.pk}/",
        ON_CASES,
        other="/suivi/dossiers/{other_case.pk}/fusions/{other_pointer.pk}/",
        bounded=FOLLOWERS,
        asks=(READ_CASES, ORIENT),
    ),
    "followup:merges": Row("/suivi/fusions/", OPENERS, asks=(MERGE_CASES,)),
    "followup:merge": merge("fusions/{case_merge.pk}/", other="fusions/{other_merge.pk}/"),
    # Refused there, with its reason: the two cases changed since.
    "followup:merge_agree": merge(
        "fusions/{case_merge.pk}/accord/",
        "fusions/{other_merge.pk}/accord/",
        302,
        method="post",
    ),
    "followup:merge_withdraw": merge(
        "fusions/{case_merge.pk}/retirer/",
        "fusions/{other_merge.pk}/retirer/",
        302,
        method="post",
    ),
    "followup:reassignments": reassignment(""),
    "followup:reassign_alone": reassignment("sans-referent/"),
    "followup:reassign": reassignment(
        "{adviser.pk}/", other="/suivi/unite/reaffectations/{other_adviser.pk}/"
    ),
    "followup:reassigned": reassignment(
        "faites/{case_reassignment.pk}/",
        other="/suivi/unite/reaffectations/faites/{other_reassignment.pk}/",
    ),
    "followup:reassignment_letters": reassignment(
        "faites/{case_reassignment.pk}/lettres.pdf",
        other="/suivi/unite/reaffectations/faites/{other_reassignment.pk}/lettres.pdf",
    ),
    "followup:export": Row("/suivi/dossiers/export/", ON_CASES, asks=(EXPORT_CASES,)),
    "followup:exports": Row("/suivi/dossiers/exports/", ON_CASES, asks=(EXPORT_CASES,)),
    # A file is its asker's alone.
    "followup:export_file": Row(
        "/suivi/dossiers/exports/{case_export.pk}/fichier/",
        _ADVISERS,
        other="/suivi/dossiers/exports/{other_export.pk}/fichier/",
        elsewhere=ON_CASES - _ADVISERS,
        asks=(EXPORT_CASES,),
    ),
}
