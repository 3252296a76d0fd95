"""Lists of sessions and the people on them, written as the services leave them."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.participation.models import Channel, Participant
from portal.participation.services.participants import participant_of
from portal.participation.texts import REGISTER
from portal.recruitment.models import Registration, RegistrationChange, Roster
from portal.recruitment.states import CAME, Status
from tests.factories import OrganisationFactory
from tests.portal.participation.people import make_agreement, make_guest
from tests.portal.recruitment.lists import make_roster

_numbers = count(1)
RSA = "Atelier réservé aux allocataires du RSA"


def in_days(days: float) -> datetime:
    """A round hour, so many days from now."""
    return (timezone.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)


def make_list(*, partners: tuple[Any, ...] = (), **fields: Any) -> Roster:
    """The list of a session of a verified organisation, in ten days, for ten people."""
    values = {
        "title": f"Job dating du bâtiment {next(_numbers)}",
        "starts_at": in_days(10),
        "place_name": "Maison du peuple",
        **({} if fields.get("slots") else {"capacity": 10}),
        **fields,
    }
    if not values.get("organisation"):
        values["organisation"] = OrganisationFactory(verified_at=timezone.now())
    roster = make_roster(**values)
    roster.organisations.add(*partners)
    return roster


def rsa_list(**fields: Any) -> Roster:
    """The list of a session for RSA beneficiaries."""
    return make_list(**{"title": RSA, "audience": "rsa", **fields})


def put(
    roster: Roster,
    *,
    participant: Participant | None = None,
    user: User | None = None,
    status: str = Status.CONFIRMED,
    by: User | None = None,
    **fields: Any,
) -> Registration:
    """Somebody on a list, in a state; `by` registered them. Names go to a new guest."""
    names = {
        name: fields.pop(name)
        for name in ("first_name", "last_name", "email", "phone")
        if name in fields
    }
    if participant is None:
        participant = participant_of(user=user) if user else make_guest(**names)
    now = timezone.now()
    arrival = None
    if status != Status.TO_CONFIRM:
        Roster.objects.filter(pk=roster.pk).update(arrivals=roster.arrivals + 1)
        roster.arrivals += 1
        arrival = roster.arrivals
    registration = Registration.objects.create(
        **{
            "roster": roster,
            "participant": participant,
            "agreement": make_agreement(participant, text=REGISTER, by=by),
            "status": status,
            "arrival": arrival,
            "helped_by": by,
            "channel": Channel.PHONE if by else Channel.SELF,
            "came_at": now if status in CAME else None,
            **fields,
        }
    )
    RegistrationChange.objects.create(
        registration=registration,
        to_status=status,
        actor=by,
        actor_name=str(by) if by else participant.name,
    )
    return registration


def shown(roster: Roster, **fields: Any) -> Registration:
    """Somebody who chose to be seen by the organisations."""
    return put(roster, shares_identity=True, **fields)
