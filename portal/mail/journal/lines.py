"""A message of the journal in plain words: which, when, how far it went. Never its text."""

from dataclasses import dataclass
from datetime import datetime

from post_office.models import Log, RecipientDeliveryStatus

from snippets import french
from snippets.mail import kinds as mail_kinds
from snippets.mail.delivery.answers import in_words
from snippets.models import Delivery, Dispatch

# What came back afterwards says more than what the message's own status does.
_AFTERWARDS = {
    RecipientDeliveryStatus.DELIVERED: ("Arrivé", "", False),
    RecipientDeliveryStatus.DEFERRED: ("Envoyé", "Sa messagerie le fait attendre.", False),
    RecipientDeliveryStatus.SPAM_COMPLAINT: (
        "Envoyé",
        "La personne l’a signalé comme indésirable.",
        True,
    ),
}
_BOUNCED = frozenset(
    {
        RecipientDeliveryStatus.HARD_BOUNCED,
        RecipientDeliveryStatus.SOFT_BOUNCED,
        RecipientDeliveryStatus.UNDETERMINED_BOUNCED,
    }
)
_STATES = {
    Delivery.SENT: "Envoyé",
    Delivery.FAILED: "Pas parti",
    Delivery.QUEUED: "Attend",
    Delivery.REQUEUED: "Attend",
    Delivery.SENDING: "Part",
    Delivery.HANDED_OVER: "Part",
    Delivery.UNCERTAIN: "Incertain",
    Delivery.WITHHELD: "Retenu",
    Delivery.HELD: "Attend",
}
_TROUBLES = frozenset({Delivery.FAILED, Delivery.UNCERTAIN, Delivery.WITHHELD})
_UNCERTAIN = "La liaison a été coupée pendant l’envoi. Il est peut-être arrivé."
_WITHHELD = {
    Dispatch.Withheld.SUPPRESSED.value: "L’adresse ne reçoit plus nos messages.",
    Dispatch.Withheld.DECLINED.value: "La personne ne veut plus de ces messages.",
    Dispatch.Withheld.MALFORMED.value: "L’adresse ne désigne pas une seule boîte.",
    Dispatch.Withheld.CANCELLED.value: "L’envoi a été annulé.",
    Dispatch.Withheld.NO_LONGER.value: "L’adresse ne fait plus partie de cet envoi.",
    Dispatch.Withheld.NO_CONSENT.value: "La personne n’a plus donné son accord.",
    Dispatch.Withheld.ERASED.value: "Le compte est fermé ou effacé.",
}
_HELD = "L’envoi est en pause."


@dataclass(frozen=True)
class JournalLine:
    """One message. `reason` says why it did not simply leave; it may be empty."""

    at: datetime
    kind: str
    subject: str
    state: str
    reason: str
    is_trouble: bool

    @classmethod
    def of(cls, dispatch: Dispatch) -> "JournalLine":
        """The line of a message, its `email` and the logs of this one already read."""
        email = dispatch.email
        kind = mail_kinds.find(dispatch.key)
        state, reason, is_trouble = _state_of(dispatch)
        return cls(
            at=email.created,
            kind=kind.label if kind else dispatch.key,
            subject=email.subject,
            state=state,
            reason=reason,
            is_trouble=is_trouble,
        )


def _state_of(dispatch: Dispatch) -> tuple[str, str, bool]:
    """State, reason, and whether somebody should look at it."""
    afterwards = dispatch.email.recipient_delivery_status
    if afterwards in _BOUNCED:
        return "Revenu", _last_answer(dispatch), True
    if afterwards in _AFTERWARDS:
        return _AFTERWARDS[afterwards]
    status = Delivery(dispatch.email.status)
    return _STATES[status], _reason(dispatch, status), status in _TROUBLES


def _reason(dispatch: Dispatch, status: Delivery) -> str:
    """Why a message is where it is, empty when nothing is to be said."""
    if status == Delivery.WITHHELD:
        return _WITHHELD.get(dispatch.withheld, "")
    if status == Delivery.UNCERTAIN:
        return _UNCERTAIN
    if status == Delivery.HELD:
        return _HELD
    if status == Delivery.FAILED:
        return _last_answer(dispatch)
    if status == Delivery.REQUEUED:
        return f"{_last_answer(dispatch)} Nous réessayons.".strip()
    if status == Delivery.QUEUED and dispatch.email.scheduled_time:
        leaves = dispatch.email.scheduled_time
        return f"Partira le {french.long_day(leaves)} à {french.hour(leaves)}."
    return ""


def _last_answer(dispatch: Dispatch) -> str:
    """What the last server said, in French."""
    logs: list[Log] = sorted(dispatch.email.logs.all(), key=lambda log: log.pk)
    return in_words(logs[-1].message, logs[-1].exception_type) if logs else ""
