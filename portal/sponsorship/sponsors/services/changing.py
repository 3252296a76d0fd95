"""The one way a sponsor changes state: allowed, dated, and kept in their history."""

from datetime import datetime

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.services.grants import lock_administrators, lock_person
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.sponsors.models import Sponsor, SponsorStep
from portal.sponsorship.sponsors.states import Role, State, may_go

NOT_NOW = "C’est impossible\u00a0: l’état est «\u00a0{state}\u00a0». Rechargez la page."


def lock_sponsor(sponsor: Sponsor) -> Sponsor:
    """The sponsor as they are now, held until the transaction ends."""
    Sponsor.objects.select_for_update(no_key=True).only("pk").get(pk=sponsor.pk)
    return Sponsor.objects.select_related("user", "commune").get(pk=sponsor.pk)


def lock_with_rights(sponsor: Sponsor) -> Sponsor:
    """The same, with the rights of the person before them: in the order of who ends a level."""
    lock_administrators()
    lock_person(sponsor.user)
    return lock_sponsor(sponsor)


def change(
    sponsor: Sponsor,
    to: State,
    *,
    role: Role,
    actor: Actor,
    reason: str = "",
    now: datetime | None = None,
) -> Sponsor:
    """Take a sponsor to another state; who calls holds the lock, and saves the rest with it.

    Raises SponsorshipError when the state refuses it.
    """
    if not may_go(sponsor.state, to, role):
        raise SponsorshipError(NOT_NOW.format(state=State(sponsor.state).label))
    now = now or timezone.now()
    former, sponsor.state, sponsor.changed_at = sponsor.state, to, now
    sponsor.save()
    write_step(sponsor, former, actor=actor, reason=reason, now=now)
    return sponsor


def write_step(
    sponsor: Sponsor, former: str, *, actor: Actor, reason: str = "", now: datetime
) -> None:
    """Keep who did it and why."""
    SponsorStep.objects.create(
        sponsor=sponsor,
        state=sponsor.state,
        former=former,
        at=now,
        by=actor.user,
        reason=reason.strip(),
    )
