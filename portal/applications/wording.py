"""Where an application stands, in the words of the person who waits for the answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from pages.models import VolunteeringPage
from portal.applications.delays import is_late, reply_by
from portal.applications.models import Application, ApplicationChange
from portal.applications.states import Refusal, Role, Status, may_go
from snippets import french

_TO_CONFIRM = (
    "Ouvrez le message que nous vous avons écrit, et appuyez sur son bouton. Sans adresse e-mail, "
    "le service emploi vous appelle."
)
_AGAIN = "Vous avez changé d’avis\u00a0? Postulez de nouveau tant que l’annonce est en ligne."
_PHONE = "Vous pouvez aussi appeler le service emploi."


@dataclass(frozen=True, slots=True)
class Told:
    """A state as its person reads it: in a word, in a sentence, and what comes next."""

    label: str
    sentence: str
    next: str
    is_good: bool = False
    is_over: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One line of history, without the name of anybody who recruits."""

    at: datetime
    text: str


_LABELS = {
    Status.TO_CONFIRM: "À confirmer",
    Status.SENT: "Envoyée",
    Status.SEEN: "Lue",
    Status.SHORTLISTED: "Présélectionnée",
    Status.INTERVIEW: "Entretien",
    Status.OFFERED: "Proposition",
    Status.HIRED: "Acceptée",
    Status.REFUSED: "Non retenue",
    Status.WITHDRAWN: "Retirée",
    Status.NO_ANSWER: "Sans réponse",
}
_GOOD = frozenset({Status.SHORTLISTED, Status.INTERVIEW, Status.OFFERED, Status.HIRED})


def told(application: Application, *, now: datetime | None = None) -> Told:
    """The state of an application for its person."""
    status = Status(application.status)
    sentence, following = _said(application, status, now or timezone.now())
    return Told(
        _LABELS[status],
        sentence,
        following,
        is_good=status in _GOOD,
        is_over=status in {Status.REFUSED, Status.WITHDRAWN},
        may_withdraw=may_go(status, Status.WITHDRAWN, Role.PERSON),
    )


def _said(application: Application, status: Status, now: datetime) -> tuple[str, str]:
    who = str(application.organisation)
    if status == Status.TO_CONFIRM:
        return (
            "Votre candidature n’est pas encore partie.",
            _TO_CONFIRM,
        )
    if status in {Status.SENT, Status.SEEN}:
        verb = "a lu" if status == Status.SEEN else "a reçu"
        return f"{who} {verb} votre candidature.", _waiting(application, now)
    if status == Status.SHORTLISTED:
        return (
            f"{who} s’intéresse à votre candidature.",
            "Restez joignable\u00a0: on peut vous proposer un entretien.",
        )
    if status == Status.INTERVIEW:
        return (
            f"{who} veut vous rencontrer.",
            "Le message qui vous a été envoyé dit quand, où, et comment répondre.",
        )
    if status == Status.OFFERED:
        return (
            f"{who} vous fait une proposition.",
            "Répondez avec le message qui vous a été envoyé.",
        )
    if status == Status.HIRED:
        good = "Félicitations\u00a0!"
        if application.kind == VolunteeringPage.kind:
            return f"{who} vous accueille parmi ses bénévoles. {good}", ""
        return f"{who} vous embauche. {good}", ""
    if status == Status.REFUSED:
        return _refused(application, who), (
            "D’autres annonces vous attendent. Le service emploi peut relire votre CV avec vous."
        )
    if status == Status.WITHDRAWN:
        return (
            "Vous n’êtes plus candidat·e à cette annonce.",
            _AGAIN,
        )
    return (
        f"{who} n’a pas répondu à temps.",
        f"Une réponse peut encore venir\u00a0: nous vous la dirons. {_PHONE}",
    )


def _waiting(application: Application, now: datetime) -> str:
    sent_at = application.sent_at or application.created_at
    day = reply_by(sent_at)
    if is_late(sent_at, now):
        return (
            f"La réponse était attendue pour le {french.full_date(day)}\u00a0: elle est en "
            f"retard. {_PHONE}"
        )
    return f"La réponse est attendue d’ici le {french.full_date(day)}. Vous n’avez rien à faire."


def _refused(application: Application, who: str) -> str:
    if application.refusal != Refusal.FILLED:
        return f"{who} n’a pas retenu votre candidature."
    if application.kind == VolunteeringPage.kind:
        return "Cette mission a trouvé ses bénévoles."
    return "Le poste est pourvu."


def history(application: Application) -> list[Step]:
    """What happened, the oldest first, as its person may read it. One query."""
    changes = application.changes.all()
    return [Step(change.at, _step(application, change)) for change in changes]


def _step(application: Application, change: ApplicationChange) -> str:
    who = str(application.organisation)
    late = " La réponse est venue après le délai." if change.is_late else ""
    texts: dict[Any, str] = {
        Status.TO_CONFIRM: "Candidature écrite, à confirmer.",
        Status.SENT: f"Candidature envoyée à {who}.",
        Status.SEEN: f"{who} l’a lue.",
        Status.SHORTLISTED: f"{who} l’a présélectionnée.",
        Status.INTERVIEW: f"{who} propose un entretien.",
        Status.OFFERED: f"{who} fait une proposition.",
        Status.HIRED: f"{who} dit oui.",
        Status.REFUSED: "Le poste est pourvu."
        if change.refusal == Refusal.FILLED
        else f"{who} ne l’a pas retenue.",
        Status.WITHDRAWN: "Candidature retirée.",
        Status.NO_ANSWER: f"{who} n’a pas répondu à temps.",
    }
    return f"{texts[Status(change.to_status)]}{late}"
