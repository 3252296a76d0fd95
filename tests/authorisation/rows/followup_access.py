"""The closed area: people, places, care teams, emergencies, and who opened what."""

from portal.accounts.capabilities import (
    BLIND_SEARCH,
    BREAK_GLASS,
    CASE_ACCESS_LOG,
    JOIN_TEAM,
    LEAD_UNIT,
    MANAGE_RIGHTS,
    OPEN_CASES,
    ORIENT,
    READ_CASES,
)
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import RIGHTS, Row

ON_CASES = frozenset({L.ADVISER, L.ORIENTATION_OFFICER, L.UNIT_MANAGER})
FOLLOWERS = frozenset({L.ADVISER, L.UNIT_MANAGER})
OPENERS = frozenset({L.ORIENTATION_OFFICER, L.UNIT_MANAGER})
MANAGERS = frozenset({L.UNIT_MANAGER})
ORIENTS = frozenset({L.ORIENTATION_OFFICER})


def identity(path: str, **options) -> Row:
    """A screen of who somebody is: of everybody, for who orients."""
    return Row(
        f"/suivi/dossiers/{{case.pk}}/{path}",
        ON_CASES,
        other=f"/suivi/dossiers/{{other_case.pk}}/{path}",
        bounded=FOLLOWERS,
        asks=(READ_CASES, ORIENT),
        **options,
    )


def member(path: str, status: int = 200, **options) -> Row:
    """What is done to one line of a care team."""
    return Row(
        f"/suivi/groupes/{{case_member.pk}}/{path}",
        FOLLOWERS,
        status,
        other=f"/suivi/groupes/{{other_member.pk}}/{path}",
        **({"asks": (JOIN_TEAM,)} | options),
    )


def staff(path: str, status: int = 200, **options) -> Row:
    """A screen of units and places."""
    return Row(f"/suivi/professionnels/{path}", RIGHTS, status, asks=(MANAGE_RIGHTS,), **options)


FOLLOWUP_ACCESS = {
    "followup:open": Row("/suivi/dossiers/nouveau/", OPENERS, asks=(OPEN_CASES,)),
    "followup:identity": identity("identite/"),
    "followup:edit_identity": identity("identite/modifier/"),
    "followup:professionals": staff(""),
    "followup:new_place": staff("nouveau/"),
    "followup:place": staff("{other_adviser.pk}/", other="/suivi/professionnels/0/"),
    "followup:leave": staff("{other_adviser.pk}/depart/", other="/suivi/professionnels/0/depart/"),
    "followup:new_unit": staff("unites/nouvelle/"),
    "followup:one_unit": staff("unites/{unit.pk}/", other="/suivi/professionnels/unites/0/"),
    "followup:close_unit": staff(
        "unites/{unit.pk}/fermer/",
        302,
        method="post",
        other="/suivi/professionnels/unites/0/fermer/",
    ),
    "followup:team": Row(
        "/suivi/dossiers/{case.pk}/equipe/",
        FOLLOWERS,
        other="/suivi/dossiers/{other_case.pk}/equipe/",
        elsewhere=ORIENTS,
        asks=(READ_CASES,),
    ),
    "followup:team_requests": Row("/suivi/groupes/", FOLLOWERS, asks=(JOIN_TEAM,)),
    "followup:ask_to_join": Row("/suivi/groupes/demander/", FOLLOWERS, 302, asks=(JOIN_TEAM,)),
    "followup:confirm_member": member("confirmer/", 302, method="post"),
    "followup:refuse_member": member("refuser/"),
    "followup:end_member": member("fin/", elsewhere=ORIENTS, asks=(READ_CASES,)),
    "followup:blind_search": Row("/suivi/qui-suit/", ON_CASES, asks=(BLIND_SEARCH,)),
    "followup:break_glass": Row(
        "/suivi/urgence/",
        frozenset({L.ADVISER, L.ORIENTATION_OFFICER}),
        302,
        asks=(BREAK_GLASS,),
    ),
    "followup:unit": Row("/suivi/unite/", MANAGERS, asks=(LEAD_UNIT,)),
    "followup:end_absence": Row(
        "/suivi/unite/absences/{unit_absence.pk}/fin/",
        MANAGERS,
        302,
        method="post",
        other="/suivi/unite/absences/{other_absence.pk}/fin/",
        asks=(LEAD_UNIT,),
    ),
    "followup:access_log": Row("/suivi/acces/", MANAGERS, asks=(CASE_ACCESS_LOG,)),
    "followup:export_access_log": Row(
        "/suivi/acces/export.csv", MANAGERS, method="post", asks=(CASE_ACCESS_LOG,)
    ),
}
