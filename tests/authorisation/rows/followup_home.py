"""The home page of who reads cases, and their caseload."""

from portal.accounts.capabilities import FOLLOW_CASES, READ_CASES
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import Row

ADVISERS = frozenset({L.ADVISER})
READERS = frozenset({L.ADVISER, L.ORIENTATION_OFFICER, L.UNIT_MANAGER})

FOLLOWUP_HOME = {
    "followup:home": Row("/suivi/", READERS, asks=(READ_CASES,)),
    "followup:search": Row("/suivi/recherche/?q=martin", READERS, asks=(READ_CASES,)),
    "followup:caseload": Row("/suivi/dossiers/", READERS, asks=(READ_CASES,)),
    "followup:save_filter": Row(
        "/suivi/dossiers/onglets/?alerte=silence", READERS, 422, method="post", asks=(READ_CASES,)
    ),
    # A tab is its person's alone.
    "followup:drop_filter": Row(
        "/suivi/dossiers/onglets/{case_filter.pk}/retirer/",
        ADVISERS,
        302,
        method="post",
        other="/suivi/dossiers/onglets/{other_filter.pk}/retirer/",
        elsewhere=READERS - ADVISERS,
        asks=(READ_CASES,),
    ),
    "followup:seen": Row(
        "/suivi/nouveaux/{case_assignment.pk}/vu/",
        ADVISERS,
        302,
        method="post",
        other="/suivi/nouveaux/{other_assignment.pk}/vu/",
        asks=(FOLLOW_CASES,),
    ),
}
