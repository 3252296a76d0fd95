"""Where somebody stands on a waiting list."""

from portal.recruitment.models import Registration
from portal.recruitment.states import Status


def rank_of(registration: Registration) -> int:
    """Which one of the waiting list this is, from 1; 0 for who does not wait."""
    if registration.status != Status.WAITLISTED:
        return 0
    waiting = Registration.objects.filter(roster_id=registration.roster_id).in_line()
    return waiting.filter(arrival__lte=registration.arrival).count()
