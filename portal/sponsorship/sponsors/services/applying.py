"""Somebody offers to be a sponsor, and says when and how."""

from dataclasses import dataclass, field

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.sponsorship.clock import contact_by
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services.changing import change, lock_sponsor, write_step
from portal.sponsorship.sponsors.states import OUT, Role, State
from snippets import locks
from snippets.mail.queue import queue_mail
from snippets.models import Commune
from snippets.site import absolute

ALREADY = "Votre candidature existe déjà."


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What somebody who offers their time says of themselves."""

    phone: str
    profession: str = ""
    motivation: str = ""
    commune: Commune | None = None
    domains: list[str] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    availability: list[str] = field(default_factory=list)


@transaction.atomic
def apply(*, user: User, answers: Answers, actor: Actor) -> Sponsor:
    """Write the application of a sponsor, or the new one of who left; tell them what comes next.

    Raises SponsorshipError when one is there already.
    """
    locks.take(f"sponsorship.apply {user.pk}")
    found = Sponsor.objects.filter(user=user).first()
    now = timezone.now()
    if found is None:
        sponsor = Sponsor.objects.create(user=user, applied_at=now, changed_at=now, **_of(answers))
        write_step(sponsor, "", actor=actor, now=now)
    else:
        sponsor = lock_sponsor(found)
        if sponsor.state not in OUT:
            raise SponsorshipError(ALREADY)
        for name, value in _of(answers).items():
            setattr(sponsor, name, value)
        sponsor.applied_at = now
        sponsor.contacted_at = sponsor.interviewed_at = sponsor.decided_at = None
        sponsor.late_told_at = None
        change(sponsor, State.APPLIED, role=Role.PERSON, actor=actor, now=now)
    queue_mail(
        "sponsor_applied",
        to=user.email,
        context={
            "recipient_name": user.get_short_name(),
            "contact_by": contact_by(now),
            "space_url": absolute(reverse("sponsorship:space")),
        },
    )
    return sponsor


def _of(answers: Answers) -> dict[str, object]:
    return {name: getattr(answers, name) for name in Answers.__slots__}
