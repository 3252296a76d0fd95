"""People, organisations and campaigns as tests of audiences need them, written without mails."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.accounts.consents import CAMPAIGNS
from portal.accounts.level_names import LevelName
from portal.accounts.models import Consent, User
from portal.candidates.models import CandidateProfile, ProfileOccupation
from portal.mailing.models import Campaign, CampaignRecipient, Origin, Source
from portal.participation.services.participants import participant_of
from portal.participation.texts import REGISTER
from portal.recruitment.models import Registration, Roster
from portal.recruitment.states import CAME, Status
from snippets.models import Commune, Occupation, Organisation
from tests.factories import (
    OccupationFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
    UserFactory,
)
from tests.portal.accounts.people import give
from tests.portal.participation.people import make_agreement
from tests.portal.recruitment.lists import make_roster

EVERY_ORGANISATION: dict[str, Any] = {
    "kinds": list(Organisation.Kind.values),
    "communes": "all",
    "radius_km": 0,
    "sectors": "all",
    "verified": "all",
}
EVERY_PARTNER = {key: value for key, value in EVERY_ORGANISATION.items() if key != "kinds"}
EVERY_CANDIDATE: dict[str, Any] = {"communes": "all", "radius_km": 0, "occupations": "all"}
EVERY_SPONSOR: dict[str, Any] = {
    "states": ["active", "paused"],
    "communes": "all",
    "radius_km": 0,
    "domains": "all",
}


def agree(user: User) -> Consent:
    """The account says yes to campaigns."""
    return Consent.objects.create(user=user, purpose=CAMPAIGNS.purpose, version=CAMPAIGNS.version)


def candidate(
    *,
    commune: Commune | None = None,
    trades: tuple[str, ...] = (),
    agrees: bool = True,
    **fields: Any,
) -> User:
    """A candidate whose profile says a place and the codes of the occupations that they seek."""
    user = UserFactory(**fields)
    give(user, LevelName.CANDIDATE)
    profile = CandidateProfile.objects.create(user=user, commune=commune)
    for rank, code in enumerate(trades, start=1):
        occupation = Occupation.objects.filter(pk=code).first() or OccupationFactory(code=code)
        ProfileOccupation.objects.create(profile=profile, occupation=occupation, rank=rank)
    if agrees:
        agree(user)
    return user


def session_list(**fields: Any) -> Roster:
    """The list of a session that has its page."""
    page = RecruitmentSessionPageFactory.row()
    return make_roster(page=page, **fields)


def registered(
    roster: Roster, *, user: User | None = None, status: str = Status.CONFIRMED, **fields: Any
) -> Registration:
    """Somebody on the list in this state, as the services leave them."""
    person = fields.pop("participant", None) or participant_of(user=user)
    arrival = roster.registrations.count() + 1
    return Registration.objects.create(
        **{
            "roster": roster,
            "participant": person,
            "agreement": make_agreement(person, text=REGISTER),
            "status": status,
            "arrival": None if status == Status.TO_CONFIRM else arrival,
            "came_at": timezone.now() if status in CAME else None,
            **fields,
        }
    )


def campaign(
    author: User, source: str = Source.ORGANISATIONS, criteria: Any = None, **fields: Any
) -> Campaign:
    """A draft to everybody of a public, unless criteria are given."""
    usual = {
        Source.ORGANISATIONS: EVERY_ORGANISATION,
        Source.PARTNERS: EVERY_PARTNER,
        Source.CANDIDATES: EVERY_CANDIDATE,
        Source.SPONSORS: EVERY_SPONSOR,
    }
    values = {
        "source": source,
        "criteria": usual[Source(source)] if criteria is None else criteria,
        "name": "Forum de janvier",
        "subject": "Le forum de janvier",
        "body": "Bonjour, le forum a lieu le 14 janvier.",
        "author": author,
        "author_name": str(author),
        **fields,
    }
    return Campaign.objects.create(**values)


def approved(row: Campaign, **fields: Any) -> Campaign:
    """The same campaign with the state of one that was approved; its list is made before."""
    values = {"status": "approved", "approved_by": row.author, **fields}
    Campaign.objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    return row


def earlier_campaign(author: User, *addresses: str, days_ago: int = 1, **fields: Any) -> Campaign:
    """A campaign that these addresses were in the list of, so many days ago."""
    made = campaign(author)
    CampaignRecipient.objects.bulk_create(
        CampaignRecipient(
            campaign=made, address=address, origin=Origin.ORGANISATION, reason="Votre fiche."
        )
        for address in addresses
    )
    at = timezone.now() - timedelta(days=days_ago)
    return approved(
        made,
        **{"frozen_at": at, "frozen_count": len(addresses) or 1, "rule": "Toutes", **fields},
    )


def organisation(**fields: Any) -> Organisation:
    """One without an address on its sheet, unless given."""
    return OrganisationFactory(**{"email": "", **fields})
