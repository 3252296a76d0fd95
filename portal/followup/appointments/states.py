"""What becomes of an appointment: the pairs of states that are allowed."""

from datetime import datetime

from django.utils import timezone

from portal.followup.appointments.models import Appointment

S = Appointment.State
# Said of a day that has come: somebody came or did not. One mends what was said wrong.
HAPPENED = frozenset({S.HELD, S.EXCUSED, S.NO_SHOW})
TRANSITIONS: dict[str, frozenset[str]] = {
    S.PLANNED: HAPPENED | {S.CANCELLED},
    S.HELD: HAPPENED - {S.HELD},
    S.EXCUSED: HAPPENED - {S.EXCUSED},
    S.NO_SHOW: HAPPENED - {S.NO_SHOW},
    # A cancellation by mistake, while there is time.
    S.CANCELLED: frozenset({S.PLANNED}),
}


def may_go(appointment: Appointment, state: str, *, now: datetime | None = None) -> bool:
    """Whether an appointment may become that now."""
    now = now or timezone.now()
    if state not in TRANSITIONS[appointment.state]:
        return False
    if state in HAPPENED:
        return timezone.localdate(appointment.starts_at) <= timezone.localdate(now)
    return state != S.PLANNED or appointment.starts_at >= now


def next_states(appointment: Appointment, *, now: datetime | None = None) -> list[str]:
    """What it may become now, in the order of the list of states."""
    return [state for state in S if may_go(appointment, state, now=now)]
