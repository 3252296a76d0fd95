"""The columns and lines of a list that leaves the site, for one reader."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Case, F, QuerySet, Value, When
from django.utils import timezone

from portal.recruitment.listing import SORT_NAME, Person, Viewer, person_of, registrations_of
from portal.recruitment.models import Registration, Roster
from portal.recruitment.rules import identity_shown
from portal.recruitment.states import HOLDING, LEFT

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, what it shows of a person, and its part of a page's width."""

    label: str
    value: Callable[[Person], str]
    width: float


def columns_of(roster: Roster, viewer: Viewer) -> list[Column]:
    """What this reader takes away: needs are the Département's alone."""
    columns = [
        Column("Nom", lambda person: person.name, 3),
        Column("E-mail", lambda person: person.email, 3.4),
        Column("Téléphone", lambda person: person.phone, 1.8),
        Column("Commune", lambda person: person.commune, 1.8),
        Column("État", lambda person: person.status_label, 1.9),
        Column("Arrivée", lambda person: person.channel, 1.9),
    ]
    if roster.has_slots:
        columns.insert(1, Column("Heure", _hour, 0.9))
    if viewer.sees_needs:
        columns.append(Column("Besoins d’accessibilité", lambda person: person.needs, 2.6))
    return columns


def people_of(roster: Roster, viewer: Viewer) -> Iterator[Person]:
    """Those of the list; for organisations, only those who agreed. Read little by little."""
    for registration in exported(roster, viewer).iterator(chunk_size=_CHUNK):
        yield person_of(registration, viewer)


def exported(roster: Roster, viewer: Viewer) -> QuerySet[Registration]:
    """Who is in a file: nobody who has left, by slot then by order of arrival."""
    rows = registrations_of(roster, viewer).exclude(status__in=LEFT)
    if not viewer.is_agent:
        rows = rows.filter(identity_shown())
    return rows.order_by(
        F("slot__starts_at").asc(nulls_last=True), F("arrival").asc(nulls_last=True), "pk"
    )


def sheet_of(roster: Roster, viewer: Viewer) -> QuerySet[Registration]:
    """Who is expected, by hour and name, to be signed on paper; masked people by their code."""
    rows = registrations_of(roster, viewer).filter(status__in=HOLDING)
    hour = F("slot__starts_at").asc(nulls_last=True)
    if viewer.is_agent:
        return rows.order_by(hour, SORT_NAME, "pk")
    # The order of names that are not shown would tell them.
    shown = Case(When(identity_shown(), then=SORT_NAME), default=Value("~"))
    return rows.order_by(hour, shown, "code")


def _hour(person: Person) -> str:
    return f"{timezone.localtime(person.slot.starts_at):%H:%M}" if person.slot else ""
