"""Certificates: what is confirmed so far, frozen under a number."""

from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils import timezone

from portal.accounts.actors import SITE, Actor
from portal.sponsorship.commitments.errors import NothingToCertifyError
from portal.sponsorship.commitments.models import (
    VolunteerCertificate,
    VolunteerCommitment,
    VolunteerHours,
)
from portal.sponsorship.commitments.services import telling
from portal.sponsorship.commitments.services.locking import lock_commitment
from portal.sponsorship.commitments.states import HoursState, Side, State

NOTHING = "Une attestation compte des heures confirmées\u00a0: il n’y en a pas encore."


@transaction.atomic
def issue(*, commitment: VolunteerCommitment, side: Side, actor: Actor) -> VolunteerCertificate:
    """Certify the hours confirmed so far; the last certificate again when nothing was added.

    From then on these hours no longer change. Raises NothingToCertifyError, OutOfReachError.
    """
    found = lock_commitment(commitment, side, actor)
    made = _issued(found, actor)
    if side == Side.ASSOCIATION:
        telling.tell_certified(made)
    return made


def issue_when_complete(commitment: VolunteerCommitment) -> VolunteerCertificate | None:
    """Certify what ended, once no hours wait for an answer; who calls holds the commitment."""
    lines = VolunteerHours.objects.filter(commitment=commitment)
    if commitment.state != State.ENDED or lines.filter(state=HoursState.WAITING).exists():
        return None
    if not lines.confirmed().filter(certificate__isnull=True).exists():
        return None
    made = _issued(commitment, SITE)
    telling.tell_certified(made)
    return made


def _issued(commitment: VolunteerCommitment, actor: Actor) -> VolunteerCertificate:
    lines = VolunteerHours.objects.filter(commitment=commitment).confirmed()
    new = lines.filter(certificate__isnull=True)
    if not new.exists():
        known = commitment.certificates.first()
        if known is None:
            raise NothingToCertifyError(NOTHING)
        return known
    sums: dict[str, Any] = lines.order_by().aggregate(
        hours=Sum("hours"), days=Count("day", distinct=True), last=Max("day")
    )
    is_over = commitment.state == State.ENDED
    last = commitment.ends_on if is_over and commitment.ends_on else sums["last"]
    made = VolunteerCertificate.objects.create(
        commitment=commitment,
        person_name=commitment.participant.name,
        organisation_name=commitment.organisation_name,
        title=commitment.title,
        starts_on=commitment.starts_on,
        ends_on=last,
        hours=sums["hours"],
        days=sums["days"],
        issued_at=timezone.now(),
        issued_by=actor.user,
    )
    new.update(certificate=made)
    return made
