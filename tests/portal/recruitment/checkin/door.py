"""A session with its people, as the door finds them, and what a device sends."""

import json
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils import timezone

from pages.models.session import SessionAudience, SessionStatus, SessionType
from portal.participation.models import Agreement, Participant
from portal.recruitment.checkin.incoming import IncomingScan
from portal.recruitment.codes import hash_of, salt_of
from portal.recruitment.models import Registration, Roster, Scan, Slot
from portal.recruitment.states import Status
from tests.factories import CommuneFactory, OrganisationFactory

PARIS = ZoneInfo("Europe/Paris")
STARTS = datetime(2026, 12, 8, 14, tzinfo=PARIS)
NOW = STARTS + timedelta(minutes=25)

_FIRST = ("Éloïse", "Samir", "Chloé", "Jean-Luc", "Fatoumata", "Inès", "Noël", "Zoé")
_LAST = ("Martin", "Benali", "Petit", "Œuvrard", "Diallo", "Da Silva", "Roux", "Muller")


def make_roster(*, starts_at: datetime | None = None, organisation=None, **fields) -> Roster:
    """A session of an afternoon that has just begun."""
    starts_at = starts_at or timezone.now() - timedelta(minutes=30)
    organisation = organisation or OrganisationFactory(verified_at=timezone.now())
    values = {
        "title": "Job dating de l’aide à domicile",
        "session_type": SessionType.JOB_DATING,
        "audience": SessionAudience.PUBLIC,
        "status": SessionStatus.SCHEDULED,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "closes_at": starts_at,
        "place_name": "Maison du peuple",
        "commune": CommuneFactory(),
        "capacity": 50,
        "waiting_list_size": 20,
    }
    roster = Roster.objects.create(organisation=organisation, **(values | fields))
    roster.organisations.add(organisation)
    return roster


def make_registration(roster: Roster, number: int = 0, **fields) -> Registration:
    """Somebody in the list: the eight first have a name of their own, then numbers come."""
    turn, place = divmod(number, len(_FIRST))
    names = {
        "first_name": fields.pop("first_name", _FIRST[place]),
        "last_name": fields.pop("last_name", _LAST[place] + (f" {turn}" if turn else "")),
    }
    person = fields.pop("participant", None) or Participant.objects.create(
        **names, email=fields.pop("email", f"personne{number}-{roster.pk}@exemple.test")
    )
    agreement = Agreement.objects.create(
        participant=person, purpose="registration", version="t", text="J’accepte.", how="screen"
    )
    roster.arrivals += 1
    roster.save(update_fields=["arrivals"])
    values = {"status": Status.CONFIRMED, "arrival": roster.arrivals}
    values["came_at"] = (
        timezone.now() if fields.get("status") in {"present", "interviewed"} else None
    )
    return Registration.objects.create(
        roster=roster, participant=person, agreement=agreement, **(values | fields)
    )


def make_people(roster: Roster, count: int, **fields) -> list[Registration]:
    """The first so many."""
    return [make_registration(roster, number, **fields) for number in range(count)]


def make_slot(roster: Roster, minutes: int = 20) -> Slot:
    """A time of passage, some minutes after the beginning."""
    starts_at = roster.starts_at + timedelta(minutes=minutes)
    return Slot.objects.create(
        roster=roster, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=20), places=2
    )


def scan_of(registration: Registration | None = None, **fields) -> IncomingScan:
    """What `services.record_scans` is given for a code that was read."""
    code = registration.code if registration else ""
    values = {"nonce": uuid4(), "how": Scan.How.CODE, "at": NOW, "code": code}
    return IncomingScan(**(values | fields))


def sent(registration: Registration | None = None, **fields) -> dict[str, object]:
    """The same as a device sends it."""
    values: dict[str, object] = {
        "nonce": str(uuid4()),
        "how": "code",
        "at": timezone.now().isoformat(),
    }
    if registration:
        values["code"] = registration.code
    return values | fields


def hash_for(registration: Registration) -> str:
    """What a device knows of somebody."""
    return hash_of(salt_of(registration.roster), registration.code)


def post_scans(browser: Client, roster: Roster, *scans: dict[str, object]):
    """What the page sends."""
    return browser.post(
        f"/pointage/{roster.pk}/pointages.json",
        json.dumps({"scans": scans}),
        content_type="application/json",
    )


def results(answer) -> list[dict[str, str]]:
    """What became of each scan."""
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]
