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


# What whoever gives a level reads beside its name; the matrix says everything.
GIVES = {
    LevelName.CANDIDATE: "Tient son profil et ses CV, postule, s’inscrit aux sessions.",
    LevelName.SPONSOR: "Accompagne les personnes de ses binômes, et elles seules.",
    LevelName.COMMUNICATION: (
        "Écrit les pages et les actualités, relit et publie les annonces, règle le site."
    ),
    LevelName.EMPLOYMENT_OFFICER: (
        "Relit et publie les annonces, vérifie les organisations, suit toutes les candidatures."
    ),
    LevelName.SPONSORSHIP_COORDINATOR: (
        "Accueille les parrains et marraines, propose les binômes et les suit."
    ),
    LevelName.ADVISER: "Ouvre et tient les dossiers des personnes qui lui sont confiées.",
    LevelName.ORIENTATION_OFFICER: "Voit l’identité de chaque personne, et décide son orientation.",
    LevelName.UNIT_MANAGER: "Lit les dossiers de son unité et les répartit.",
    LevelName.BOARD_MEMBER: "Lit les dossiers de ses séances, et donne un avis.",
    LevelName.APPEAL_OFFICER: "Lit les dossiers contestés, et répond aux recours.",
    LevelName.RIGHTS_ADMINISTRATOR: (
        "Donne et retire les niveaux, lit le journal\u00a0; n’ouvre aucun dossier."
    ),
}
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
