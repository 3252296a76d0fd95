"""Candidates, seen by those who recruit."""

from portal.accounts.capabilities import CANDIDATE_LIST
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import MEMBERS, OFFICERS, Row

RECRUITERS = MEMBERS | OFFICERS
# Advisers read those of their people: this world has none.
ADVISERS = frozenset({L.ADVISER})


def opportunity(path: str, status: int = 200, **options) -> Row:
    """What is about one opportunity of the members' organisation."""
    return Row(
        f"/candidatures/{{own_offer.pk}}/{path}",
        RECRUITERS,
        status,
        other=f"/candidatures/{{offer.pk}}/{path}",
        bounded=MEMBERS,
        elsewhere=ADVISERS,
        asks=(CANDIDATE_LIST,),
        **options,
    )


def received(path: str, status: int = 200, **options) -> Row:
    """What is about one application to the members' organisation."""
    return Row(
        f"/candidatures/dossier/{{received.pk}}/{path}",
        RECRUITERS,
        status,
        other=f"/candidatures/dossier/{{other_received.pk}}/{path}",
        bounded=MEMBERS,
        elsewhere=ADVISERS,
        asks=(CANDIDATE_LIST,),
        **options,
    )


MANAGED_APPLICATIONS = {
    "applications:home": Row("/candidatures/", RECRUITERS | ADVISERS, asks=(CANDIDATE_LIST,)),
    "applications:list": opportunity(""),
    "applications:bulk": opportunity("en-nombre/", 302),
    "applications:message": opportunity("message/"),
    "applications:export": opportunity("export/csv/", method="post"),
    "applications:one": received(""),
    "applications:cv": received("cv/"),
    "applications:answer": received("etat/?vers=interview"),
    "applications:refuse": received("refuser/motif/"),
    "applications:note": received("note/", 302),
}
