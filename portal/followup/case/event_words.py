"""What the events of a timeline are called, which tab has the whole of each, its icon."""

from portal.followup.entitlements.models import Status
from portal.followup.models import (
    Appointment,
    BreachReport,
    ExitReason,
    FileRequest,
    Path,
    ProcedureAct,
    ReorientationRequest,
    SharedItem,
)

_STATES = {
    **{state.value: f"Rendez-vous {state.label.lower()}" for state in Appointment.State},
    "excused": "Rendez-vous manqué, absence excusée",
    "no_show": "Rendez-vous manqué, absence non excusée",
    "cancelled": "Rendez-vous annulé par la personne",
    "cancelled_by_service": "Rendez-vous annulé par le service",
    "planned": "Rendez-vous à noter",
}
_CLOSED = {
    "amended": "Contrat remplacé par un avenant",
    "ended": "Contrat terminé",
    "breached": "Contrat rompu",
    "dropped": "Contrat abandonné",
}
TITLES: dict[str, dict[str, str] | str] = {
    "appointment": _STATES,
    "note": {"team": "Note", "profession": "Note confidentielle"},
    "orientation": {path.value: f"Orientation, parcours {path.label.lower()}" for path in Path},
    "notified": "Orientation notifiée",
    "referent": "Nouveau référent ou nouvelle référente",
    "proposed": "Contrat proposé à la signature",
    "signed": "Contrat d’engagement signé",
    "closed": _CLOSED,
    "right": {status.value: str(status.label) for status in Status},
    "move": {"in": "Arrivée d’un autre organisme", "out": "Départ vers un autre organisme"},
    "document": "Document ajouté",
    "diagnosis": "Diagnostic",
    "exemption": {"reduced": "Heures réduites", "waived": "Dispense d’heures"},
    "request": {
        kind.value: f"Demande\u00a0: {kind.label.lower()}" for kind in ReorientationRequest.Kind
    },
    "answer": {"accepted": "Demande acceptée", "refused": "Demande refusée"},
    "exit": {reason.value: f"Sortie\u00a0: {reason.label.lower()}" for reason in ExitReason},
    "invitation": "Invitation à choisir un rendez-vous",
    "unanswered": "Invitation restée sans réponse",
    "withdrawn": "Invitation retirée",
    "summons": "Convocation à une date fixée",
    "report": {
        kind.value: f"Signalement\u00a0: {kind.label[:1].lower()}{kind.label[1:]}"
        for kind in BreachReport.Kind
    },
    "dismissed": "Signalement sans suite",
    "act": {kind.value: f"Procédure\u00a0: {kind.label}" for kind in ProcedureAct.Kind},
    "shared": {
        kind.value: f"Partagé avec la personne\u00a0: {kind.label.lower()}"
        for kind in SharedItem.Kind
    },
    "unshared": "Partage arrêté",
    "said": "Étape dite faite par la personne",
    "file_asked": "Demande d’accès au dossier",
    "file_extended": "Réponse à la demande de dossier prolongée",
    "file_answered": {
        state.value: f"Demande de dossier\u00a0: {state.label.lower()}"
        for state in FileRequest.State
    },
}
TABS = {
    "appointment": "appointments",
    "note": "journal",
    "document": "documents",
    "diagnosis": "diagnosis",
    "exemption": "hours",
    "right": "rights",
    "move": "rights",
    **dict.fromkeys(("proposed", "signed", "closed"), "contract"),
    **dict.fromkeys(
        ("orientation", "notified", "referent", "request", "answer", "exit"), "pathway"
    ),
    **dict.fromkeys(("invitation", "unanswered", "withdrawn", "summons"), "invitations"),
    **dict.fromkeys(("report", "dismissed", "act"), "procedure"),
    **dict.fromkeys(
        ("shared", "unshared", "said", "file_asked", "file_extended", "file_answered"),
        "own_side",
    ),
}
ICONS = {
    "appointments": "calendar-event",
    "journal": "file-earmark-text",
    "documents": "link-45deg",
    "contract": "check-circle",
    "pathway": "signpost-2",
    "rights": "info-circle",
    "diagnosis": "list-ul",
    "hours": "clock",
    "invitations": "envelope",
    "procedure": "flag",
    "own_side": "person-square",
}
TIMED = frozenset(
    {
        "appointment",
        "referent",
        "document",
        "request",
        "answer",
        "invitation",
        "unanswered",
        "withdrawn",
        "summons",
        "report",
        "shared",
        "unshared",
        "said",
    }
)
