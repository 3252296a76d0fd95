"""What each level may do: the registry that views, screens and documents are made from.

A capability names the levels that hold it and how far. A level that is not named is refused: 403
for a capability that is lacking, 404 for an object out of reach. Predicates on objects
(`portal.accounts.rules` and the `rules` of each app) narrow a capability; none widens it.

All that says who may is made from here: the groups' permissions (`levels.py`), who reviews, whoever
may do something (`holders.py`), the matrix.
"""

from typing import Any

from portal.accounts.capability import Area, Capability, Cms, Reach, TreePlace
from portal.accounts.level_names import LevelName as L
from snippets.models import Organisation


def _on(model: str, *actions: str) -> frozenset[str]:
    """Permissions on a model, as Django names them: `app.action_model`."""
    app, _, name = model.partition(".")
    return frozenset(f"{app}.{action}_{name}" for action in actions)


def _everybody(reach: Reach) -> dict[L, Reach]:
    return dict.fromkeys(L, reach)


_ORGANISATION = (L.ORGANISATION_MEMBER, L.ORGANISATION_MANAGER)
_MODERATORS = (L.COMMUNICATION, L.EMPLOYMENT_OFFICER)

READ = Capability(
    "content.read",
    "Lire ce qui est publié, chercher, utiliser l’API",
    Area.CONTENT,
    _everybody(Reach.ALL),
    Reach.ALL,
    needs_level=False,
)
PROPOSE = Capability(
    "opportunities.propose",
    "Proposer, modifier, retirer des annonces",
    Area.CONTENT,
    {
        **dict.fromkeys(_ORGANISATION, Reach.OWN_ORGANISATION),
        **dict.fromkeys(_MODERATORS, Reach.ALL),
    },
    cms=Cms(
        # An offer may come with a new employer; it names its commune and its trade.
        _on("snippets.organisation", "add", "change", "view")
        | {"snippets.view_commune", "snippets.view_occupation"},
        places=frozenset({TreePlace.JOBS, TreePlace.VOLUNTEERING, TreePlace.SESSIONS}),
    ),
)
MODERATE = Capability(
    "opportunities.moderate",
    "Relire et approuver les annonces",
    Area.CONTENT,
    dict.fromkeys(_MODERATORS, Reach.ALL),
    cms=Cms(
        _on("search.adreport", "view", "change") | {"pages.moderate_opportunity"}, reviews=True
    ),
)
EDIT_PAGES = Capability(
    "pages.edit",
    "Écrire les pages, actualités, images et menus",
    Area.CONTENT,
    {L.COMMUNICATION: Reach.ALL},
    cms=Cms(
        # Home, content and news alone: a page permission would reach the offers below.
        _on("wagtailredirects.redirect", "add", "change", "delete", "view")
        | {"pages.publish_editorial", "pages.change_navigation"},
        places=frozenset({TreePlace.HOME}),
        collection=_on("wagtailimages.image", "add", "change", "choose")
        | _on("wagtaildocs.document", "add", "change", "choose")
        # What one adds, another takes away: Wagtail deletes an empty one only.
        | _on("wagtailcore.collection", "add", "change", "delete"),
    ),
)
EDIT_LISTS = Capability(
    "site.lists",
    "Régler le site, ses courriels, les réponses types, les listes de la relecture et des CV",
    Area.CONTENT,
    {L.COMMUNICATION: Reach.ALL},
    cms=Cms(
        _on("pages.checklistitem", "add", "change", "view")
        | _on("pages.refusalreason", "add", "change", "view")
        | _on("cv.cvsuggestions", "add", "change", "delete", "view")
        | _on("participation.replytemplate", "add", "change", "delete", "view")
        | {"snippets.view_mailtemplate", "snippets.change_mailtemplate"}
        | {"snippets.change_sitesettings"}
    ),
)
OWN_ACCOUNT = Capability(
    "accounts.own",
    "Gérer son compte, exporter et effacer ses données",
    Area.PERSON,
    {
        **_everybody(Reach.OWN),
        **dict.fromkeys(_ORGANISATION, Reach.OWN_ACCOUNT),
    },
    needs_level=False,
)
OWN_SPACE = Capability(
    "candidates.own_space",
    "Tenir son profil, ses favoris et ses alertes",
    Area.PERSON,
    {L.CANDIDATE: Reach.OWN},
)
OWN_CV = Capability(
    "cv.own",
    "Tenir ses CV",
    Area.PERSON,
    {L.CANDIDATE: Reach.OWN},
)
HELP_CV = Capability(
    "cv.help",
    "Aider une personne à écrire son CV, avec son accord",
    Area.CANDIDATES,
    {
        **dict.fromkeys(_ORGANISATION, Reach.CONSENTED),
        L.ADVISER: Reach.CONSENTED_PEOPLE,
    },
    verified_kinds=frozenset({Organisation.Kind.EMPLOYMENT_PARTNER}),
)
APPLY = Capability(
    "applications.apply",
    "Postuler, s’inscrire à une session",
    Area.CANDIDATES,
    {L.CANDIDATE: Reach.ALL},
    Reach.GUEST,
)
APPLY_FOR = Capability(
    "applications.apply_for",
    "Postuler ou inscrire pour quelqu’un, avec son accord",
    Area.CANDIDATES,
    {
        **dict.fromkeys(_ORGANISATION, Reach.CONSENTED_PEOPLE),
        L.EMPLOYMENT_OFFICER: Reach.FOR_SOMEONE,
        L.ADVISER: Reach.THEIR_PEOPLE,
    },
    verified_kinds=frozenset({Organisation.Kind.EMPLOYMENT_PARTNER}),
)
CANDIDATE_LIST = Capability(
    "applications.list",
    "Voir les candidats d’une annonce et leur statut",
    Area.CANDIDATES,
    {
        **dict.fromkeys(_ORGANISATION, Reach.CONSENTED),
        L.EMPLOYMENT_OFFICER: Reach.ALL,
        L.ADVISER: Reach.THEIR_PEOPLE,
    },
)
CONFIRM_HOURS = Capability(
    "volunteering.hours",
    "Suivre les engagements des bénévoles, en confirmer les heures (l’association\u00a0; les "
    "agents, pour les missions du Département)",
    Area.CANDIDATES,
    {
        **dict.fromkeys(_ORGANISATION, Reach.CONSENTED),
        L.EMPLOYMENT_OFFICER: Reach.ALL,
    },
    verified_kinds=frozenset({Organisation.Kind.ASSOCIATION, Organisation.Kind.EMPLOYMENT_PARTNER}),
)
CALL_BACK = Capability(
    "participation.call_back",
    "Rappeler les personnes qui le demandent",
    Area.CANDIDATES,
    {L.EMPLOYMENT_OFFICER: Reach.ALL},
)
CAMPAIGNS = Capability(
    "mailing.campaigns",
    "Envoyer des courriels groupés",
    Area.CANDIDATES,
    {
        L.COMMUNICATION: Reach.ORGANISATIONS,
        L.EMPLOYMENT_OFFICER: Reach.ALL,
        L.SPONSORSHIP_COORDINATOR: Reach.SPONSORS,
    },
)
READ_MAIL_JOURNAL = Capability(
    "mail.read_journal",
    "Voir quels messages le site a envoyés à une personne",
    Area.CANDIDATES,
    {L.EMPLOYMENT_OFFICER: Reach.ALL},
)
MANAGE_MEMBERS = Capability(
    "organisations.members",
    "Gérer les collègues et les invitations d’une organisation",
    Area.ORGANISATIONS,
    {
        L.ORGANISATION_MANAGER: Reach.OWN_ORGANISATION,
        L.EMPLOYMENT_OFFICER: Reach.ALL,
        L.RIGHTS_ADMINISTRATOR: Reach.ALL,
    },
)
VERIFY_ORGANISATIONS = Capability(
    "organisations.verify",
    "Vérifier ou suspendre une organisation",
    Area.ORGANISATIONS,
    {L.EMPLOYMENT_OFFICER: Reach.ALL},
    cms=Cms(frozenset({"snippets.verify_organisation"})),
)
ASK_SPONSOR = Capability(
    "sponsorship.ask",
    "Demander un parrain, une marraine",
    Area.SPONSORSHIP,
    {L.CANDIDATE: Reach.ASK},
)
ASK_SPONSOR_FOR = Capability(
    "sponsorship.ask_for",
    "Demander un parrain, une marraine pour quelqu’un, avec son accord",
    Area.SPONSORSHIP,
    {
        **dict.fromkeys(_ORGANISATION, Reach.CONSENTED_PEOPLE),
        L.ADVISER: Reach.THEIR_PEOPLE,
        L.UNIT_MANAGER: Reach.THEIR_PEOPLE,
    },
    verified_kinds=frozenset({Organisation.Kind.EMPLOYMENT_PARTNER}),
)
OWN_SPONSORSHIPS = Capability(
    "sponsorship.own_pairs",
    "Accompagner les personnes de ses binômes",
    Area.SPONSORSHIP,
    {L.SPONSOR: Reach.OWN_PAIRS},
)
COORDINATE_SPONSORS = Capability(
    "sponsorship.coordinate",
    "Accueillir les parrains et marraines, tenir la liste d’attente, proposer des binômes",
    Area.SPONSORSHIP,
    {L.SPONSORSHIP_COORDINATOR: Reach.ALL},
)
OWN_CASE = Capability(
    "cases.own",
    "Lier son compte à son suivi, en voir le résumé",
    Area.PERSON,
    {L.CANDIDATE: Reach.OWN_SUMMARY},
)
READ_CASES = Capability(
    "cases.read",
    "Lire un dossier",
    Area.CASES,
    {
        L.ADVISER: Reach.REFERENT_OR_TEAM,
        L.ORIENTATION_OFFICER: Reach.IDENTITY_AND_ORIENTATION,
        L.UNIT_MANAGER: Reach.OWN_UNIT,
    },
)
WRITE_CASES = Capability(
    "cases.write",
    "Écrire dans un dossier",
    Area.CASES,
    {L.ADVISER: Reach.REFERENT_OR_TEAM, L.UNIT_MANAGER: Reach.OWN_UNIT},
)
FOLLOW_CASES = Capability(
    "cases.follow",
    "Suivre des personnes, comme référent ou dans un groupe de suivi",
    Area.CASES,
    {L.ADVISER: Reach.REFERENT_OR_TEAM},
)
CONFIDENTIAL_NOTES = Capability(
    "cases.confidential_notes",
    "Lire et écrire les notes confidentielles de son métier",
    Area.CASES,
    {L.ADVISER: Reach.SAME_PROFESSION},
)
ORIENT = Capability(
    "cases.orient",
    "Orienter, répondre aux demandes de réorientation et de fin de parcours",
    Area.CASES,
    {L.ORIENTATION_OFFICER: Reach.ALL},
)
OPEN_CASES = Capability(
    "cases.open",
    "Ouvrir un dossier à la main, désigner un référent",
    Area.CASES,
    {L.ORIENTATION_OFFICER: Reach.ALL, L.UNIT_MANAGER: Reach.OWN_UNIT},
)
LEAD_UNIT = Capability(
    "cases.lead_unit",
    "Conduire une unité\u00a0: ses dossiers, ses absences, sa charge",
    Area.CASES,
    {L.UNIT_MANAGER: Reach.OWN_UNIT},
)
CONFIGURE_FOLLOWUP = Capability(
    "cases.configure",
    "Régler le suivi\u00a0: listes, délais, courriers",
    Area.CASES,
    {L.UNIT_MANAGER: Reach.ALL},
)
BLIND_SEARCH = Capability(
    "cases.blind_search",
    "Savoir quelle unité suit quelqu’un (recherche exacte, tracée)",
    Area.CASES,
    {
        L.ADVISER: Reach.ALL,
        L.ORIENTATION_OFFICER: Reach.ALL,
        L.UNIT_MANAGER: Reach.ALL,
    },
)
JOIN_TEAM = Capability(
    "cases.join_team",
    "Demander à entrer dans un groupe de suivi (motif, confirmation)",
    Area.CASES,
    {L.ADVISER: Reach.ASK, L.UNIT_MANAGER: Reach.ASK},
)
BREAK_GLASS = Capability(
    "cases.break_glass",
    "Ouvrir un dossier en urgence (motif, 24\u00a0h, responsable prévenu)",
    Area.CASES,
    {L.ADVISER: Reach.ALL, L.ORIENTATION_OFFICER: Reach.ALL},
)
IMPORT_CASES = Capability(
    "cases.import",
    "Importer des bénéficiaires",
    Area.CASES,
    {L.ORIENTATION_OFFICER: Reach.ALL, L.UNIT_MANAGER: Reach.OWN_UNIT},
)
TRANSMIT = Capability(
    "cases.transmit",
    "Transmettre des rendez-vous à France Travail",
    Area.CASES,
    # Appointments are no business of who orients: identity and orientation alone.
    {L.UNIT_MANAGER: Reach.OWN_UNIT},
)
ORIENTATION_FIGURES = Capability(
    "cases.figures",
    "Donner les chiffres de l’orientation",
    Area.CASES,
    {L.ORIENTATION_OFFICER: Reach.ALL, L.UNIT_MANAGER: Reach.OWN_UNIT},
)
EXPORT_CASES = Capability(
    "cases.export",
    "Exporter des dossiers",
    Area.CASES,
    {
        L.ADVISER: Reach.OWN_CASELOAD,
        L.ORIENTATION_OFFICER: Reach.IDENTITY_AND_ORIENTATION,
        L.UNIT_MANAGER: Reach.OWN_UNIT,
    },
)
MERGE_CASES = Capability(
    "cases.merge",
    "Proposer et accorder la fusion de deux dossiers d’une même personne",
    Area.CASES,
    {L.ORIENTATION_OFFICER: Reach.ALL, L.UNIT_MANAGER: Reach.OWN_UNIT},
)
CASE_ACCESS_LOG = Capability(
    "cases.access_log",
    "Lire le journal des accès aux dossiers",
    Area.CASES,
    {L.UNIT_MANAGER: Reach.UNIT_ACCESS_LOG},
)
REPORT_BREACH = Capability(
    "cases.report_breach",
    "Signaler un manquement",
    Area.CASES,
    {L.ADVISER: Reach.REFERENT_OR_TEAM, L.UNIT_MANAGER: Reach.OWN_UNIT},
)
CONDUCT_PROCEDURES = Capability(
    "cases.procedures",
    "Conduire et décider une procédure de suspension (jamais la personne référente)",
    Area.CASES,
    {L.UNIT_MANAGER: Reach.OWN_UNIT},
)
PREPARE_BOARD = Capability(
    "cases.prepare_board",
    "Préparer et conduire les séances de l’équipe pluridisciplinaire",
    Area.CASES,
    {L.UNIT_MANAGER: Reach.OWN_UNIT},
)
SIT_ON_BOARD = Capability(
    "cases.board",
    "Donner un avis en équipe pluridisciplinaire",
    Area.JUDGED_CASES,
    {L.BOARD_MEMBER: Reach.AGENDA},
)
DECIDE_APPEALS = Capability(
    "cases.appeals",
    "Répondre aux recours",
    Area.JUDGED_CASES,
    {L.APPEAL_OFFICER: Reach.OTHERS_DECISIONS},
)
INDICATORS = Capability(
    "reporting.read",
    "Lire les indicateurs, FSE+",
    Area.STEERING,
    {
        **dict.fromkeys(_ORGANISATION, Reach.FUNNEL),
        L.COMMUNICATION: Reach.OFFERS,
        L.EMPLOYMENT_OFFICER: Reach.OFFERS_AND_SESSIONS,
        L.SPONSORSHIP_COORDINATOR: Reach.SPONSORSHIP,
        L.ADVISER: Reach.OWN_LOAD,
        L.ORIENTATION_OFFICER: Reach.ALL,
        L.UNIT_MANAGER: Reach.ALL,
    },
    is_built=False,
)
MANAGE_RIGHTS = Capability(
    "accounts.manage_rights",
    "Personnes, niveaux, invitations, journal des droits",
    Area.RIGHTS,
    {L.RIGHTS_ADMINISTRATOR: Reach.ALL},
)

CAPABILITIES: tuple[Capability, ...] = (
    READ,
    PROPOSE,
    MODERATE,
    EDIT_PAGES,
    EDIT_LISTS,
    OWN_ACCOUNT,
    OWN_SPACE,
    OWN_CV,
    OWN_CASE,
    HELP_CV,
    APPLY,
    APPLY_FOR,
    CANDIDATE_LIST,
    CONFIRM_HOURS,
    CALL_BACK,
    CAMPAIGNS,
    READ_MAIL_JOURNAL,
    MANAGE_MEMBERS,
    VERIFY_ORGANISATIONS,
    ASK_SPONSOR,
    ASK_SPONSOR_FOR,
    OWN_SPONSORSHIPS,
    COORDINATE_SPONSORS,
    READ_CASES,
    WRITE_CASES,
    FOLLOW_CASES,
    CONFIDENTIAL_NOTES,
    ORIENT,
    OPEN_CASES,
    LEAD_UNIT,
    CONFIGURE_FOLLOWUP,
    BLIND_SEARCH,
    JOIN_TEAM,
    BREAK_GLASS,
    IMPORT_CASES,
    EXPORT_CASES,
    TRANSMIT,
    ORIENTATION_FIGURES,
    MERGE_CASES,
    CASE_ACCESS_LOG,
    REPORT_BREACH,
    CONDUCT_PROCEDURES,
    PREPARE_BOARD,
    SIT_ON_BOARD,
    DECIDE_APPEALS,
    INDICATORS,
    MANAGE_RIGHTS,
)


# The levels that somebody else than the administration of rights gives and takes back as well.
GIVEN_BY: dict[str, Capability] = {L.SPONSOR: COORDINATE_SPONSORS}


def level_given_by(capability: Capability) -> str:
    """The level that its holders give and take back. Raises KeyError when they give none."""
    return {giver.name: level for level, giver in GIVEN_BY.items()}[capability.name]


# What these reach is one's own: a candidate reads a summary of their own case.
_OF_ONESELF = frozenset({Reach.OWN, Reach.OWN_ACCOUNT, Reach.OWN_SUMMARY, Reach.OWN_TASKS})


def needs_two(level: str) -> bool:
    """Whether two administrators agree on this level: it gives rights, or opens others' cases."""
    if level not in L.values:
        return False
    if L(level) in MANAGE_RIGHTS.holders:
        return True
    of_cases = {Area.CASES, Area.JUDGED_CASES}
    reaches = {item.holders.get(L(level)) for item in CAPABILITIES if item.area in of_cases}
    return bool(reaches - _OF_ONESELF - {None})


def has_capability(user: Any, capability: Capability) -> bool:
    """Whether a person holds a capability through one of their levels: what opens its screens.

    A superuser holds none that a level gives: outside development there is no such account. What
    depends on the person's organisation is `holders.may`.
    """
    if not user.is_authenticated:
        return capability.anonymous is not None
    if not user.is_active:
        return False
    return not capability.needs_level or bool(user.levels & capability.holders.keys())


def holds_everywhere(user: Any, capability: Capability) -> bool:
    """Whether one of a person's levels reaches every object of a capability."""
    return bool(user.is_authenticated and user.is_active and user.levels & capability.everywhere())
