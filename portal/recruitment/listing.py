"""The list of a session as who manages it reads it: filters, order, and each person in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import Contains

from portal.participation.models import Channel, shown_channel
from portal.participation.recruiting import is_agent
from portal.recruitment.codes import spaced_code
from portal.recruitment.models import Registration, Roster, Slot
from portal.recruitment.rules import (
    identity_shown,
    may_see_identity,
    may_see_needs,
    runs_session,
    shows_identity,
)
from portal.recruitment.states import LEFT, Status
from snippets.folding import fold_name
from snippets.numbers import whole_number

MASKED = "Personne inscrite"
# The word in the address → its label, and the states that it shows.
TABS: dict[str, tuple[str, frozenset[Status]]] = {
    "": ("Sur la liste", frozenset(set(Status) - LEFT - {Status.TO_CONFIRM})),
    "inscrites": ("Inscrites", frozenset({Status.CONFIRMED})),
    "attente": ("En attente", frozenset({Status.WAITLISTED, Status.OFFERED_PLACE})),
    "presentes": ("Présentes", frozenset({Status.PRESENT})),
    "recues": ("Reçues", frozenset({Status.INTERVIEWED})),
    "absentes": ("Absentes", frozenset({Status.ABSENT})),
    "a-confirmer": ("À confirmer", frozenset({Status.TO_CONFIRM})),
    "parties": ("Ne viennent plus", LEFT),
}
_AGENTS_ONLY = frozenset({"a-confirmer"})
ORDERS = {"arrivee": "Arrivée", "nom": "Nom", "creneau": "Créneau", "etat": "État"}
HELPED = frozenset({Channel.ADVISER, Channel.PHONE})
WITHOUT_SLOT = "sans"
# The folded name of an account, else of a guest.
SORT_NAME = Coalesce(
    NullIf(F("participant__user__folded_name"), Value("")), F("participant__folded_name")
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads a list: known once, not for each row."""

    user: Any
    is_agent: bool
    sees_needs: bool
    runs: bool

    @classmethod
    def of(cls, user: Any, roster: Roster) -> "Viewer":
        """What this person reads of this list."""
        return cls(user, is_agent(user), may_see_needs(user), runs_session(user, roster))

    def sees(self, registration: Registration) -> bool:
        """Whether they read who this is."""
        return self.is_agent or may_see_identity(self.user, registration)


# Who has a link and no account.
COMPANY = Viewer(None, is_agent=False, sees_needs=False, runs=False)


@dataclass(frozen=True, slots=True)
class Person:
    """One line: what this reader is shown of a registration, and nothing else."""

    pk: int
    name: str
    is_masked: bool
    status: str
    status_label: str
    arrived_at: datetime
    slot: Slot | None
    code: str
    spaced_code: str
    rank: int | None = None
    email: str = ""
    phone: str = ""
    commune: str = ""
    channel: str = ""
    needs: str = ""
    has_cv: bool = False
    answer: str = ""
    came_unexpected: bool = False

    @property
    def label(self) -> str:
        """What tells this line from the others, for whoever hears the page."""
        return f"{self.name}, code {self.spaced_code}" if self.is_masked else self.name


def person_of(registration: Registration, viewer: Viewer, *, rank: int | None = None) -> Person:
    """One registration for one reader; what they may not read is left out here."""
    is_company = viewer.user is None
    is_seen = shows_identity(registration) if is_company else viewer.sees(registration)
    status = Status(registration.status)
    always: dict[str, Any] = {
        "pk": registration.pk,
        "status": status.value,
        "status_label": status.label,
        "arrived_at": registration.created_at,
        "slot": registration.slot,
        "code": registration.code,
        "spaced_code": spaced_code(registration),
        "rank": rank,
        "came_unexpected": registration.came_unexpected,
    }
    if not is_seen:
        return Person(name=MASKED, is_masked=True, **always)
    participant = registration.participant
    channel = registration.channel
    return Person(
        **always,
        name=participant.name,
        is_masked=False,
        email=participant.address,
        phone=participant.phone,
        commune=participant.commune.name if participant.commune else "",
        channel=str(Channel(channel).label) if viewer.is_agent else shown_channel(channel),
        needs=registration.accessibility_needs if viewer.sees_needs else "",
        has_cv=bool(registration.cv and registration.cv.file),
        answer=answer_of(registration),
    )


def answer_of(registration: Registration) -> str:
    """What the person said of coming, while it matters."""
    if registration.status != Status.CONFIRMED:
        return ""
    if registration.coming_at:
        return "Vient"
    return "Pas de réponse" if registration.asked_at else ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks; a word that is none asks nothing."""

    tab: str = ""
    slot: str = ""
    channel: str = ""
    unanswered: bool = False
    text: str = ""
    order: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str], viewer: Viewer) -> "Filters":
        """From the parameters of a request, for what this reader may ask."""
        tab, order = asked.get("etat", ""), asked.get("tri", "")
        channels = set(Channel.values) if viewer.is_agent else {"aide", "seule"}
        channel, slot = asked.get("arrivee", ""), asked.get("creneau", "")
        return cls(
            tab=tab if tab in tabs_of(viewer) else "",
            slot=slot if slot == WITHOUT_SLOT or whole_number(slot) is not None else "",
            channel=channel if channel in channels else "",
            unanswered=asked.get("reponse") == "attend",
            text=asked.get("q", "").strip()[:100],
            order=order if order in ORDERS else "",
        )

    @property
    def narrows(self) -> bool:
        """Whether something other than the state is asked."""
        return bool(self.slot or self.channel or self.unanswered or self.text)


def tabs_of(viewer: Viewer) -> list[str]:
    """The states that this reader may list."""
    return [tab for tab in TABS if viewer.is_agent or tab not in _AGENTS_ONLY]


def channels_of(viewer: Viewer) -> list[tuple[str, str]]:
    """The channels by which this reader may filter."""
    if viewer.is_agent:
        return [(str(value), str(label)) for value, label in Channel.choices]
    return [("seule", "Par la personne"), ("aide", "Avec une aide")]


def registrations_of(roster: Roster, viewer: Viewer) -> QuerySet[Registration]:
    """Those of a list that this reader manages, with what a line shows."""
    rows = roster.registrations.select_related(
        "roster", "participant__user", "participant__commune", "slot", "cv", "agreement"
    ).defer("participant__commune__contour")
    return rows if viewer.is_agent else rows.exclude(status=Status.TO_CONFIRM)


def filtered(
    rows: QuerySet[Registration], filters: Filters, viewer: Viewer
) -> QuerySet[Registration]:
    """The lines that are asked, in the order that is asked.

    What a reader may not read is not searched nor sorted by either: it would be guessed.
    """
    rows = rows.filter(status__in=TABS[filters.tab][1])
    if filters.slot == WITHOUT_SLOT:
        rows = rows.filter(slot__isnull=True)
    elif filters.slot:
        rows = rows.filter(slot=int(filters.slot[:18]))
    if filters.unanswered:
        rows = rows.filter(
            Q(status=Status.CONFIRMED, asked_at__isnull=False, coming_at__isnull=True)
            | Q(status=Status.OFFERED_PLACE)
        )
    if (filters.channel or filters.text or filters.unanswered) and not viewer.is_agent:
        rows = rows.filter(identity_shown())
    if filters.channel:
        rows = _by_channel(rows, filters.channel)
    for word in fold_name(filters.text).split():
        rows = rows.filter(Contains(SORT_NAME, word))
    return _ordered(rows, filters.order, viewer)


def _by_channel(rows: QuerySet[Registration], channel: str) -> QuerySet[Registration]:
    if channel in Channel.values:
        return rows.filter(channel=channel)
    asked = Q(channel__in=HELPED)
    return rows.filter(asked if channel == "aide" else ~asked)


def _ordered(rows: QuerySet[Registration], order: str, viewer: Viewer) -> QuerySet[Registration]:
    arrival = (F("arrival").asc(nulls_last=True), F("pk").asc())
    if order == "nom":
        if viewer.is_agent:
            return rows.order_by(SORT_NAME, *arrival)
        # Those who are not named come last, in the order in which they came.
        return rows.order_by(
            Case(When(identity_shown(), then=SORT_NAME)).asc(nulls_last=True), *arrival
        )
    if order == "creneau":
        return rows.order_by(F("slot__starts_at").asc(nulls_last=True), *arrival)
    if order == "etat":
        return rows.order_by("status", *arrival)
    return rows.order_by(*arrival)


def ranks_of(roster: Roster) -> dict[int, int]:
    """The rank of each person who waits, by registration: one query."""
    line = roster.registrations.in_line().values_list("pk", flat=True)
    return {pk: rank for rank, pk in enumerate(line, start=1)}
