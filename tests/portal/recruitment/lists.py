"""Lists of sessions and the people on them, made by the services that tests of places rely on."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.accounts.actors import SITE
from portal.participation.texts import REGISTER
from portal.recruitment.hours import HERE
from portal.recruitment.models import PlaceOffer, Registration, Roster, Slot
from portal.recruitment.services import offers, registering
from portal.recruitment.services.places import lock_roster
from portal.recruitment.states import Role
from tests.factories import CommuneFactory, OrganisationFactory
from tests.portal.participation.people import make_agreement, make_guest


def at(day: int, hour: int, minute: int = 0, *, month: int = 1) -> datetime:
    """A moment of the winter of 2027, in Paris."""
    return datetime(2027, month, day, hour, minute, tzinfo=HERE)


# A Monday, ten days before the sessions of these tests.
NOW = at(4, 10)


def begin_at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever the test runs: at night no act offers a place by itself, in the day each does."""
    real, begins = timezone.now, timezone.localtime()
    evening = begins.replace(hour=21, minute=0)
    ahead = max(evening - begins, timedelta())
    monkeypatch.setattr(timezone, "now", lambda: real() + ahead)


def make_roster(*, slots: int = 0, at_once: int = 1, **fields: Any) -> Roster:
    """A list without page: on 14 January 2027 from 14:00, for two people and ten who wait.

    `slots`: so many appointments of fifteen minutes, `at_once` people in each.
    """
    starts_at = fields.pop("starts_at", at(14, 14))
    values = {
        "title": "Job dating du bâtiment",
        "session_type": "job_dating",
        "audience": "public",
        "status": "scheduled",
        "organisation": fields.pop("organisation", None) or OrganisationFactory(),
        "commune": fields.pop("commune", None) or CommuneFactory(belfort=True),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "closes_at": starts_at - timedelta(hours=20),
        "capacity": slots * at_once or 2,
        "waiting_list_size": 10,
        "has_slots": bool(slots),
        **fields,
    }
    roster = Roster.objects.create(**values)
    roster.organisations.add(roster.organisation)
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


def enrol(roster: Roster, *, now: datetime = NOW, **fields: Any) -> Registration:
    """Somebody more registers: a guest whose address is proved, unless `participant` is given."""
    person = fields.pop("participant", None) or make_guest()
    return registering.register(
        roster=roster,
        participant=person,
        agreement=make_agreement(person, text=REGISTER),
        actor=SITE,
        now=now,
        **fields,
    )


def fill(roster: Roster, people: int, *, now: datetime = NOW) -> list[Registration]:
    """So many people register, each at the first hour that is free."""
    made = []
    for _ in range(people):
        free = first_free(roster)
        made.append(enrol(roster, now=now, slot=free))
    return made


def first_free(roster: Roster) -> Slot | None:
    for slot in roster.slots.all():
        if slot.registrations.holding().count() < slot.places:
            return slot
    return None


def statuses(roster: Roster) -> list[str]:
    """The state of each, in order of arrival."""
    return list(roster.registrations.order_by("pk").values_list("status", flat=True))


def open_offers(roster: Roster) -> list[PlaceOffer]:
    return list(
        PlaceOffer.objects.filter(registration__roster=roster, answer="").order_by(
            "registration__arrival"
        )
    )


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def offered(roster: Roster, now: datetime) -> list[PlaceOffer]:
    """Offer what is free, as the job does."""
    from django.db import transaction

    with transaction.atomic():
        return offers.offer_places(roster=lock_roster(roster), now=now)


PERSON, MANAGER, SITE_ROLE = Role.PERSON, Role.MANAGER, Role.SITE
