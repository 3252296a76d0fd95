"""The other side answers hours: confirmed, or refused with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.sponsorship.commitments.errors import CommitmentError
from portal.sponsorship.commitments.models import VolunteerHours
from portal.sponsorship.commitments.services import telling
from portal.sponsorship.commitments.services.issuing import issue_when_complete
from portal.sponsorship.commitments.services.locking import OWN, lock_line, role_of
from portal.sponsorship.commitments.services.room import check_room
from portal.sponsorship.commitments.states import HoursState, Side, hours_may_go
from portal.sponsorship.commitments.values import Said
from snippets import french

NO_REASON = "Dites pourquoi en quelques mots\u00a0: l’autre côté les lit."
TOO_LONG = "C’est trop long\u00a0: 300\u00a0caractères au plus."
NOT_YOURS = "C’est à l’autre côté de répondre à ces heures."
ANSWERED = "Ces heures ont déjà leur réponse, ou ont été reprises."
MAX_REASON = 300
MAX_AT_ONCE = 200
TOO_MANY = f"Choisissez {MAX_AT_ONCE}\u00a0déclarations au plus à la fois."
NOTHING = "Cochez au moins une déclaration."


@dataclass(slots=True)
class Confirmed:
    """What a confirmation of many did: lines, their hours, and what was refused, in words."""

    lines: list[VolunteerHours] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def hours(self) -> Decimal:
        """What was confirmed in all."""
        return sum((line.hours for line in self.lines), Decimal(0))

    @property
    def sentence(self) -> str:
        """« 3 déclarations confirmées, 9 h »."""
        count = french.counted(len(self.lines), "déclaration confirmée", "déclarations confirmées")
        return f"{count}, {french.hours(self.hours)}." if self.lines else f"{count}."


@transaction.atomic
def confirm(
    *, line: VolunteerHours, side: Side, actor: Actor, version: int | None = None
) -> VolunteerHours:
    """Say that hours are right; the other side is told. Raises CommitmentError, OutOfReachError.

    The person confirms what their day has room for, whatever they do elsewhere.
    `version`: of the hours that were read. Corrected meanwhile, they are read again first.
    """
    found = _answered(line, HoursState.CONFIRMED, side, actor, version)
    telling.tell_answered([found])
    issue_when_complete(found.commitment)
    return found


@transaction.atomic
def refuse(
    *,
    line: VolunteerHours,
    side: Side,
    actor: Actor,
    reason: str,
    version: int | None = None,
) -> VolunteerHours:
    """Say that hours are not right, and why. Raises CommitmentError, OutOfReachError."""
    reason = reason.strip()
    if not reason:
        raise CommitmentError(NO_REASON, field="reason")
    if len(reason) > MAX_REASON:
        raise CommitmentError(TOO_LONG, field="reason")
    found = _answered(line, HoursState.REFUSED, side, actor, version, reason)
    telling.tell_answered([found])
    issue_when_complete(found.commitment)
    return found


@transaction.atomic
def confirm_many(
    *, lines: Iterable[VolunteerHours], actor: Actor, versions: dict[int, int]
) -> Confirmed:
    """Confirm for the association what is ticked; what cannot be is said, and stops nothing.

    One message to each volunteer, whatever the number of lines. Raises CommitmentError for
    nothing, or too much.
    """
    # One order for all: two who confirm the same lists wait for each other.
    rows = sorted(lines, key=lambda line: (line.commitment.application.participant_id, line.pk))
    if not rows:
        raise CommitmentError(NOTHING)
    if len(rows) > MAX_AT_ONCE:
        raise CommitmentError(TOO_MANY)
    result = Confirmed()
    for line in rows:
        try:
            with transaction.atomic():
                version = versions.get(line.pk)
                result.lines.append(
                    _answered(line, HoursState.CONFIRMED, Side.ASSOCIATION, actor, version)
                )
        except CommitmentError as error:
            result.refused.append(f"{french.full_date(line.day)}\u00a0: {error}")
    by_commitment: dict[int, list[VolunteerHours]] = {}
    for line in result.lines:
        by_commitment.setdefault(line.commitment_id, []).append(line)
    for of_one in by_commitment.values():
        telling.tell_answered(of_one, bulk=len(by_commitment) > 1)
        issue_when_complete(of_one[0].commitment)
    return result


def _answered(
    line: VolunteerHours,
    to: HoursState,
    side: Side,
    actor: Actor,
    version: int | None,
    reason: str = "",
) -> VolunteerHours:
    found = lock_line(line, side, actor, version=version)
    if not hours_may_go(found.state, to, role_of(found, side)):
        raise CommitmentError(ANSWERED if found.side != side else NOT_YOURS)
    if actor.user and found.declared_by_id == actor.user.pk:
        raise CommitmentError(OWN)
    if to == HoursState.CONFIRMED and side == Side.VOLUNTEER:
        check_room(found, Said.of(found), found.hours, side=side)
    found.state, found.reason = to, reason
    found.decided_at, found.decided_by = timezone.now(), actor.user
    found.version += 1
    found.save()
    return found
