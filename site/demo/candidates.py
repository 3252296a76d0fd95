"""Invented candidates: one who has filled in everything, made through the services."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from demo.accounts import DEMO_PASSWORD
from pages.models.job_offer import Contract, DrivingLicence, Schedule, WorkingTime
from portal.accounts.models import User
from portal.accounts.services.addresses import verify_address
from portal.accounts.sign_in.signup import welcome
from portal.candidates.models import Frequency, SavedSearch
from portal.candidates.models.profile import Experience, Transport
from portal.candidates.searches import search_of
from portal.candidates.services.alerts import save_search
from portal.candidates.services.favourites import keep
from portal.candidates.services.profile import save_profile
from search.models import Opportunity
from snippets.models import Commune, Occupation


@dataclass(frozen=True)
class DemoCandidate:
    """One person who registered."""

    email: str
    first_name: str
    last_name: str
    level_label: str
    is_new: bool = False


FAVOURITES = 6
# Linked with a case, whose name it takes (`demo/followup/own_side.py`).
LINKED = "personne.suivie@declic.example"
# The search, how often, and since how many days.
_ALERTS = (
    ("q=cuisinier&lieu=Belfort&rayon=20", Frequency.DAILY, 12),
    ("lieu=Belfort&rayon=10&type=job&contrat=cdi", Frequency.WEEKLY, 30),
)


def demo_candidates() -> list[DemoCandidate]:
    """The candidates of the demo."""
    return [
        DemoCandidate("eloise.martin@declic.example", "Éloïse", "Martin", "Candidate"),
        DemoCandidate(
            "thomas.petit@declic.example",
            "Thomas",
            "Petit",
            "Candidat, vient de s’inscrire",
            is_new=True,
        ),
        DemoCandidate(
            LINKED,
            "Personne",
            "Suivie",
            "Candidat·e, compte lié à son accompagnement",
            is_new=True,
        ),
    ]


def load_candidates() -> int:
    """Make who is missing; return how many. Offers come before."""
    return sum(_load(candidate) for candidate in demo_candidates())


def _load(candidate: DemoCandidate) -> bool:
    if User.objects.filter(email=candidate.email).exists():
        return False
    user = User.objects.create_user(
        candidate.email,
        DEMO_PASSWORD,
        first_name=candidate.first_name,
        last_name=candidate.last_name,
    )
    verify_address(user)
    welcome(user, "")
    if not candidate.is_new:
        _fill_in(user)
    return True


def _fill_in(user: User) -> None:
    """A profile without a date yet, favourites, two alerts with something new."""
    cook = Occupation.objects.filter(code="G1602").first() or Occupation.objects.first()
    save_profile(
        user=user,
        values={
            "experience": Experience.FROM_1_TO_3,
            "commune": Commune.objects.get(insee_code="90010"),
            "radius_km": 20,
            "transports": [Transport.BUS, Transport.BIKE],
            "licences": [DrivingLicence.AM],
            "contracts": [Contract.CDI, Contract.CDD],
            "working_time": WorkingTime.FULL,
            "schedules": [Schedule.DAY],
        },
        trades=[cook] if cook else [],
    )
    jobs = Opportunity.objects.filter(kind="job").order_by("expires_at", "pk")
    for identifier in jobs.values_list("pk", flat=True)[:FAVOURITES]:
        keep(user=user, opportunity_id=identifier)
    for query, frequency, days in _ALERTS:
        alert = save_search(user=user, search=search_of(query), frequency=frequency)
        then = timezone.now() - timedelta(days=days)
        SavedSearch.objects.filter(pk=alert.pk).update(
            since=then, created_at=then, confirmed_at=then
        )
