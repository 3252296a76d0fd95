"""One side declares hours, corrects them, takes them back: the other one answers."""

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.sponsorship.commitments.errors import CommitmentError
from portal.sponsorship.commitments.models import VolunteerCommitment, VolunteerHours
from portal.sponsorship.commitments.services.issuing import issue_when_complete
from portal.sponsorship.commitments.services.locking import lock_commitment, lock_line, role_of
from portal.sponsorship.commitments.services.room import check_room, minutes_now
from portal.sponsorship.commitments.states import HoursState, Side, State, hours_may_go
from portal.sponsorship.commitments.values import Said
from snippets import french

FUTURE = "Les heures se déclarent une fois faites\u00a0: ce jour est dans l’avenir."
TO_COME = "Les heures se déclarent une fois faites\u00a0: cette heure n’est pas passée."
CANCELLED = "Cet engagement est annulé\u00a0: il ne reçoit plus d’heures."
TOO_LATE = "Cet engagement est terminé depuis deux mois\u00a0: il ne reçoit plus d’heures."
CERTIFIED = "Ces heures sont dans une attestation\u00a0: elles ne changent plus."
ANSWERED = "Ces heures ont déjà leur réponse\u00a0: corrigez-les si elles ne sont pas justes."
TAKEN_BACK = "Ces heures ont été reprises\u00a0: déclarez-les de nouveau."


@transaction.atomic
def declare(
    *, commitment: VolunteerCommitment, side: Side, said: Said, actor: Actor
) -> VolunteerHours:
    """Write hours that wait for the other side. Raises CommitmentError, OutOfReachError."""
    found = lock_commitment(commitment, side, actor)
    line = VolunteerHours(commitment=found)
    _fill(line, side, said, actor)
    line.save()
    return line


@transaction.atomic
def correct(
    *, line: VolunteerHours, side: Side, said: Said, actor: Actor, version: int | None = None
) -> VolunteerHours:
    """Write other hours in their place: whoever corrects declares, and the other side answers.

    Raises CommitmentError, OutOfReachError.
    """
    found = lock_line(line, side, actor, version=version)
    if found.certificate_id:
        raise CommitmentError(CERTIFIED)
    if not hours_may_go(found.state, HoursState.WAITING, role_of(found, side)):
        raise CommitmentError(TAKEN_BACK)
    _fill(found, side, said, actor)
    found.version += 1
    found.save()
    return found


@transaction.atomic
def take_back(*, line: VolunteerHours, side: Side, actor: Actor) -> VolunteerHours:
    """Take back hours that the other side has not answered; twice is once.

    Raises CommitmentError, OutOfReachError.
    """
    found = lock_line(line, side, actor, version=None)
    if found.state == HoursState.TAKEN_BACK:
        return found
    if not hours_may_go(found.state, HoursState.TAKEN_BACK, role_of(found, side)):
        raise CommitmentError(ANSWERED)
    found.state = HoursState.TAKEN_BACK
    found.version += 1
    found.save()
    issue_when_complete(found.commitment)
    return found


def _fill(line: VolunteerHours, side: Side, said: Said, actor: Actor) -> None:
    """Write what was said, waiting for the other side. Raises CommitmentError."""
    _check_day(line.commitment, said)
    hours = said.length()
    check_room(line, said, hours, side=side)
    line.day, line.hours = said.day, hours
    line.starts_at, line.ends_at, line.note = said.starts_at, said.ends_at, said.note.strip()
    line.state, line.side = HoursState.WAITING, side
    line.declared_at, line.declared_by = timezone.now(), actor.user
    line.decided_at, line.decided_by, line.reason = None, None, ""
    line.announced_at = None


def _check_day(commitment: VolunteerCommitment, said: Said) -> None:
    """Refuse a day outside the commitment, or to come."""
    today = timezone.localdate()
    if commitment.state == State.CANCELLED:
        raise CommitmentError(CANCELLED)
    if said.day > today:
        raise CommitmentError(FUTURE, field="day")
    if said.day < commitment.starts_on:
        message = f"La mission commence le {french.full_date(commitment.starts_on)}."
        raise CommitmentError(message, field="day")
    if commitment.ends_on and said.day > commitment.ends_on:
        message = f"La mission se termine le {french.full_date(commitment.ends_on)}."
        raise CommitmentError(message, field="day")
    if not commitment.takes_hours(today):
        raise CommitmentError(TOO_LATE)
    if said.day == today and said.minutes and said.minutes[1] > minutes_now():
        raise CommitmentError(TO_COME, field="ends_at")
