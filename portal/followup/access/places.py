"""The screens that the log names, as people call them."""

from portal.followup.case.tabs import TABS

_LABELS = {f"followup:{tab.address}": tab.label for tab in TABS} | {
    "followup:edit_identity": "Correction de l’identité",
    "followup:open": "Ouverture d’un dossier",
    "followup:search": "Recherche parmi ses dossiers",
    "followup:quick": "Noter un rendez-vous",
    "followup:summary": "Synthèse",
    "followup:own": "Espace de la personne",
    "followup:blind_search": "Recherche hors de son périmètre",
    "followup:break_glass": "Accès d’urgence",
    "followup:ask_to_join": "Demande d’entrée",
    "followup:access_log": "Accès aux dossiers",
    "followup:export_access_log": "Accès aux dossiers, en fichier",
    "followup:unit": "Mon unité",
    "followup:professionals": "Professionnels et unités",
    "followup:print_letters": "Courriers du jour",
    "followup:summon": "Convocation à un rendez-vous",
    "booking:invitation": "Lien d’une invitation",
    "booking:calendar": "Adresse d’un agenda",
    "suggestion:link": "Lien d’une annonce proposée",
}
# The screens of a tab, by how their names begin.
_BEGINNINGS = {
    "followup:note": "Journal",
    "followup:appointment": "Rendez-vous",
    "followup:document": "Documents",
    **dict.fromkeys(("followup:invit", "followup:letter"), "Invitations et convocations"),
    "followup:diagnosis": "Diagnostic",
    **dict.fromkeys(
        ("followup:contract", "followup:goal", "followup:step", "followup:career"),
        "Contrat et plan d’action",
    ),
    **dict.fromkeys(("followup:hours", "followup:exemption"), "Heures"),
    **dict.fromkeys(
        ("followup:orient", "followup:notify", "followup:assign", "followup:request"), "Parcours"
    ),
    **dict.fromkeys(("followup:exit", "followup:take_back_exit"), "Parcours"),
    **dict.fromkeys(
        ("followup:procedure", "followup:breach", "followup:observation", "followup:remobil"),
        "Manquements",
    ),
    "followup:suggestion": "Offres et sessions",
    "followup:board": "Équipe pluridisciplinaire",
    "followup:appeal": "Recours",
    "followup:import": "Fichiers CAF et MSA",
    "followup:link": "Lien avec un compte",
    "followup:own_": "Espace de la personne",
    "followup:file_": "Demande de dossier",
    **dict.fromkeys(("followup:share", "followup:unshare"), "Côté personne"),
    "followup:merge": "Fusion de dossiers",
    "followup:reassign": "Réaffectation de dossiers",
    "followup:export": "Export de dossiers",
    "followup:exchange": "Transmissions à France Travail",
    "followup:figures": "Chiffres de l’orientation",
    **dict.fromkeys(("followup:retention", "followup:archive", "followup:slip"), "Conservation"),
}


def label_of(place: str) -> str:
    """How a screen is called; empty for one that has no name of its own."""
    if label := _LABELS.get(place):
        return label
    of_tab = (label for start, label in _BEGINNINGS.items() if place.startswith(start))
    return next(of_tab, "Autre écran" if place else "")
