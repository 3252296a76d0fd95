"""Those who follow the person write hours: of several weeks, of one activity; they correct them.

What they write is confirmed by them as they write it, unless they wait for a proof.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db import transaction

from portal.accounts.actors import Actor
from portal.followup.configuration.models import Term
from portal.followup.contract.reaching import locked_case
from portal.followup.hours.errors import AlreadyNotedError, HoursError
from portal.followup.hours.models import ActivityLog, Source, new_key
from portal.followup.hours.services.checking import check_room, fill, known_line, written
from portal.followup.hours.services.deciding import decide, held
from portal.followup.hours.states import State
from portal.followup.hours.values import HoursValues, monday_of
from portal.followup.people.models import Beneficiary

_TYPED = frozenset({Source.HAND, Source.TRAINING})


@transaction.atomic
def log_hours(
    *,
    beneficiary: Beneficiary,
    kind: Term,
    hours: Mapping[date, Decimal],
    actor: Actor,
    comment: str = "",
    key: str = "",
    is_confirmed: bool = True,
) -> list[ActivityLog]:
    """Write hours of one kind for several weeks, by any day of each. Raises HoursError.

    `key` is that of the form: sent twice, it writes once.
    """
    case = locked_case(beneficiary, actor)
    key = key or new_key()
    made = []
    for day, count in sorted(hours.items()):
        values = HoursValues(kind=kind, week=day, hours=count, comment=comment)
        row = written(case, values, key=f"{key}-{monday_of(day)}", actor=actor)
        made.append(_saved(row, actor, is_confirmed=is_confirmed))
    if not made:
        message = "Écrivez les heures d’au moins une semaine."
        raise HoursError(message)
    return made


@transaction.atomic
def log_activity(
    *,
    beneficiary: Beneficiary,
    values: HoursValues,
    actor: Actor,
    key: str = "",
    is_confirmed: bool = True,
) -> ActivityLog:
    """Write one activity, with its day and its times when they are known. Raises HoursError."""
    case = locked_case(beneficiary, actor)
    row = written(case, values, key=key or new_key(), actor=actor)
    return _saved(row, actor, is_confirmed=is_confirmed)


@transaction.atomic
def correct_hours(
    *, entry: ActivityLog, values: HoursValues, actor: Actor, correction: str = ""
) -> ActivityLog:
    """Write a line anew; what it said before stays in its history. Raises HoursError.

    What was confirmed is confirmed anew by who corrects: they stand for what it says now. Of what
    the person declared, their words stay theirs, and other hours need a `correction`: why.
    """
    row = held(entry, actor)
    if row.by_person:
        values = replace(values, comment=row.comment)
    declared = row.hours
    fill(row, values)
    if row.by_person:
        row.correction = _correction_of(row, declared, correction.strip())
    if row.source in _TYPED:
        _keep_one_key(row, values)
    check_room(row)
    if row.state == State.CONFIRMED:
        row.state = State.WAITING
        decide(row, State.CONFIRMED, actor=actor)
    row.save()
    return row


@transaction.atomic
def remove_hours(*, entry: ActivityLog, actor: Actor) -> None:
    """Take off the count what was written by mistake; its history stays. Raises HoursError."""
    row = held(entry, actor)
    if row.by_person:
        message = (
            "La personne a déclaré ces heures\u00a0: si elles ne comptent pas, dites-lui pourquoi "
            "plutôt que de les retirer."
        )
        raise HoursError(message)
    row.delete()


def _correction_of(row: ActivityLog, declared: Decimal, said: str) -> str:
    if row.hours != declared and not said:
        message = "Dites pourquoi les heures changent\u00a0: la personne le lira."
        raise HoursError(message, field="correction")
    return said or row.correction


def _saved(row: ActivityLog, actor: Actor, *, is_confirmed: bool) -> ActivityLog:
    if row.pk:
        return row
    if is_confirmed:
        decide(row, State.CONFIRMED, actor=actor)
    row.save()
    return row


def _keep_one_key(row: ActivityLog, values: HoursValues) -> None:
    """A training is known by its name and its moment: corrected, it has another key."""
    if values.source == Source.TRAINING:
        known = known_line(row.beneficiary, Source.TRAINING, values.training_key)
        if known and known.pk != row.pk:
            raise AlreadyNotedError(known, field="kind")
        row.source, row.key = Source.TRAINING, values.training_key
    elif row.source == Source.TRAINING:
        row.source, row.key = Source.HAND, new_key()
