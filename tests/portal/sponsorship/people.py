"""Sponsors and requests as the services leave them, without their mails."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.participation.models import Participant
from portal.participation.services.participants import participant_of
from portal.sponsorship.models import (
    CharterSignature,
    Sponsor,
    SponsorCertificate,
    SponsorshipRequest,
)
from portal.sponsorship.requests.texts import ASK
from portal.sponsorship.sponsors.charter import CHARTER
from portal.sponsorship.sponsors.states import MEMBERS, TO_VET, State
from tests.factories import UserFactory
from tests.portal.accounts.people import give, person_with
from tests.portal.participation.people import make_agreement

SAID = {
    "phone": "06 12 34 56 78",
    "profession": "Chef de chantier",
    "domains": ["F"],
    "modes": ["phone", "in_person"],
    "availability": ["mon_eve", "sat_am"],
}


def coordinator(**fields: Any) -> User:
    """Who coordinates."""
    return person_with(LevelName.SPONSORSHIP_COORDINATOR, **fields)


def make_sponsor(
    state: str = State.ACCEPTED,
    *,
    user: User | None = None,
    signed: bool = True,
    days_ago: int = 0,
    **fields: Any,
) -> Sponsor:
    """A sponsor in this state, who applied some days ago; a member holds the level.

    `signed`: members signed the present charter.
    """
    user = user or UserFactory()
    at = timezone.now() - timedelta(days=days_ago)
    met = None if state == State.APPLIED else at
    values = {
        "user": user,
        "state": state,
        "applied_at": at,
        "changed_at": at,
        "contacted_at": met,
        "interviewed_at": None if state == State.CONTACTED else met,
        "decided_at": None if state in TO_VET else at,
        **SAID,
        **fields,
    }
    sponsor = Sponsor.objects.create(**values)
    if state in MEMBERS:
        give(user, LevelName.SPONSOR)
        if signed:
            CharterSignature.objects.create(
                sponsor=sponsor, version=CHARTER.version, text=CHARTER.text
            )
    return sponsor


def make_certificate(sponsor: Sponsor, **fields: Any) -> SponsorCertificate:
    """A certificate of a day, of nobody accompanied."""
    today = timezone.localdate()
    values = {
        "person_name": str(sponsor),
        "starts_on": today,
        "ends_on": today,
        "pairs": 0,
        "meetings": 0,
    }
    return SponsorCertificate.objects.create(sponsor=sponsor, **values | fields)


def make_request(
    user: User | None = None,
    *,
    participant: Participant | None = None,
    by: User | None = None,
    asked_at: datetime | None = None,
    **fields: Any,
) -> SponsorshipRequest:
    """A request of a new candidate, or of this person; `by` made it for them."""
    if participant is None:
        participant = participant_of(user=user or person_with(LevelName.CANDIDATE))
    at = asked_at or timezone.now()
    values = {
        "participant": participant,
        "agreement": make_agreement(participant, text=ASK, by=by),
        "channel": "adviser" if by else "self",
        "helped_by": by,
        "goal": "Un premier emploi dans le bâtiment.",
        "asked_at": at,
        "changed_at": at,
        **fields,
    }
    return SponsorshipRequest.objects.create(**values)
