"""The officer's call list: once nothing is offered by itself, until the door opens.

The order is that of arrival; who was called in vain goes behind the others, and stays.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.hours import offers_are_over
from portal.recruitment.models import Registration, Roster, Slot
from portal.recruitment.services.changing import change, write_change
from portal.recruitment.services.offers import NOT_WAITING, give_place
from portal.recruitment.services.places import locked, occupancy
from portal.recruitment.states import Role, Status

NOT_YET = (
    "Les places sont encore proposées automatiquement\u00a0: attendez la fin des inscriptions."
)
STARTED = "La rencontre a commencé\u00a0: il n’y a plus personne à appeler."
NOT_REACHED = "Appelée, non jointe"


def is_open(roster: Roster, now: datetime) -> bool:
    """Whether places are given by phone now: none is offered any more, nobody has come in yet."""
    return roster.takes_place and now < roster.starts_at and offers_are_over(roster, now)


def people_to_call(roster: Roster, now: datetime) -> list[Registration]:
    """Whom to call for the places that are free now, in order; empty when there is none to give.

    Who has an offer that waits for an answer is not in line: they are left out.
    """
    if not is_open(roster, now) or not occupancy(roster).can_seat:
        return []
    line = roster.registrations.in_line().select_related(
        "participant__user", "participant__commune"
    )
    return list(line.order_by(F("not_reached_at").asc(nulls_first=True), "arrival"))


@transaction.atomic
def answer(
    *,
    registration: Registration,
    accepts: bool | None,
    actor: Actor,
    slot: Slot | None = None,
    now: datetime | None = None,
) -> Registration:
    """What somebody said at the phone: yes takes the place, no leaves the list; None, not reached.

    Raises RecruitmentError outside of the hours of the list, for somebody who does not wait, or
    without an hour where each has theirs; FullError when no place is left.
    """
    now = now or timezone.now()
    found = locked(registration)
    if now >= found.roster.starts_at:
        raise RecruitmentError(STARTED)
    if not is_open(found.roster, now):
        raise RecruitmentError(NOT_YET)
    if accepts:
        return give_place(found, slot=slot, actor=actor, now=now)
    if found.status != Status.WAITLISTED:
        raise RecruitmentError(NOT_WAITING)
    if accepts is None:
        found.not_reached_at = now
        found.save(update_fields=["not_reached_at"])
        write_change(found, found.status, actor=actor, at=now, note=NOT_REACHED)
        return found
    return change(found, Status.DECLINED, role=Role.MANAGER, actor=actor, now=now)
