"""What a sponsor says of when, where and how; the organisations for which they recruit."""

from dataclasses import dataclass, field

from django.db import transaction

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.rules import require_coordinator
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services.changing import lock_sponsor
from portal.sponsorship.sponsors.states import OUT
from snippets.models import Commune, Organisation

GONE = "Cette fiche n’est plus à modifier."


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
    """Write what a sponsor says of themselves. Raises SponsorshipError when they have left."""
    found = _own_or_coordinated(sponsor, actor)
    for name in Description.__slots__:
        setattr(found, name, getattr(description, name))
    found.save()
    return found


@transaction.atomic
def add_employer(*, sponsor: Sponsor, organisation: Organisation, actor: Actor) -> None:
    """Write that they recruit for an organisation: they never meet who applied there."""
    _own_or_coordinated(sponsor, actor).employers.add(organisation)


@transaction.atomic
def remove_employer(*, sponsor: Sponsor, organisation: Organisation, actor: Actor) -> None:
    """Write that they do not any more."""
    _own_or_coordinated(sponsor, actor).employers.remove(organisation)


def _own_or_coordinated(sponsor: Sponsor, actor: Actor) -> Sponsor:
    if actor.user is None or actor.user.pk != sponsor.user_id:
        require_coordinator(actor)
    found = lock_sponsor(sponsor)
    if found.state in OUT:
        raise SponsorshipError(GONE)
    return found
