"""A contract is signed on paper: the day, the scan, and what it succeeds."""

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
from portal.followup.contract.scans import keep
from portal.followup.contract.services.changing import change, check_past, close
from portal.followup.contract.services.preparing import IN_FORCE, is_expired
from portal.followup.contract.states import WAS_SIGNED, Role, S
from portal.followup.documents.models import CaseDocument

# The same words in both, so that a list of former contracts reads by itself.
RENEWED = "Renouvelé"
EXPIRED = "Arrivé à son terme"
AMENDED = "Remplacé par un avenant"


@transaction.atomic
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
    the case. Raises ContractError, and what the upload raises: then nothing is signed.
    """
    kept = locked(contract, actor)
    if kept.state == S.PROPOSED:
        _check_day(kept, signed_on)
        _end_former(kept, signed_on, actor)
        kept.signed_on = signed_on
        kept.signed_document = document
    signed = change(kept, S.SIGNED, role=Role.PROFESSIONAL)
    _adopt_goals(signed, actor)
    return attach_scan(contract=signed, upload=upload, actor=actor) if upload else signed


@transaction.atomic
def attach_scan(*, contract: EngagementContract, upload: Any, actor: Actor) -> EngagementContract:
    """Keep the scan of a signed contract among the documents of the case.

    A better scan takes the place of the former one, which stays among the documents. Raises
    ContractError for a contract that was never signed, and what the upload raises.
    """
    kept = locked(contract, actor)
    if kept.state not in WAS_SIGNED:
        message = "Ce contrat n’est pas signé\u00a0: écrivez d’abord le jour de la signature."
        raise ContractError(message)
    word = "Avenant signé" if kept.amends_id else "Contrat signé"
    code = "amendment" if kept.amends_id else "signed_contract"
    kept.signed_document = keep(
        beneficiary=kept.beneficiary,
        upload=upload,
        title=f"{word} le {kept.signed_on:%d/%m/%Y}",
        kind=terms.with_code(Term.List.DOCUMENT_KIND, code),
        actor=actor,
    )
    kept.version += 1
    kept.save()
    return kept


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


def _end_former(contract: EngagementContract, signed_on: date, actor: Actor) -> None:
    """Leave one contract in force: what this one succeeds is over, what it does not refuses it."""
    rows = reachable(EngagementContract, actor).filter(beneficiary=contract.beneficiary_id)
    former = rows.select_for_update(of=("self",)).filter(state=S.SIGNED).first()
    if contract.amends_id and (former is None or former.pk != contract.amends_id):
        message = "Le contrat que cet avenant modifie n’est plus en cours. Abandonnez l’avenant."
        raise ContractError(message)
    if former is None:
        return
    if contract.amends_id:
        close(former, S.AMENDED, on=signed_on, reason=AMENDED, role=Role.SITE)
        return
    after = former.ends_on + ONE_DAY if former.ends_on else signed_on
    if contract.renews_id == former.pk:
        close(former, S.ENDED, on=min(after, signed_on), reason=RENEWED, role=Role.SITE)
    elif is_expired(former, timezone.localdate()):
        close(former, S.ENDED, on=after, reason=EXPIRED, role=Role.SITE)
    else:
        raise ContractError(IN_FORCE)


def _adopt_goals(contract: EngagementContract, actor: Actor) -> None:
    """Give the contract the goals in progress; what the former one had is read in its history."""
    rows = reachable(Goal, actor).filter(
        beneficiary=contract.beneficiary_id, state=Goal.State.IN_PROGRESS
    )
    rows.exclude(contract=contract).update(
        contract=contract, version=F("version") + 1, updated_at=timezone.now()
    )
