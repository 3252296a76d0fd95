"""Lists of sessions and the people on them, written as the services leave them."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.participation.models import Channel, Participant
from portal.participation.services.participants import participant_of
from portal.participation.texts import REGISTER
from portal.recruitment.models import Registration, RegistrationChange, Roster, Slot
from portal.recruitment.states import CAME, Status
from tests.factories import CommuneFactory, OrganisationFactory
from tests.portal.participation.people import make_agreement, make_guest

_numbers = count(1)
RSA = "Atelier réservé aux allocataires du RSA"


def in_days(days: float) -> datetime:
    """A round hour, so many days from now."""
    return (timezone.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)


def make_list(
    *, slots: int = 0, at_once: int = 1, partners: tuple[Any, ...] = (), **fields: Any
) -> Roster:
    """A list without page, in ten days, for ten people; each slot lasts fifteen minutes."""
    starts_at = fields.pop("starts_at", None) or in_days(10)
    values = {
        "title": f"Job dating du bâtiment {next(_numbers)}",
        "session_type": "job_dating",
        "audience": "public",
        "status": "scheduled",
        "organisation": fields.pop("organisation", None)
        or OrganisationFactory(verified_at=timezone.now()),
        "commune": fields.pop("commune", None) or CommuneFactory(belfort=True),
        "place_name": "Maison du peuple",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "closes_at": starts_at - timedelta(hours=20),
        "capacity": slots * at_once or 10,
        "waiting_list_size": 10,
        "has_slots": bool(slots),
        **fields,
    }
    roster = Roster.objects.create(**values)
    roster.organisations.add(roster.organisation, *partners)
    step = timedelta(minutes=15)
    Slot.objects.bulk_create(
        Slot(
            roster=roster,
            starts_at=starts_at + step * rank,
            ends_at=starts_at + step * (rank + 1),
            places=at_once,
        )
        for rank in range(slots)
    )
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
