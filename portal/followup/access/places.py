"""The screens that the log names, as people call them."""

from portal.followup.case.tabs import TABS

_LABELS = {f"followup:{tab.address}": tab.label for tab in TABS} | {
    "followup:edit_identity": "Correction de l’identité",
    "followup:open": "Ouverture d’un dossier",
    "followup:blind_search": "Recherche hors de son périmètre",
    "followup:break_glass": "Accès d’urgence",
    "followup:ask_to_join": "Demande d’entrée",
    "followup:access_log": "Accès aux dossiers",
    "followup:export_access_log": "Accès aux dossiers, en fichier",
    "followup:unit": "Mon unité",
    "followup:professionals": "Professionnels et unités",
}


def label_of(place: str) -> str:
    """How a screen is called; empty for one that has no name of its own."""
    return _LABELS.get(place, "Autre écran" if place else "")
