"""The one way a registration changes: allowed, written, and kept in its history."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.actors import SITE, Actor
from portal.participation.models import CallBack
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import PlaceOffer, Registration, RegistrationChange
from portal.recruitment.services.places import next_arrival
from portal.recruitment.states import CAME, HOLDING, LEFT, Role, Status, may_go

NOT_NOW = "C’est impossible\u00a0: cette inscription est «\u00a0{state}\u00a0». Rechargez la page."
_IN_LINE = frozenset({Status.CONFIRMED, Status.WAITLISTED})
_OUTSIDE = LEFT | {Status.TO_CONFIRM}
# What becomes of an offer that was open, by where its registration goes.
_ANSWERS = {
    Status.CONFIRMED: PlaceOffer.Answer.ACCEPTED,
    Status.PRESENT: PlaceOffer.Answer.ACCEPTED,
    Status.DECLINED: PlaceOffer.Answer.DECLINED,
    Status.OFFER_EXPIRED: PlaceOffer.Answer.EXPIRED,
    Status.CANCELLED: PlaceOffer.Answer.WITHDRAWN,
    Status.WAITLISTED: PlaceOffer.Answer.WITHDRAWN,
}

# What the call gave that waited with it.
_CALLS = {
    Status.CANCELLED: CallBack.Result.NO_LONGER,
    Status.DECLINED: CallBack.Result.NO_LONGER,
    Status.OFFER_EXPIRED: CallBack.Result.UNREACHABLE,
}


def change(
    registration: Registration,
    to: Status,
    *,
    role: Role,
    actor: Actor,
    now: datetime | None = None,
    note: str = "",
) -> Registration:
    """Take a registration to another state and write who did it; who calls holds the list's lock.

    The registration was read under that lock, its `slot` and whatever else changes with the state
    set on it already. Who comes back after having left is the last to arrive. An offer that was
    open, or a call that was to be made, is closed with it.
    Raises RecruitmentError when the state refuses it.
    """
    now = now or timezone.now()
    before = Status(registration.status)
    if not may_go(before, to, role):
        raise RecruitmentError(NOT_NOW.format(state=before.label.lower()))
    registration.status, registration.changed_at = to, now
    if to in _IN_LINE and before in _OUTSIDE:
        _come_in(registration)
    if to == Status.PRESENT and registration.arrival is None:
        registration.arrival = next_arrival(registration.roster)
    if to in CAME:
        # Whoever is at the door may have set the hour already: that of the device.
        registration.came_at = registration.came_at or now
        registration.came_unexpected = registration.came_unexpected or before not in HOLDING
    else:
        registration.came_at = None
        # Marked absent after all, who came without a place still takes none.
        registration.came_unexpected = registration.came_unexpected and to == Status.ABSENT
    registration.save()
    write_change(registration, before, actor=actor, at=now, note=note)
    if before == Status.OFFERED_PLACE:
        registration.place_offers.filter(answer="").update(answer=_ANSWERS[to], answered_at=now)
    if before in {Status.OFFERED_PLACE, Status.TO_CONFIRM}:
        _close_call(registration, now)
    return registration


def write_change(
    registration: Registration, before: str, *, actor: Actor, at: datetime, note: str = ""
) -> RegistrationChange:
    """One line of history: the state before, and what the registration is now."""
    return RegistrationChange.objects.create(
        registration=registration,
        at=at,
        from_status=before,
        to_status=registration.status,
        slot_starts_at=registration.slot.starts_at if registration.slot else None,
        actor=actor.user,
        actor_name=actor.name,
        note=note[:200],
    )


def write_for_all(registrations: QuerySet[Registration], *, at: datetime, note: str) -> None:
    """What the site did to many at once, who keep their state: one line each, one query."""
    RegistrationChange.objects.bulk_create(
        RegistrationChange(
            registration=registration,
            at=at,
            from_status=registration.status,
            to_status=registration.status,
            slot_starts_at=registration.slot.starts_at if registration.slot else None,
            actor_name=SITE.name,
            note=note,
        )
        for registration in registrations.select_related("slot")
    )


def _come_in(registration: Registration) -> None:
    """The last to arrive, who has answered nothing yet."""
    registration.arrival = next_arrival(registration.roster)
    registration.coming_at = registration.asked_at = registration.not_reached_at = None
    registration.reminders_sent = 0


def _close_call(registration: Registration, now: datetime) -> None:
    """Nobody has to be called any more: to prove that it is theirs, or to answer an offer."""
    result = _CALLS.get(Status(registration.status), CallBack.Result.DONE)
    CallBack.objects.filter(
        purpose=CallBack.Purpose.REGISTRATION, subject_id=registration.pk, closed_at__isnull=True
    ).update(closed_at=now, result=result)
