"""Orientation, referents, requests, exits and rights of the closed area."""

from portal.accounts.capabilities import FOLLOW_CASES, OPEN_CASES, ORIENT, READ_CASES
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import Row

ADVISERS = frozenset({L.ADVISER})
OFFICERS = frozenset({L.ORIENTATION_OFFICER})
MANAGERS = frozenset({L.UNIT_MANAGER})
READERS = ADVISERS | OFFICERS | MANAGERS
_CASE, _OTHER = "/suivi/dossiers/{case.pk}/", "/suivi/dossiers/{other_case.pk}/"
_NEW = "/suivi/dossiers/{new_case.pk}/"


def officers(path: str, status: int = 200, **options) -> Row:
    """A decision on anybody, by who orients."""
    return Row(path, OFFICERS, status, asks=(ORIENT,), **options)


def on_anybody(path: str) -> Row:
    """A decision on a case: none is out of reach but one that is not there."""
    return officers(f"{_CASE}{path}", other=f"/suivi/dossiers/0/{path}")


def of_new_orientation(path: str) -> Row:
    """A decision on an orientation: that of another case is not found under this one."""
    end = f"orientations/{{new_orientation.pk}}/{path}"
    return officers(f"{_NEW}{end}", other=f"{_CASE}{end}")


def readers(path: str) -> Row:
    """A tab of identity: the officer opens it for everybody."""
    return Row(
        f"{_CASE}{path}",
        READERS,
        other=f"{_OTHER}{path}",
        bounded=ADVISERS | MANAGERS,
        asks=(READ_CASES, ORIENT),
    )


FOLLOWUP_ORIENTATION = {
    "followup:requests": officers("/suivi/orientation/"),
    "followup:own_requests": Row("/suivi/mes-demandes/", ADVISERS, asks=(FOLLOW_CASES,)),
    "followup:pathway": readers("parcours/"),
    "followup:rights": readers("droits/"),
    "followup:orient": on_anybody("orienter/"),
    "followup:orient_france_travail": on_anybody("orienter/france-travail/"),
    "followup:correct_orientation": of_new_orientation("corriger/"),
    "followup:notify": of_new_orientation("notifier/"),
    "followup:orientation_letter": of_new_orientation("courrier.pdf"),
    "followup:assign": Row(
        f"{_CASE}referent/",
        OFFICERS | MANAGERS,
        other=f"{_OTHER}referent/",
        bounded=MANAGERS,
        asks=(OPEN_CASES,),
    ),
    "followup:request": Row(
        f"{_CASE}demande/", ADVISERS, other=f"{_OTHER}demande/", asks=(FOLLOW_CASES,)
    ),
    # One waits for its answer already: led to the screen that says so.
    "followup:request_write": Row(
        f"{_CASE}demande/referent/",
        ADVISERS,
        302,
        other=f"{_OTHER}demande/referent/",
        asks=(FOLLOW_CASES,),
    ),
    "followup:withdraw_request": Row(
        f"{_CASE}demandes/{{case_request.pk}}/retirer/",
        ADVISERS,
        302,
        method="post",
        other=f"{_OTHER}demandes/{{stray_request.pk}}/retirer/",
        asks=(FOLLOW_CASES,),
    ),
    "followup:answer_request": officers(
        f"{_CASE}demandes/{{case_request.pk}}/",
        other=f"{_CASE}demandes/{{stray_request.pk}}/",
    ),
    "followup:exit": on_anybody("sortie/"),
    "followup:take_back_exit": officers(
        "/suivi/dossiers/{exited_case.pk}/sortie/annuler/", other=f"{_CASE}sortie/annuler/"
    ),
    "followup:record_right": on_anybody("droits/saisir/"),
    "followup:mend_right": officers(
        f"{_CASE}droits/{{case_right.pk}}/corriger/",
        other=f"{_CASE}droits/{{stray_right.pk}}/corriger/",
    ),
}
