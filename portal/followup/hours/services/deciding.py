"""One of those who follow the person confirms hours, says no, or takes a confirmation back."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.contract.reaching import locked_case, reachable
from portal.followup.hours.errors import GoneError, HoursError
from portal.followup.hours.models import ActivityLog
from portal.followup.hours.services.checking import check_room
from portal.followup.hours.states import NEEDS_REASON, Role, State, may_go
from portal.followup.link.models import AccountLink
from snippets import french


@transaction.atomic
def confirm(*, entry: ActivityLog, actor: Actor, seen: Decimal | None = None) -> ActivityLog:
    """Let a line enter the totals; `seen` are the hours that the person read.

    Raises HoursError, for hours that a colleague corrected meanwhile too.
    """
    row = held(entry, actor)
    if seen is not None and seen != row.hours:
        message = (
            f"Ces heures ont été corrigées entre-temps\u00a0: {french.hours(row.hours)}. Relisez, "
            "puis confirmez."
        )
        raise HoursError(message)
    check_room(row)
    decide(row, State.CONFIRMED, actor=actor)
    row.save()
    return row


@transaction.atomic
def refuse(*, entry: ActivityLog, reason: str, actor: Actor) -> ActivityLog:
    """Say that declared hours do not count, and why: the person reads it. Raises HoursError."""
    row = held(entry, actor)
    decide(row, State.REFUSED, actor=actor, reason=reason)
    row.save()
    return row


@transaction.atomic
def take_back(*, entry: ActivityLog, reason: str, actor: Actor) -> ActivityLog:
    """Take a confirmation back, and say why: the line waits again. Raises HoursError."""
    row = held(entry, actor)
    decide(row, State.WAITING, actor=actor, reason=reason)
    row.save()
    return row


def decide(row: ActivityLog, to: State, *, actor: Actor, reason: str = "") -> None:
    """Write what one of the team decides of a line that is held, and not saved yet.

    Raises HoursError: it was decided meanwhile, there is no reason, or these are one's own hours.
    """
    if is_ones_own(row, actor):
        message = "Ce sont vos propres heures\u00a0: quelqu’un d’autre les confirme."
        raise HoursError(message)
    if not may_go(row.state, to, Role.TEAM):
        who = f" par {row.decider_name}" if row.decider_name else ""
        message = (
            f"Cette ligne est déjà «\u00a0{State(row.state).label.lower()}\u00a0»{who}. Relisez la "
            "liste."
        )
        raise HoursError(message)
    reason = reason.strip()
    if (row.state, to) in NEEDS_REASON and not reason:
        message = "Dites pourquoi\u00a0: la personne le lira."
        raise HoursError(message, field="reason")
    row.state, row.reason = to, reason
    row.decided_at, row.decided_by, row.decider_name = timezone.now(), actor.user, actor.name


def held(entry: ActivityLog, actor: Actor) -> ActivityLog:
    """A line as it is now, held after its case. Raises GoneError, NotWritableError."""
    case = locked_case(entry.beneficiary, actor)
    rows = reachable(ActivityLog, actor).select_for_update(of=("self",)).filter(beneficiary=case)
    row: ActivityLog | None = rows.filter(pk=entry.pk).first()
    if row is None:
        raise GoneError
    return row


def is_ones_own(row: ActivityLog, actor: Actor) -> bool:
    """Whether who acts is the person whose hours these are, whatever their level."""
    if actor.user is None:
        return False
    if row.by_person and row.created_by_id == actor.user.pk:
        return True
    links = reachable(AccountLink, actor).filter(beneficiary=row.beneficiary_id)
    return links.filter(user=actor.user.pk, cut_at__isnull=True).exists()
