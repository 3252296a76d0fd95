"""Proposals that nobody answered in time are over; a sponsor who leaves several is paused."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.accounts.actors import SITE
from portal.sponsorship.pairing.models import Delay
from portal.sponsorship.pairing.table import delay
from portal.sponsorship.pairing.telling import tell_over, tell_paused
from portal.sponsorship.pairs.models import Sponsorship, SponsorshipStep
from portal.sponsorship.pairs.services.changing import change, lock_pair
from portal.sponsorship.pairs.states import Role, Side, State
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services.absences import pause
from portal.sponsorship.sponsors.services.changing import lock_sponsor
from portal.sponsorship.sponsors.states import Role as SponsorRole
from portal.sponsorship.sponsors.states import State as SponsorState

REASON = "Pas de réponse dans le délai."
PAUSED = "Plusieurs propositions restées sans réponse."


def expire_proposals(*, now: datetime | None = None) -> int:
    """End the proposals past their last day, each in its transaction; return how many."""
    now = now or timezone.now()
    late = Sponsorship.objects.proposed().filter(answer_by__lt=timezone.localdate(now))
    return sum(_expire(pair, now) for pair in late.select_related("request", "sponsor"))


@transaction.atomic
def _expire(pair: Sponsorship, now: datetime) -> bool:
    """The person waits again, at their rank; twice is once."""
    lock_sponsor(pair.sponsor)
    found = lock_pair(pair)
    if found.state != State.PROPOSED or not found.is_too_late(now):
        return False
    change(found, State.EXPIRED, role=Role.SITE, actor=SITE, reason=REASON, now=now)
    tell_over(found, Side.PERSON)
    if found.sponsor_accepted_at is not None:
        tell_over(found, Side.SPONSOR)
    elif unanswered_in_a_row(found.sponsor) >= delay(Delay.UNANSWERED):
        _pause(found.sponsor)
    return True


def unanswered_in_a_row(sponsor: Sponsor) -> int:
    """Proposals that a sponsor left without an answer since they last answered or came back."""
    pairs = Sponsorship.objects.filter(sponsor=sponsor)
    moments = (
        pairs.aggregate(at=Max("sponsor_accepted_at"))["at"],
        SponsorshipStep.objects.filter(
            pair__sponsor=sponsor, side=Side.SPONSOR, state=State.DECLINED
        ).aggregate(at=Max("at"))["at"],
        sponsor.steps.filter(state=SponsorState.ACCEPTED).aggregate(at=Max("at"))["at"],
    )
    missed = pairs.filter(state=State.EXPIRED, sponsor_accepted_at__isnull=True)
    if known := [moment for moment in moments if moment is not None]:
        missed = missed.filter(ended_at__gt=max(known))
    return missed.count()


def _pause(sponsor: Sponsor) -> None:
    """Nothing more is proposed to them; they are told how to come back."""
    if sponsor.state != SponsorState.ACCEPTED:
        return
    pause(sponsor=sponsor, role=SponsorRole.SITE, reason=PAUSED, actor=SITE)
    tell_paused(sponsor)
