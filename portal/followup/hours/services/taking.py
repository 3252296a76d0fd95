"""One of those who follow the person takes an activity that a source knows of."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.configuration import terms
from portal.followup.configuration.models import Term
from portal.followup.contract.reaching import locked_case
from portal.followup.hours.errors import AlreadyNotedError, GoneError, HoursError
from portal.followup.hours.models import ActivityLog
from portal.followup.hours.services.checking import known_line, written
from portal.followup.hours.services.deciding import decide
from portal.followup.hours.sources import found_of
from portal.followup.hours.sources.found import Found
from portal.followup.hours.states import State
from portal.followup.hours.values import HoursValues
from portal.followup.people.models import Beneficiary

_ACTIVITIES = Term.List.ACTIVITY_KIND


@transaction.atomic
def take(
    *, beneficiary: Beneficiary, source: str, key: str, actor: Actor, hours: Decimal | None = None
) -> ActivityLog:
    """Make it a line that counts. `hours` are asked where its source does not know them for sure.

    It is looked for again once the case is held: what two people take at once is a line once.
    Raises HoursError, AlreadyNotedError, GoneError.
    """
    case = locked_case(beneficiary, actor)
    if known := known_line(case, source, key):
        raise AlreadyNotedError(known)
    one = found_by_key(case, source, key)
    if one is None:
        raise GoneError
    values = HoursValues(
        kind=_kind_of(one),
        hours=one.hours if one.is_exact else hours,
        day=one.day,
        week=one.week,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
    )
    row = written(case, values, key=key, actor=actor, source=one.source, title=one.title)
    decide(row, State.CONFIRMED, actor=actor)
    row.save()
    return row


def found_by_key(case: Beneficiary, source: str, key: str) -> Found | None:
    """The activity that a screen names; None once it was taken, or is no longer so."""
    found = found_of(case, today=timezone.localdate())
    return next((one for one in found if (one.source, one.key) == (source, key)), None)


def _kind_of(one: Found) -> Term:
    """The term of its kind, withdrawn or not; else the first of the list."""
    kind = terms.with_code(_ACTIVITIES, one.kind) or terms.of(_ACTIVITIES).first()
    if kind is None:
        message = "Aucun type d’activité n’est proposé\u00a0: voyez les réglages."
        raise HoursError(message)
    return kind
