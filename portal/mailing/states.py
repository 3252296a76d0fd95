"""Where a campaign stands, and what may follow: the whole machine on one screen."""

from django.db import models


class Status(models.TextChoices):
    """État d’une campagne. From `approved` on, its audience is a frozen list."""

    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Attend l’accord d’un ou d’une collègue"
    APPROVED = "approved", "Approuvée"
    SCHEDULED = "scheduled", "Programmée"
    SENDING = "sending", "Envoi en cours"
    PAUSED = "paused", "En pause"
    SENT = "sent", "Terminée"
    CANCELLED = "cancelled", "Annulée"


S = Status
# Text, audience and the rest may change here alone.
EDITABLE = frozenset({S.DRAFT})
# Its list of recipients exists and never grows.
FROZEN = frozenset({S.APPROVED, S.SCHEDULED, S.SENDING, S.PAUSED, S.SENT})
OVER = frozenset({S.SENT, S.CANCELLED})

# from → to. Who writes takes a submitted or approved campaign back to change it: its list goes, and
# is made anew at the next approval. Once a message has left, nothing goes back to draft. A draft is
# deleted, never cancelled.
TRANSITIONS: dict[Status, frozenset[Status]] = {
    S.DRAFT: frozenset({S.SUBMITTED, S.APPROVED}),
    S.SUBMITTED: frozenset({S.DRAFT, S.APPROVED, S.CANCELLED}),
    S.APPROVED: frozenset({S.DRAFT, S.SCHEDULED, S.SENDING, S.CANCELLED}),
    S.SCHEDULED: frozenset({S.APPROVED, S.SENDING, S.CANCELLED}),
    S.SENDING: frozenset({S.PAUSED, S.SENT, S.CANCELLED}),
    S.PAUSED: frozenset({S.SENDING, S.CANCELLED}),
    # Failures alone are sent again.
    S.SENT: frozenset({S.SENDING}),
    S.CANCELLED: frozenset(),
}


def may_become(one: str, other: str) -> bool:
    """Whether a campaign in the first state may be put in the second."""
    return Status(other) in TRANSITIONS[Status(one)]
