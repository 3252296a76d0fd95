"""Whether somebody was summoned so that an absence may be reported.

Written by hand by who reports: `warned` (the letter says what an absence may lead to),
`received_proof` and `received_on`. Once summons say it of an appointment by themselves, this is the
one place to ask them.
"""

from datetime import date

from django.utils import timezone

from portal.followup.appointments.models import Appointment
from portal.followup.procedures.models import Proof

# A letter that nobody fetched warned nobody.
PROVES = frozenset({Proof.REGISTERED, Proof.HANDED, Proof.ELECTRONIC})


def was_summoned(
    appointment: Appointment | None, *, warned: bool, received_proof: str, received_on: date | None
) -> bool:
    """Whether the person was warned, and the warning reached them before that day."""
    if appointment is None or not warned or received_proof not in PROVES or received_on is None:
        return False
    return received_on < timezone.localdate(appointment.starts_at)


def was_missed(appointment: Appointment | None) -> bool:
    """Whether the person did not come, without an excuse."""
    return appointment is not None and appointment.state == Appointment.State.NO_SHOW
