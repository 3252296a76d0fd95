"""The one way a contract changes state: allowed, dated, written."""

from datetime import date

from django.utils import timezone

from portal.followup.contract.errors import ContractError
from portal.followup.contract.models import EngagementContract
from portal.followup.contract.states import Role, S, may_go

NOT_NOW = "C’est impossible\u00a0: ce contrat est «\u00a0{state}\u00a0». Rechargez la page."


def change(contract: EngagementContract, to: S, *, role: Role) -> EngagementContract:
    """Take a contract to another state; who calls holds its lock, and set the dates on it.

    Raises ContractError when the state refuses it.
    """
    if not may_go(contract.state, to, role):
        raise ContractError(NOT_NOW.format(state=S(contract.state).label.lower()))
    contract.state = to
    contract.version += 1
    contract.save()
    return contract


def close(
    contract: EngagementContract, to: S, *, on: date, reason: str, role: Role
) -> EngagementContract:
    """Take a contract where it is over, on the first day on which it no longer counts."""
    contract.closed_on, contract.closing_reason = on, reason
    return change(contract, to, role=role)


def check_past(day: date, *, field: str, what: str) -> None:
    """Raise ContractError for a day to come."""
    if day > timezone.localdate():
        message = f"{what} ne peut pas être dans l’avenir."
        raise ContractError(message, field=field)
