"""What happened to an application, as each side may read it.

Outside the Département nobody reads the name of who helped: an organisation reads the names of its
own people, and what the others are.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.accounts.actors import AUTOMATIC
from portal.accounts.models import Membership
from portal.applications.answers import label_of
from portal.applications.models import Application, ApplicationChange, ApplicationNote
from portal.applications.states import Status
from portal.participation.models import Channel
from portal.participation.recruiting import is_agent

PERSON, HELPED, SERVICE, SITE = (
    "La personne",
    "La personne, avec une aide",
    "Le service emploi",
    AUTOMATIC,
)
# The person, or who helped them, brings it there.
_BY_THE_PERSON = frozenset({Status.TO_CONFIRM, Status.SENT, Status.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Event:
    """One line, with nothing that its reader may not know."""

    at: datetime
    label: str
    who: str
    detail: str


def said_by(
    change: ApplicationChange,
    application: Application,
    reader: Any,
    colleagues: frozenset[int] | None = None,
) -> str:
    """Who did it, as this reader may know."""
    if is_agent(reader):
        return change.actor_name
    if change.to_status in _BY_THE_PERSON:
        is_helped = application.channel in {Channel.ADVISER, Channel.PHONE}
        return HELPED if is_helped else PERSON
    if change.actor_id is None:
        return SITE
    if colleagues is None:
        colleagues = colleagues_of(application)
    return change.actor_name if change.actor_id in colleagues else SERVICE


def colleagues_of(application: Application) -> frozenset[int]:
    """Whoever is, or was, of the organisation."""
    rows = Membership.objects.filter(organisation=application.organisation_id)
    return frozenset(rows.values_list("user_id", flat=True))


def events_of(application: Application, reader: Any) -> list[Event]:
    """The history, the latest first: three queries, whatever its length."""
    colleagues = frozenset() if is_agent(reader) else colleagues_of(application)
    changes = application.changes.order_by("-at", "-pk")
    told = [
        Event(
            change.at,
            label_of(change.to_status, application.kind),
            said_by(change, application, reader, colleagues),
            _detail(change),
        )
        for change in changes
    ]
    told += [
        Event(message.sent_at, "Message envoyé", message.sent_by_name, message.subject)
        for message in application.messages.all()
        # A message may say what its writer alone knows.
        if is_agent(reader) or message.sent_by_id in colleagues
    ]
    return sorted(told, key=lambda event: event.at, reverse=True)


def notes_of(application: Application, reader: Any) -> list[tuple[ApplicationNote, str]]:
    """The notes with who wrote them, as this reader may know."""
    notes = list(application.notes.all())
    if is_agent(reader) or not notes:
        return [(note, note.author_name) for note in notes]
    colleagues = colleagues_of(application)
    return [(note, note.author_name if note.author_id in colleagues else SERVICE) for note in notes]


def _detail(change: ApplicationChange) -> str:
    parts = [change.get_refusal_display() if change.refusal else ""]
    if change.is_late:
        parts.append("après le délai annoncé")
    return ", ".join(part for part in parts if part)
