"""Sessions that were held and the people who came, as what follows them needs."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from pages.models.session import SessionAudience
from portal.participation.models import Agreement, Participant
from portal.participation.texts import REGISTER
from portal.recruitment.models import Registration, Roster
from portal.recruitment.states import CAME, Status
from snippets.models import Organisation
from tests.factories import CommuneFactory, OrganisationFactory
from tests.portal.participation.people import make_agreement, make_guest


def make_company(**fields: Any) -> Organisation:
    """A verified company."""
    return OrganisationFactory(verified_at=timezone.now(), **fields)


def held(
    *organisations: Organisation,
    days_ago: int = 1,
    audience: str = SessionAudience.PUBLIC,
    **fields: Any,
) -> Roster:
    """A session of some days ago, of these organisations, the first of which organises."""
    organisations = organisations or (make_company(),)
    morning = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    starts = morning - timedelta(days=days_ago)
    roster = Roster.objects.create(
        **{
            "title": "Job dating du bois",
            "session_type": "job_dating",
            "audience": audience,
            "status": "scheduled",
            "organisation": organisations[0],
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=3),
            "closes_at": starts,
            "commune": CommuneFactory(),
            "capacity": 50,
            **fields,
        }
    )
    roster.organisations.set(organisations)
    return roster


def came(
    roster: Roster,
    *,
    status: str = Status.PRESENT,
    participant: Participant | None = None,
    shares_identity: bool = True,
    **fields: Any,
) -> Registration:
    """Somebody's registration in this state."""
    participant = participant or make_guest()
    roster.arrivals += 1
    roster.save(update_fields=["arrivals"])
    agreement: Agreement = make_agreement(participant, text=REGISTER)
    return Registration.objects.create(
        roster=roster,
        participant=participant,
        status=status,
        arrival=roster.arrivals,
        agreement=agreement,
        shares_identity=shares_identity,
        came_at=roster.starts_at if status in CAME else None,
        **fields,
    )
