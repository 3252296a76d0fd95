"""A contract is signed on paper: the day, the scan, and what it succeeds."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.configuration import terms
from portal.followup.configuration.models import Term
from portal.followup.contract.dates import ONE_DAY
from portal.followup.contract.errors import ContractError
from portal.followup.contract.models import EngagementContract, Goal
from portal.followup.contract.reaching import locked, reachable
from portal.followup.contract.services.changing import NOT_NOW, change, check_past, close
from portal.followup.contract.services.preparing import IN_FORCE, is_expired
from portal.followup.contract.states import WAS_SIGNED, Role, S, may_go
from portal.followup.documents import services as documents
from portal.followup.documents.models import CaseDocument

# The same words in both, so that a list of former contracts reads by itself.
RENEWED = "Renouvelé"
EXPIRED = "Arrivé à son terme"
AMENDED = "Remplacé par un avenant"


def sign(
    *,
    contract: EngagementContract,
    signed_on: date,
    actor: Actor,
    document: CaseDocument | None = None,
    upload: Any = None,
) -> EngagementContract:
    """Write that a proposed contract is signed; what it amends or renews is over that day.

    The goals in progress become its plan. `upload` is the scan of the paper, kept as a document of
    the case. Raises ContractError, and what the upload raises: then nothing is signed. A file that
    is refused is logged: who calls lets the transaction go on.
    """
    with transaction.atomic():
        _succession(locked(contract, actor), signed_on, actor)
    if upload:
        document = _scan(contract, signed_on, upload, actor)
    with transaction.atomic():
        kept = locked(contract, actor)
        succeeded = _succession(kept, signed_on, actor)
        if succeeded is not None:
            close(
                succeeded.former,
                succeeded.to,
                on=succeeded.on,
                reason=succeeded.reason,
                role=Role.SITE,
            )
        kept.signed_on, kept.signed_document = signed_on, document
        signed = change(kept, S.SIGNED, role=Role.PROFESSIONAL)
        _adopt_goals(signed, actor)
    return signed


def attach_scan(*, contract: EngagementContract, upload: Any, actor: Actor) -> EngagementContract:
    """Keep the scan of a signed contract among the documents of the case.

    A better scan takes the place of the former one, which stays among the documents. Raises
    ContractError for a contract that was never signed, and what the upload raises, as `sign` does.
    """
    with transaction.atomic():
        kept = locked(contract, actor)
        if kept.state not in WAS_SIGNED or kept.signed_on is None:
            message = "Ce contrat n’est pas signé\u00a0: écrivez d’abord le jour de la signature."
            raise ContractError(message)
    document = _scan(kept, kept.signed_on, upload, actor)
    with transaction.atomic():
        kept = locked(contract, actor)
        kept.signed_document = document
        kept.version += 1
        kept.save()
    return kept


def _scan(contract: EngagementContract, signed_on: date, upload: Any, actor: Actor) -> CaseDocument:
    word = "Avenant signé" if contract.amends_id else "Contrat signé"
    code = "amendment" if contract.amends_id else "signed_contract"
    return documents.add(
        beneficiary=contract.beneficiary,
        upload=upload,
        title=f"{word} le {signed_on:%d/%m/%Y}",
        kind=terms.with_code(Term.List.DOCUMENT_KIND, code),
        actor=actor,
    )


def _check_day(contract: EngagementContract, signed_on: date) -> None:
    check_past(signed_on, field="signed_on", what="La signature")
    if contract.proposed_on and signed_on < contract.proposed_on:
        message = (
            f"La signature ne peut pas précéder la proposition, le {contract.proposed_on:%d/%m/%Y}."
        )
        raise ContractError(message, field="signed_on")
    if contract.ends_on and signed_on > contract.ends_on:
        message = "Ce contrat était déjà fini ce jour-là\u00a0: reprenez ses dates."
        raise ContractError(message, field="signed_on")


@dataclass(frozen=True, slots=True)
class _Succession:
    """What becomes of the contract that is in force, and from which day."""

    former: EngagementContract
    to: S
    on: date
    reason: str


def _succession(contract: EngagementContract, signed_on: date, actor: Actor) -> _Succession | None:
    """What a signature puts an end to; one is in force at a time. Raises ContractError."""
    if not may_go(contract.state, S.SIGNED):
        raise ContractError(NOT_NOW.format(state=S(contract.state).label.lower()))
    _check_day(contract, signed_on)
    rows = reachable(EngagementContract, actor).filter(beneficiary=contract.beneficiary_id)
    former = rows.select_for_update(of=("self",)).filter(state=S.SIGNED).first()
    if contract.amends_id:
        if former is None or former.pk != contract.amends_id:
            message = (
                "Le contrat que cet avenant modifie n’est plus en cours. Abandonnez l’avenant."
            )
            raise ContractError(message)
        if signed_on < former.signed_on:
            message = "L’avenant ne peut pas être signé avant le contrat qu’il modifie."
            raise ContractError(message, field="signed_on")
        return _Succession(former, S.AMENDED, signed_on, AMENDED)
    if former is None:
        return None
    after = former.ends_on + ONE_DAY if former.ends_on else signed_on
    if contract.renews_id == former.pk:
        on = max(former.signed_on, min(after, signed_on))
        return _Succession(former, S.ENDED, on, RENEWED)
    if is_expired(former, timezone.localdate()):
        return _Succession(former, S.ENDED, after, EXPIRED)
    raise ContractError(IN_FORCE)


def _adopt_goals(contract: EngagementContract, actor: Actor) -> None:
    """Give the contract the goals in progress; what the former one had is read in its history."""
    rows = reachable(Goal, actor).filter(
        beneficiary=contract.beneficiary_id, state=Goal.State.IN_PROGRESS
    )
    rows.exclude(contract=contract).update(
        contract=contract, version=F("version") + 1, updated_at=timezone.now()
    )
