"""Whether somebody was summoned so that an absence may be reported.

A summons that the site wrote says it by itself, once its receipt is recorded, and nothing that is
typed says it instead. Of another one, who reports writes `warned` (the letter says what an absence
may lead to), `received_proof` and `received_on`.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from portal.followup.appointments.models import Appointment
from portal.followup.booking.queries import proof_of
from portal.followup.procedures.models import Proof

# A letter that nobody fetched warned nobody.
PROVES = frozenset({Proof.REGISTERED, Proof.HANDED, Proof.ELECTRONIC})


@dataclass(frozen=True, slots=True)
class Receipt:
    """How and when a summons that warned reached the person."""

    proof: str
    received_on: date


def receipt_of(appointment: Appointment | None) -> Receipt | None:
    """What is recorded of the site's own summons to an appointment; None without a receipt."""
    letter = proof_of(appointment) if appointment is not None else None
    if letter is None or letter.received_on is None:
        return None
    proof = Proof.REGISTERED if letter.registered_number else Proof.HANDED
    return Receipt(proof, letter.received_on)


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
