"""Registering to a session: a place when there is one, else a rank in the waiting list."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.participation.helping import Helper, is_of_the_department
from portal.participation.models import Agreement, Channel, FrozenCv, Participant
from portal.participation.services.agreements import withdraw_agreement
from portal.recruitment.errors import FullError, RecruitmentError
from portal.recruitment.models import Registration, Roster, Slot
from portal.recruitment.services.changing import change, write_change
from portal.recruitment.services.places import lock_roster, locked, occupancy, slot_of
from portal.recruitment.states import LEFT, Role, Status
from snippets import french

NOT_OPEN = "Les inscriptions ne sont pas encore ouvertes."
CLOSED = (
    "Les inscriptions sont fermées. Appelez le service emploi\u00a0: il reste peut-être une place."
)
NOT_HELD = "Cette session n’a pas lieu à cette date\u00a0: on ne peut plus s’y inscrire."
ALREADY = "Cette personne est déjà inscrite à cette session."
NO_SLOT = "Choisissez une heure de passage."
NOT_ITS_SLOT = "Cette heure n’est pas proposée pour cette session. Choisissez-en une autre."
SLOT_FULL = "Il n’y a plus de place à {hour}. Choisissez une autre heure."
NOT_OUTSIDE = "Pour cette rencontre, la personne s’inscrit elle-même ou avec le Département."
FULL = "Toutes les places sont prises, et la liste d’attente est complète."


@transaction.atomic
def register(
    *,
    roster: Roster,
    participant: Participant,
    agreement: Agreement,
    actor: Actor,
    slot: Slot | None = None,
    may_wait: bool = True,
    must_confirm: bool = False,
    channel: Channel = Channel.SELF,
    helper: Helper | None = None,
    shares_identity: bool = False,
    cv: FrozenCv | None = None,
    accessibility_needs: str = "",
    role: Role = Role.PERSON,
    now: datetime | None = None,
) -> Registration:
    """Register a person, who gets a place or a rank; who left before comes back as the last.

    `must_confirm`: an address or a phone is to be proved first; it takes neither place nor rank
    until `confirm`. A manager registers after the closing as well, until the end.
    Raises RecruitmentError (double, closed, not held, a slot that is none), FullError.
    """
    now = now or timezone.now()
    roster = lock_roster(roster)
    refuse_closed(roster, role=role, now=now)
    if roster.is_for_rsa and helper and not is_of_the_department(helper):
        raise RecruitmentError(NOT_OUTSIDE)
    found = roster.registrations.filter(participant=participant).first()
    if found and found.status not in {*LEFT, Status.TO_CONFIRM}:
        raise RecruitmentError(ALREADY)
    before = found.status if found else ""
    registration = found or Registration(
        roster=roster, participant=participant, status=Status.TO_CONFIRM, created_at=now
    )
    if found and found.agreement_id != agreement.pk:
        # One proof holds at a time: taking it back is taking back the registration.
        withdraw_agreement(agreement=found.agreement)
    registration.changed_at = now
    registration.roster = roster
    registration.agreement, registration.channel = agreement, channel
    registration.helped_by = helper.user if helper else None
    registration.helped_for = helper.organisation if helper else None
    registration.shares_identity = shares_identity and not roster.is_for_rsa
    registration.cv = cv
    registration.accessibility_needs = accessibility_needs.strip()
    registration.slot = slot_of(roster, slot, message=NOT_ITS_SLOT)
    if must_confirm and before in LEFT:
        # They wait for the proof as anybody: nothing is theirs before.
        return change(registration, Status.TO_CONFIRM, role=role, actor=actor, now=now)
    if must_confirm or found is None:
        registration.save()
        write_change(registration, before, actor=actor, at=now)
    if must_confirm:
        return registration
    return seat(registration, actor=actor, role=role, may_wait=may_wait, now=now)


@transaction.atomic
def confirm(
    *,
    registration: Registration,
    actor: Actor,
    role: Role,
    slot: Slot | None = None,
    now: datetime | None = None,
) -> Registration:
    """Give its place or rank to what waited for a proof; said twice, it is once.

    `slot`: another hour than the one that was asked for, taken in the meantime.
    Raises RecruitmentError when it is closed or was cancelled, FullError.
    """
    now = now or timezone.now()
    found = locked(registration)
    if found.status != Status.TO_CONFIRM:
        if found.status in LEFT:
            message = "Cette inscription a été annulée. Inscrivez-vous de nouveau."
            raise RecruitmentError(message)
        return found
    refuse_closed(found.roster, role=role, now=now)
    found.slot = slot_of(found.roster, slot, message=NOT_ITS_SLOT) or found.slot
    return seat(found, actor=actor, role=role, may_wait=True, now=now)


def seat(
    registration: Registration, *, actor: Actor, role: Role, may_wait: bool, now: datetime
) -> Registration:
    """A place if there is one, else a rank; who calls holds the lock. Raises FullError.

    Those who wait come first: a place that is free while they do is theirs.
    """
    roster, wanted = registration.roster, registration.slot
    taken = occupancy(roster)
    may_seat = taken.can_seat and not taken.waiting
    if may_seat and roster.has_slots:
        if wanted is None:
            raise RecruitmentError(NO_SLOT, field="slot")
        if not taken.left_in(wanted):
            raise FullError(slot_full(wanted), field="slot")
    if may_seat:
        return change(registration, Status.CONFIRMED, role=role, actor=actor, now=now)
    if not may_wait or not taken.waiting_left:
        raise FullError(FULL)
    registration.slot = None
    return change(registration, Status.WAITLISTED, role=role, actor=actor, now=now)


def slot_full(slot: Slot) -> str:
    """What to say of an hour that is taken."""
    return SLOT_FULL.format(hour=french.hour(slot.starts_at))


def refuse_closed(roster: Roster, *, role: Role, now: datetime) -> None:
    """Raise RecruitmentError when nobody may register now; managers may until the end."""
    if not roster.takes_place or roster.ends_at <= now:
        raise RecruitmentError(NOT_HELD)
    if role == Role.MANAGER:
        return
    if roster.opens_at and roster.opens_at > now:
        raise RecruitmentError(NOT_OPEN)
    if roster.closes_at <= now:
        raise RecruitmentError(CLOSED)
