"""The rows that a service of this theme may take: the person's own, or those of a scope.

A transfer, an exit or a merge calls these services in the scope of the site that it opened, with
an actor who may not read the case: there, the scope says what is reached.
"""

from typing import Any, TypeVar

from django.db.models import Max

from portal.accounts.actors import Actor
from portal.followup.access import rules
from portal.followup.contract.errors import NotWritableError
from portal.followup.people.models import Beneficiary
from portal.followup.rows.base import AreaRow
from portal.followup.rows.scope import current_scope

_Row = TypeVar("_Row", bound=AreaRow)


def reachable(model: type[_Row], actor: Actor) -> Any:
    """The rows of a model that the actor reads."""
    if current_scope() is not None:
        return model.objects.in_system_scope()
    return model.objects.visible_to(actor.user)


def locked_case(beneficiary: Beneficiary, actor: Actor) -> Beneficiary:
    """The case, held until the transaction ends: what is counted in it stays so.

    Raises NotWritableError for somebody who reads it and does not write in it.
    """
    rows = reachable(Beneficiary, actor).select_for_update(of=("self",), no_key=True)
    case: Beneficiary | None = rows.filter(pk=beneficiary.pk).first()
    if case is None:
        raise NotWritableError
    # Once it is held: a transfer that it waited for has taken the right away.
    if current_scope() is None and not rules.may_write_case(actor.user, case):
        raise NotWritableError
    return case


def locked(row: _Row, actor: Actor) -> _Row:
    """A row as it is now, held after its case. Raises NotWritableError."""
    locked_case(row.beneficiary, actor)  # type: ignore[attr-defined]
    found: _Row | None = (
        reachable(type(row), actor).select_for_update(of=("self",)).filter(pk=row.pk).first()
    )
    if found is None:
        raise NotWritableError
    return found


def next_rank(rows: Any, field: str) -> int:
    """The rank after the last one of these rows."""
    return (rows.aggregate(last=Max(field))["last"] or 0) + 1
