"""A contract is prepared with the person, written, proposed, taken back."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.configuration.models import Term
from portal.followup.contract.completeness import missing_of
from portal.followup.contract.dates import ONE_DAY, latest_end, same_length
from portal.followup.contract.errors import AlreadyThereError, ContractError, IncompleteError
from portal.followup.contract.hours_rules import Regime, check_hours
from portal.followup.contract.models import EngagementContract
from portal.followup.contract.reaching import locked, locked_case, reachable
from portal.followup.contract.services.changing import NOT_NOW, change
from portal.followup.contract.states import IN_PREPARATION, WAS_SIGNED, Role, S
from portal.followup.people.models import Beneficiary
from portal.followup.rows.authors import written_by
from portal.followup.rows.versions import locked_version
from snippets import french

IN_FORCE = (
    "Un contrat est en cours. Préparez un avenant ou un renouvellement, ou terminez d’abord "
    "celui-ci."
)
EXITED = "Cette personne est sortie du suivi\u00a0: un contrat se prépare si elle y revient."
PREPARED = "Un contrat est déjà en préparation\u00a0: le voici."
# What the next contract takes from the former one.
_KEPT = (
    "regime",
    "weekly_hours",
    "hours_reason",
    "hours_comment",
    "person_words",
    "department_commitments",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractValues:
    """What is written in a contract. Dates and hours may still be missing."""

    starts_on: date | None = None
    ends_on: date | None = None
    regime: str = Regime.FULL
    weekly_hours: int | None = None
    hours_reason: Term | None = None
    hours_comment: str = ""
    person_words: str = ""
    department_commitments: str = ""


@transaction.atomic
def prepare(
    *,
    beneficiary: Beneficiary,
    actor: Actor,
    amends: EngagementContract | None = None,
    renews: EngagementContract | None = None,
) -> EngagementContract:
    """Begin a contract, an amendment or a renewal, from the former one.

    Raises AlreadyThereError when one is in preparation, ContractError when the one in force leaves
    no place for it, or when the person is not followed any more.
    """
    case = locked_case(beneficiary, actor)
    if case.has_left:
        raise ContractError(EXITED)
    rows = reachable(EngagementContract, actor).filter(beneficiary=case)
    being_prepared = rows.filter(state__in=IN_PREPARATION).first()
    if being_prepared is not None:
        raise AlreadyThereError(PREPARED, being_prepared)
    today = timezone.localdate()
    signed = rows.filter(state=S.SIGNED).first()
    _check_succession(signed, amends=amends, renews=renews, today=today)
    former = signed or rows.filter(state__in=WAS_SIGNED).order_by("-signed_on", "-pk").first()
    contract = EngagementContract(
        beneficiary=case,
        amends=signed if amends else None,
        renews=signed if renews else None,
        **written_by(actor),
        **{name: getattr(former, name) for name in _KEPT if former},
    )
    contract.starts_on, contract.ends_on = _first_dates(contract, former, today)
    contract.save()
    return contract


@transaction.atomic
def save(
    *, contract: EngagementContract, values: ContractValues, actor: Actor, version: int
) -> EngagementContract:
    """Write a draft; what is missing may wait, what is wrong is refused.

    Raises ContractError, or ChangedMeanwhileError when somebody saved it since.
    """
    locked_case(contract.beneficiary, actor)
    rows = reachable(EngagementContract, actor)
    kept: EngagementContract = locked_version(rows, pk=contract.pk, version=version)
    if kept.state != S.DRAFT:
        raise ContractError(NOT_NOW.format(state=S(kept.state).label.lower()))
    for field in fields(values):
        setattr(kept, field.name, getattr(values, field.name))
    if kept.regime == Regime.FULL:
        kept.hours_reason = None
    _check_dates(kept)
    kept.weekly_hours = check_hours(
        regime=kept.regime,
        hours=kept.weekly_hours,
        reason=kept.hours_reason,
        day=kept.starts_on or timezone.localdate(),
    )
    kept.save()
    return kept


@transaction.atomic
def propose(*, contract: EngagementContract, actor: Actor) -> EngagementContract:
    """Print and hand over a contract that is complete. Raises IncompleteError."""
    kept = locked(contract, actor)
    if kept.state == S.DRAFT:
        if missing := missing_of(kept):
            raise IncompleteError(missing)
        # Settings and the contract that it succeeds may have changed since it was written.
        _check_dates(kept)
        check_hours(
            regime=kept.regime,
            hours=kept.weekly_hours,
            reason=kept.hours_reason,
            day=kept.starts_on or timezone.localdate(),
        )
        kept.proposed_on = timezone.localdate()
    return change(kept, S.PROPOSED, role=Role.PROFESSIONAL)


@transaction.atomic
def take_back(*, contract: EngagementContract, actor: Actor) -> EngagementContract:
    """Write again a contract that was proposed. Raises ContractError."""
    kept = locked(contract, actor)
    kept.proposed_on = None
    return change(kept, S.DRAFT, role=Role.PROFESSIONAL)


def _check_succession(
    signed: EngagementContract | None,
    *,
    amends: EngagementContract | None,
    renews: EngagementContract | None,
    today: date,
) -> None:
    former = amends or renews
    if former is None:
        if signed is not None and not is_expired(signed, today):
            raise ContractError(IN_FORCE)
        return
    if signed is None or signed.pk != former.pk:
        message = "Ce contrat n’est plus en cours. Rechargez la page."
        raise ContractError(message)
    if amends and is_expired(signed, today):
        message = "Ce contrat est arrivé à son terme\u00a0: préparez un renouvellement."
        raise ContractError(message)


def is_expired(contract: EngagementContract, today: date) -> bool:
    """Whether the last day of a signed contract is past."""
    return contract.ends_on is not None and contract.ends_on < today


def _first_dates(
    contract: EngagementContract, former: EngagementContract | None, today: date
) -> tuple[date, date | None]:
    if contract.amends:
        return max(today, contract.amends.starts_on or today), contract.amends.ends_on
    if contract.renews and contract.renews.ends_on:
        starts_on = max(today, contract.renews.ends_on + ONE_DAY)
        return starts_on, same_length(contract.renews, starts_on)
    return today, same_length(former, today) if former else None


def _check_dates(contract: EngagementContract) -> None:
    starts_on, ends_on = contract.starts_on, contract.ends_on
    renewed, amended = contract.renews, contract.amends
    if starts_on and renewed and renewed.ends_on and starts_on <= renewed.ends_on:
        message = (
            "Le contrat renouvelé va jusqu’au "
            f"{french.full_date(renewed.ends_on)}\u00a0: celui-ci commence après. Pour changer "
            "plus tôt, préparez un avenant."
        )
        raise ContractError(message, field="starts_on")
    if starts_on and amended and amended.starts_on and starts_on < amended.starts_on:
        message = "Un avenant ne commence pas avant le contrat qu’il modifie."
        raise ContractError(message, field="starts_on")
    if starts_on is None or ends_on is None:
        return
    if ends_on <= starts_on:
        message = "Le dernier jour vient après le premier."
        raise ContractError(message, field="ends_on")
    latest = latest_end(contract)
    if latest is not None and ends_on > latest:
        message = (
            f"C’est trop long\u00a0: ce contrat va au plus jusqu’au {french.full_date(latest)}."
        )
        raise ContractError(message, field="ends_on")


def as_values(contract: EngagementContract) -> dict[str, Any]:
    """What a contract says, by the names of `ContractValues`."""
    return {field.name: getattr(contract, field.name) for field in fields(ContractValues)}
