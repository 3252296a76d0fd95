"""What apps above say of the rows of somebody without an account, from their `ready()`.

Their withdrawal, their move to an account, and how recent they are. What is kept and how it is
erased is read in the register of personal data.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from portal.accounts.actors import Actor
from portal.participation.models import Agreement, Participant
from portal.personal_data.register import Holding, holdings

# Takes back what an agreement was about.
Withdrawal = Callable[[Agreement, Actor], None]
# Moves the rows of a guest to another participant, those that it may; the rest stays.
Mover = Callable[[Participant, Participant], None]
# The keys of the participants of whom there is something real since a moment.
Activity = Callable[[datetime], "QuerySet[Any, Any]"]

_withdrawals: dict[str, Withdrawal] = {}
_movers: list[Mover] = []
_activities: list[Activity] = []
_TO_ACCOUNT = "participant__user"


def register(*, purpose: str, withdrawal: Withdrawal, mover: Mover, activity: Activity) -> None:
    """Declare the rows of one app, whose agreements have this purpose."""
    _withdrawals[purpose] = withdrawal
    register_rows(mover=mover, activity=activity)


def register_rows(*, mover: Mover, activity: Activity) -> None:
    """Declare rows that follow a guest to their account, and say that they do something."""
    if mover not in _movers:
        _movers.append(mover)
        _activities.append(activity)


def withdrawal_of(agreement: Agreement) -> Withdrawal | None:
    """How what this agreement was about is taken back."""
    return _withdrawals.get(agreement.purpose)


def movers() -> Iterable[Mover]:
    """What moves rows to an account."""
    return tuple(_movers)


def activities() -> Iterable[Activity]:
    """What knows who did something lately."""
    return tuple(_activities)


def held(participant: Participant) -> Iterator[tuple[Holding, QuerySet[Any]]]:
    """The rows of the register about somebody, by holding: found by the person, not an account.

    A holding finds the rows of an account by `…participant__user`; those of a guest are the rows of
    that participant. Holdings that know accounts alone are left out.
    """
    for holding in holdings():
        rows = condition(holding, participant)
        if rows is not None:
            found = holding.model_class._default_manager.filter(rows)  # noqa: SLF001
            yield holding, found.order_by("pk")


class _Account:
    """Stands for the account that a guest does not have: no row is found by it."""

    pk = None
    email = "\\0"


def condition(holding: Holding, participant: Participant) -> Q | None:
    """The rows of a holding that are this person's; None when it is of accounts alone."""
    account = _Account()
    rows = holding.rows(account)
    if holding.model_class is Participant:
        return Q(pk=participant.pk)
    return _of_participant(rows, participant, account) if _names_participants(rows) else None


def _names_participants(rows: Q) -> bool:
    children: list[Any] = rows.children
    return any(
        _names_participants(child) if isinstance(child, Q) else child[0].endswith(_TO_ACCOUNT)
        for child in children
    )


def _of_participant(rows: Q, participant: Participant, account: _Account) -> Q:
    """The same condition, of the participant; what names the account finds nothing."""
    found = Q(_connector=rows.connector, _negated=rows.negated)
    children: list[Any] = rows.children
    for child in children:
        if isinstance(child, Q):
            found.children.append(_of_participant(child, participant, account))
            continue
        name, value = child
        if name.endswith(_TO_ACCOUNT):
            found.children.append((name.removesuffix("__user"), participant))
        elif value is account:
            found.children.append(("pk__in", []))
        else:
            found.children.append(child)
    return found
