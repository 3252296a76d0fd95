"""A contract ends, is broken, or is dropped before it was signed. None of it is a sanction."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.contract.errors import ContractError
from portal.followup.contract.hours_rules import Regime
from portal.followup.contract.models import EngagementContract
from portal.followup.contract.reaching import locked
from portal.followup.contract.services.changing import change, check_past, close
from portal.followup.contract.states import Role, S


@transaction.atomic
def end(
    *,
    contract: EngagementContract,
    on: date,
    reason: str,
    actor: Actor,
    role: Role = Role.PROFESSIONAL,
) -> EngagementContract:
    """End a contract; `on` is the first day on which it no longer counts. Raises ContractError."""
    return _close(contract, S.ENDED, on=on, reason=reason, actor=actor, role=role)


@transaction.atomic
def breach(
    *, contract: EngagementContract, on: date, reason: str, actor: Actor
) -> EngagementContract:
    """Write that a contract is broken, and why. It starts no sanction. Raises ContractError."""
    return _close(contract, S.BREACHED, on=on, reason=reason, actor=actor, role=Role.PROFESSIONAL)


@transaction.atomic
def drop(
    *,
    contract: EngagementContract,
    actor: Actor,
    reason: str = "",
    role: Role = Role.PROFESSIONAL,
) -> EngagementContract:
    """Give up a contract that is in preparation; goals and steps stay. Raises ContractError."""
    kept = locked(contract, actor)
    if kept.regime != Regime.FULL and kept.hours_reason_id is None:
        # A regime without its reason is only allowed while it is written.
        kept.regime, kept.weekly_hours = Regime.FULL, None
    kept.closed_on, kept.closing_reason = timezone.localdate(), reason
    return change(kept, S.DROPPED, role=role)


def _close(
    contract: EngagementContract, to: S, *, on: date, reason: str, actor: Actor, role: Role
) -> EngagementContract:
    kept = locked(contract, actor)
    if not reason.strip():
        message = "Écrivez le motif."
        raise ContractError(message, field="reason")
    check_past(on, field="on", what="Cette date")
    if kept.signed_on and on < kept.signed_on:
        message = "Cette date précède la signature du contrat."
        raise ContractError(message, field="on")
    return close(kept, to, on=on, reason=reason.strip(), role=role)
