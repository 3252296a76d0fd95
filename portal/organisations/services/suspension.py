"""Suspending an organisation, and restoring it."""

from django.db import transaction
from django.utils import timezone

from pages.models import OPPORTUNITY_MODELS
from pages.moderation.services import is_withdrawable, withdraw
from portal.accounts.actors import Actor
from portal.accounts.errors import refuse
from portal.accounts.models import AuditEntry
from portal.accounts.services.audit import record
from portal.organisations.services.common import (
    address_of,
    lock,
    managers_of,
    officer,
    tell,
)
from snippets.models import Organisation

_FIELDS = ["suspended_at", "suspended_by", "suspension_reason"]


@transaction.atomic
def suspend_organisation(
    *, organisation: Organisation, reason: str, withdraw_opportunities: bool, actor: Actor
) -> int:
    """Stop an organisation: its members read, propose nothing, and nobody enters it.

    With `withdraw_opportunities`, what it has online, scheduled or in review is withdrawn in the
    same transaction; otherwise it stays until its own end. Returns how many were withdrawn.
    Raises AccountError without a reason, or when it is suspended already.
    """
    user = officer(actor)
    organisation = lock(organisation)
    reason = reason.strip()
    if not reason:
        refuse("Dites pourquoi vous suspendez cette organisation.")
    if organisation.suspended_at:
        refuse(f"«\u00a0{organisation.name}\u00a0» est déjà suspendue.")
    organisation.suspended_at = timezone.now()
    organisation.suspended_by = user
    organisation.suspension_reason = reason
    organisation.save(update_fields=_FIELDS)
    withdrawn = _withdraw_all(organisation, actor) if withdraw_opportunities else 0
    record(
        AuditEntry.Action.ORGANISATION_SUSPENDED,
        actor=actor,
        organisation=organisation,
        reason=reason,
        details={"withdrawn": withdrawn},
    )
    tell(
        managers_of(organisation),
        "organisation_suspended",
        organisation,
        message=reason,
        withdrawn=withdrawn,
    )
    return withdrawn


@transaction.atomic
def restore_organisation(*, organisation: Organisation, reason: str, actor: Actor) -> Organisation:
    """End a suspension; what was withdrawn stays so, and may be proposed again.

    Raises AccountError without a reason, or when it is not suspended.
    """
    officer(actor)
    organisation = lock(organisation)
    reason = reason.strip()
    if not reason:
        refuse("Dites pourquoi vous rétablissez cette organisation.")
    if not organisation.suspended_at:
        refuse(f"«\u00a0{organisation.name}\u00a0» n’est pas suspendue.")
    organisation.suspended_at = organisation.suspended_by = None
    organisation.suspension_reason = ""
    organisation.save(update_fields=_FIELDS)
    record(
        AuditEntry.Action.ORGANISATION_RESTORED,
        actor=actor,
        organisation=organisation,
        reason=reason,
    )
    tell(
        managers_of(organisation),
        "organisation_restored",
        organisation,
        home_url=address_of("sheet", organisation),
    )
    return organisation


def _withdraw_all(organisation: Organisation, actor: Actor) -> int:
    """Withdraw what it has online, scheduled or in review; sessions of others stay."""
    withdrawn = 0
    for model in OPPORTUNITY_MODELS:
        for page in model.objects.filter(organisation=organisation).order_by("pk"):
            if is_withdrawable(page):
                withdraw(page=page, user=actor.user, reason="L’organisation est suspendue.")
                withdrawn += 1
    return withdrawn
