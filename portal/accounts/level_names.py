"""The names of the levels, and those that never go together."""

from django.db import models


class LevelName(models.TextChoices):
    """Habilitation: its value is the name of its Django group."""

    CANDIDATE = "candidate", "Candidat·e"
    ORGANISATION_MEMBER = "organisation_member", "Membre (entreprise, partenaire, association)"
    ORGANISATION_MANAGER = (
        "organisation_manager",
        "Gestionnaire (entreprise, partenaire, association)",
    )
    SPONSOR = "sponsor", "Parrain, marraine"
    COMMUNICATION = "communication", "Communication"
    EMPLOYMENT_OFFICER = "employment_officer", "Chargé·e d’emploi"
    SPONSORSHIP_COORDINATOR = "sponsorship_coordinator", "Coordination du parrainage"
    ADVISER = "adviser", "Conseiller·ère RSA"
    ORIENTATION_OFFICER = "orientation_officer", "Chargé·e d’orientation"
    UNIT_MANAGER = "unit_manager", "Responsable d’unité"
    BOARD_MEMBER = "board_member", "Membre de l’équipe pluridisciplinaire"
    APPEAL_OFFICER = "appeal_officer", "Chargé·e des recours"
    RIGHTS_ADMINISTRATOR = "rights_administrator", "Administration des droits"


# Given by a membership, never by a grant.
OF_AN_ORGANISATION = frozenset({LevelName.ORGANISATION_MEMBER, LevelName.ORGANISATION_MANAGER})
# Agents of the Département: a second factor is asked of them.
OF_STAFF = frozenset(
    {
        LevelName.COMMUNICATION,
        LevelName.EMPLOYMENT_OFFICER,
        LevelName.SPONSORSHIP_COORDINATOR,
        LevelName.ADVISER,
        LevelName.ORIENTATION_OFFICER,
        LevelName.UNIT_MANAGER,
        LevelName.BOARD_MEMBER,
        LevelName.APPEAL_OFFICER,
        LevelName.RIGHTS_ADMINISTRATOR,
    }
)
# They open cases, or what is decided in them: who gives the rights never has them.
ON_CASES = frozenset(
    {
        LevelName.ADVISER,
        LevelName.ORIENTATION_OFFICER,
        LevelName.UNIT_MANAGER,
        LevelName.BOARD_MEMBER,
        LevelName.APPEAL_OFFICER,
    }
)


def are_exclusive(one: str, other: str) -> bool:
    """Whether one person may never hold both levels."""
    return {one, other} & ON_CASES != set() and LevelName.RIGHTS_ADMINISTRATOR in {one, other}
