"""Each recipient's way in, date and reason are what a plain reading of the rows finds.

The reading is a loop in Python over the rows, of which it knows nothing but what the documentation
says; the world is random, the same on each run.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any, NamedTuple

import pytest
from django.utils import timezone

from pages.models import JobOfferPage
from pages.pin.geo import distance_km
from portal.accounts.models import Consent, Membership, User
from portal.applications.models import Application
from portal.candidates.models import CandidateProfile, ProfileOccupation
from portal.mailing.errors import AudienceError
from portal.mailing.models import Campaign, CampaignRecipient, Source
from portal.mailing.services.freezing import freeze
from portal.participation.services.participants import participant_of
from portal.recruitment.models import Registration
from snippets.mail.models import MailRefusal, SuppressedAddress
from snippets.models import Commune, Organisation
from tests.factories import CommuneFactory, JobOfferPageFactory
from tests.portal.accounts.people import join, officer
from tests.portal.mailing.world import (
    EVERY_ORGANISATION,
    campaign,
    candidate,
    organisation,
    registered,
    session_list,
)
from tests.portal.participation.people import make_application, make_guest
from tests.sizes import at_size

pytestmark = pytest.mark.django_db

SEEDS = range(at_size(1, 6))
_numbers = count(1)


class Way(NamedTuple):
    """How one address came in."""

    origin: str
    since: datetime
    organisation: int | None
    user: int | None
    # Words that the reason must have.
    said: tuple[str, ...]


_ORDER = ("membership", "organisation", "published_contact", "account")
_ORDER += ("registration", "application")


def address_of(chance: Random) -> str:
    """One of a few addresses, so that ways cross; or a new one."""
    return chance.choice(
        [f"commune{chance.randrange(4)}@exemple.test", f"seule{next(_numbers)}@exemple.test"]
    )


class World:
    """A few organisations, candidates, people of a session and of an offer, drawn by chance."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        belfort = CommuneFactory(belfort=True)
        self.communes = [
            belfort,
            *(
                CommuneFactory(
                    latitude=belfort.latitude + self.chance.uniform(-0.3, 0.3),
                    longitude=belfort.longitude + self.chance.uniform(-0.3, 0.3),
                )
                for _ in range(4)
            ),
        ]
        self.page = JobOfferPageFactory.row(title="Maçon")
        self.roster = session_list(title="Forum")
        for _ in range(6):
            self._organisation()
        people = [self._candidate() for _ in range(10)]
        for person in people:
            self._takes_part(person)
        stopped = [address_of(self.chance) for _ in range(2)]
        SuppressedAddress.objects.bulk_create(
            SuppressedAddress(address=address, reason="unknown") for address in set(stopped)
        )
        for category in ("campaigns_organisations", "campaigns_candidates"):
            MailRefusal.objects.create(
                address=address_of(self.chance), category=category, source="one_click"
            )

    def _organisation(self) -> None:
        chance = self.chance
        made = organisation(
            kind=chance.choice(Organisation.Kind.values),
            commune=chance.choice([*self.communes, None]),
            email=chance.choice(["", address_of(chance)]),
            verified_at=chance.choice([None, timezone.now()]),
            naf_code=chance.choice(["43.32A", "10.71C", ""]),
        )
        join(made, "manager", email=f"membre{next(_numbers)}@exemple.test")
        JobOfferPageFactory.row(
            organisation=made,
            contact_email=address_of(chance),
            contact_email_public=chance.random() < 0.6,
        )

    def _candidate(self) -> User:
        chance = self.chance
        trades = tuple(chance.sample(["F1703", "K1302", "A1203"], chance.randrange(3)))
        return candidate(
            email=f"personne{next(_numbers)}@exemple.test",
            commune=chance.choice([*self.communes, None]),
            trades=trades,
            agrees=chance.random() < 0.7,
            date_joined=timezone.now() - timedelta(days=chance.randrange(400)),
        )

    def _takes_part(self, person: User) -> None:
        chance = self.chance
        who = participant_of(user=person) if chance.random() < 0.7 else make_guest()
        if chance.random() < 0.8:
            status = chance.choice(["confirmed", "present", "absent", "cancelled", "waitlisted"])
            registered(self.roster, participant=who, status=status)
        status = chance.choice(["sent", "refused", "hired", "withdrawn", "to_confirm"])
        days = chance.randrange(60)
        make_application(page=self.page, participant=who, status=status, days_ago=days)


def _of_organisations(criteria: dict[str, Any]) -> Iterator[tuple[str, Way]]:
    for one in Organisation.objects.all():
        if one.suspended_at or one.kind not in criteria["kinds"] or not _is_near(one, criteria):
            continue
        if criteria["sectors"] != "all" and not one.naf_code.startswith(("41", "42", "43")):
            continue
        for membership in Membership.objects.filter(organisation=one, ended_at=None):
            user = membership.user
            since = membership.created_at
            yield user.email, Way("membership", since, one.pk, user.pk, (one.name, "membre"))
        if one.email:
            yield one.email, Way("organisation", one.created_at, one.pk, None, (one.name, "fiche"))
        for page in JobOfferPage.objects.filter(organisation=one, live=True):
            if page.contact_email_public and page.contact_email:
                said = (one.name, page.title, "publié")
                since = page.first_published_at
                way = Way("published_contact", since, one.pk, None, said)
                yield page.contact_email, way


def _is_near(row: Any, criteria: dict[str, Any]) -> bool:
    if criteria["communes"] == "all":
        return True
    centre = Commune.objects.get(pk=criteria["communes"][0])
    place = row.commune
    return place is not None and (
        place.pk == centre.pk
        or distance_km((centre.latitude, centre.longitude), (place.latitude, place.longitude))
        <= criteria["radius_km"]
    )


def _agrees(user: User | None) -> bool:
    given = Consent.objects.filter(purpose="campaigns", withdrawn_at=None)
    return user is not None and given.filter(user=user).exists()


def _of_candidates(criteria: dict[str, Any]) -> Iterator[tuple[str, Way]]:
    for profile in CandidateProfile.objects.all():
        user = profile.user
        codes = ProfileOccupation.objects.filter(profile=profile).values_list(
            "occupation", flat=True
        )
        sought = any(code == "F1703" or code.startswith("K") for code in codes)
        if _is_near(profile, criteria) and sought and _agrees(user):
            said = (profile.commune.name, "accepté")
            yield user.email, Way("account", user.date_joined, None, user.pk, said)


def _of_session(criteria: dict[str, Any]) -> Iterator[tuple[str, Way]]:
    words = {"confirmed": "êtes inscrit·e", "waitlisted": "attente", "present": "venu·e"}
    for one in Registration.objects.filter(roster=criteria["roster"]):
        user = one.participant.user
        if one.status in words and _agrees(user):
            said = ("Forum", words[one.status])
            yield user.email, Way("registration", one.created_at, None, user.pk, said)


def _of_offer(criteria: dict[str, Any]) -> Iterator[tuple[str, Way]]:
    for one in Application.objects.filter(page=criteria["page"], status__in=("sent", "refused")):
        user = one.participant.user
        if _agrees(user):
            yield user.email, Way("application", one.sent_at, None, user.pk, ("postulé", "Maçon"))


def plain(source: str, criteria: dict[str, Any]) -> dict[str, Way]:
    """The way of each address of the list, read one row after the other."""
    read = {
        Source.ORGANISATIONS: _of_organisations,
        Source.CANDIDATES: _of_candidates,
        Source.SESSION: _of_session,
        Source.APPLICANTS: _of_offer,
    }[Source(source)]
    of_companies = source == Source.ORGANISATIONS
    category = "campaigns_organisations" if of_companies else "campaigns_candidates"
    stopped = {row.address for row in SuppressedAddress.objects.all()}
    stopped |= {row.address for row in MailRefusal.objects.filter(category=category)}
    ways: dict[str, list[Way]] = {}
    for address, way in read(criteria):
        if address not in stopped:
            ways.setdefault(address, []).append(way)
    return {address: min(found, key=_rank) for address, found in ways.items()}


def _rank(way: Way) -> tuple[Any, ...]:
    return _ORDER.index(way.origin), way.since, way.organisation or 0, way.user or 0


@pytest.mark.parametrize("seed", SEEDS)
def test_each_row_says_what_a_plain_reading_finds(seed: int) -> None:
    world, author = World(seed), officer()
    near = {"communes": ["90010"], "radius_km": 25}
    narrow = {**EVERY_ORGANISATION, **near, "sectors": ["F"], "kinds": ["company", "association"]}
    asked: list[tuple[str, dict[str, Any]]] = [
        (Source.ORGANISATIONS, EVERY_ORGANISATION),
        (Source.ORGANISATIONS, narrow),
        (Source.CANDIDATES, {**near, "occupations": ["F1703", "K"]}),
        (Source.SESSION, {"roster": world.roster.pk, "states": ["registered", "present"]}),
        (Source.APPLICANTS, {"page": world.page.pk, "states": ["waiting", "refused"]}),
    ]
    compared = 0
    for source, criteria in asked:
        made = campaign(author, source, criteria)
        expected = plain(source, criteria)
        if not expected:
            with pytest.raises(AudienceError):
                freeze(campaign=made, now=timezone.now())
            continue
        compared += len(expected)
        assert freeze(campaign=made, now=timezone.now()) == len(expected)
        _compare(made, expected)
        # Nothing is left for the next: lists of this week count.
        Campaign.objects.filter(pk=made.pk).update(frozen_at=timezone.now() - timedelta(days=9))
    assert compared > 20


def _compare(made: Campaign, expected: dict[str, Way]) -> None:
    rows = {row.address: row for row in CampaignRecipient.objects.filter(campaign=made)}
    assert set(rows) == set(expected)
    for address, way in expected.items():
        row = rows[address]
        found = (row.origin, row.since, row.organisation_id, row.user_id)
        assert found == (way.origin, way.since, way.organisation, way.user), address
        assert all(word in row.reason for word in way.said), row.reason
