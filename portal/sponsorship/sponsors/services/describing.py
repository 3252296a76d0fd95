"""What a sponsor says of when, where and how; for which organisations they recruit."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.sponsors.models import Sponsor, SponsorEmployer
from portal.sponsorship.sponsors.services.changing import lock_sponsor
from portal.sponsorship.sponsors.states import OUT
from snippets import french
from snippets.models import Commune, Organisation

GONE = "Cette fiche n’est plus à modifier."
TOO_FEW = "Vous avez déjà dit oui pour {people}\u00a0: choisissez au moins ce nombre."


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """All that a sponsor may change of themselves."""

    phone: str
    profession: str = ""
    commune: Commune | None = None
    radius_km: int = 20
    capacity: int = 1
    domains: list[str] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    availability: list[str] = field(default_factory=list)


@transaction.atomic
def describe(*, sponsor: Sponsor, description: Description, actor: Actor) -> Sponsor:
    """Write what a sponsor says of themselves.

    Raises SponsorshipError when they have left, and for fewer places than those that they took.
    """
    found = _own(sponsor, actor)
    # A pair that is over has the day when it ended.
    taken = found.pairs.filter(sponsor_accepted_at__isnull=False, ended_at__isnull=True).count()
    if description.capacity < taken:
        people = french.counted(taken, "personne", "personnes")
        raise SponsorshipError(TOO_FEW.format(people=people), field="capacity")
    for name in Description.__slots__:
        setattr(found, name, getattr(description, name))
    found.save()
    return found


@transaction.atomic
def add_employer(*, sponsor: Sponsor, organisation: Organisation, actor: Actor) -> None:
    """Say that one recruits for an organisation: one never meets who applied there; twice is once.

    The sponsor alone says it, and reads it. Raises SponsorshipError.
    """
    found = _own(sponsor, actor)
    SponsorEmployer.objects.get_or_create(
        sponsor=found, organisation=organisation, removed_at__isnull=True
    )


@transaction.atomic
def remove_employer(*, sponsor: Sponsor, employer: SponsorEmployer, actor: Actor) -> None:
    """Say that one does not any more: for requests made from now on. Raises SponsorshipError.

    For those that wait already it goes on, so that taking it back shows nothing of who applied.
    """
    found = _own(sponsor, actor)
    found.employers.filter(pk=employer.pk, removed_at__isnull=True).update(
        removed_at=timezone.now()
    )


def _own(sponsor: Sponsor, actor: Actor) -> Sponsor:
    """One's own row, held. Raises SponsorshipError for anybody else's, and once one has left."""
    found = lock_sponsor(sponsor)
    if found.state in OUT or actor.user is None or actor.user.pk != found.user_id:
        raise SponsorshipError(GONE)
    return found
