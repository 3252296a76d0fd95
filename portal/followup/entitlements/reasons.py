"""What the codes of reasons of CAF and MSA say, by state of the right.

The schema of the files gives no list of them: an unknown code is shown as it is.
"""

from portal.followup.entitlements.models import Status

_REFUSED = {
    "F02": "Moins de 25 ans, sans enfant ni personne à charge",
    "F04": "Titre de séjour non valide",
    "F09": "Condition de résidence non remplie",
    "PCG": "Décision de la présidence du conseil départemental",
    "DSD": "Demande restée sans suite",
}
_SUSPENDED = {
    "DA": "Situation de famille à vérifier",
    "DB": "Ressources à vérifier",
    "DC": "Enquête administrative en cours",
    "DD": "Enquête sociale en cours",
    "DE": "Imprimé de contrôle non rendu",
    "DF": "Avis de changement de CAF absent",
    "DG": "Décès dans le couple",
    "DH": "Décès dans le couple",
    "DI": "Autre motif",
    "DJ": "Paiement en cours de réédition",
    "DK": "Pas de réponse au contrôle de France Travail",
    "DL": "N’habite plus à l’adresse indiquée",
    "DM": "Résidence inconnue",
    "GA": "Enquête administrative en cours",
    "GC": "Imprimé de contrôle non rendu",
    "GF": "Situation de famille à vérifier",
    "GI": "Imprimé de changement de CAF non fourni",
    "GJ": "Décision de la présidence du conseil départemental",
    "GK": "Contrat d’engagement",
    "GL": "Action non engagée",
    "GR": "Activité ou ressources à vérifier",
    "GS": "Enquête sociale en cours",
    "GX": "Autre motif",
}
_PAYMENT_SUSPENDED = {
    "01": "Ressources au-dessus du plafond",
    "02": "Moins de 25 ans, sans enfant ni personne à charge",
    "03": "Activité non conforme",
    "04": "Titre de séjour non valide",
    "05": "Montant trop faible pour être versé",
    "06": "Déclaration trimestrielle de ressources non fournie",
    "09": "Condition de résidence non remplie",
    "31": "Prestation exclue, affiliation partielle",
    "34": "Régime non conforme",
    "35": "Demande de retraite absente ou tardive",
    "36": "Titre de séjour absent",
    "85": "Pas d’allocataire",
    "97": "Allocation aux adultes handicapés réduite",
    "AB": "Allocataire absent·e du foyer",
    "CG": "Sanction appliquée",
    "CV": "Attente d’une décision du Département",
}
_CLOSED = {
    "PCG": "Décision de la présidence du conseil départemental",
    "ECH": "Quatre mois sans versement",
    "EFF": "Ouverture annulée",
    "MUT": "Dossier passé à un autre organisme",
    "RGD": "Regroupement de dossiers",
    "RFD": "Fin de droit",
    "RAU": "Autre motif",
}
_BY_STATUS: dict[str, dict[str, str]] = {
    Status.REFUSED: _REFUSED,
    Status.OPEN_SUSPENDED: _SUSPENDED,
    Status.PAYMENT_SUSPENDED: _PAYMENT_SUSPENDED,
    Status.CLOSED: _CLOSED,
    Status.CLOSED_EARLIER: _CLOSED,
}


def reason_in_words(status: str, code: str) -> str:
    """The reason of a state, « code XX » for a code that nobody explained; empty without one."""
    if not code:
        return ""
    known = _BY_STATUS.get(status, {}).get(code)
    return known or f"code {code}"
