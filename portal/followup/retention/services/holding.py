"""What stops retention by hand: a litigation, a European participation; with a reason."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.people.models import Beneficiary
from portal.followup.retention import rules
from portal.followup.retention.errors import DestroyedError, NotYourUnitError, RetentionError
from portal.followup.retention.models import CaseRetention, RetentionHold
from portal.followup.retention.services.running import lock_cases
from portal.followup.retention.states import R
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope

Kind = RetentionHold.Kind


@transaction.atomic
def put(
    *, case: Beneficiary, kind: str, reason: str, on: date | None, actor: Actor
) -> RetentionHold:
    """Stop retention for a case. Raises RetentionError.

    `on`: the last day of a litigation, the last payment of a participation; none while it goes on.
    The case is locked, as its destruction locks it: either is over before the other looks.
    """
    if not rules.answers_for(actor.user, case):
        raise NotYourUnitError
    if not reason.strip():
        message = "Dites pourquoi."
        raise RetentionError(message, field="reason")
    today = timezone.localdate()
    if kind == Kind.LITIGATION and on is not None and on < today:
        message = "Cette fin est passée\u00a0: l’arrêt n’aurait aucun effet."
        raise RetentionError(message, field="on")
    if kind == Kind.PARTICIPATION and on is not None and on > today:
        message = "Un paiement se note une fois fait. Laissez vide si l’opération continue."
        raise RetentionError(message, field="on")
    with system_scope(Scope.RETENTION, actor=actor):
        locked = lock_cases([case.pk])[case.pk]
        # Since the screen was read, it may have gone to another unit or been destroyed.
        if not rules.answers_for(actor.user, locked):
            raise NotYourUnitError
        rows = CaseRetention.objects.in_system_scope().filter(beneficiary=locked)
        if rows.filter(state=R.ANONYMISED).exists():
            raise DestroyedError
        made: RetentionHold = RetentionHold.objects.in_system_scope().create(
            beneficiary=locked,
            kind=kind,
            reason=reason.strip(),
            ends_on=on if kind == Kind.LITIGATION else None,
            paid_on=on if kind == Kind.PARTICIPATION else None,
            **written_by(actor),
        )
    return made


@transaction.atomic
def lift(*, hold: RetentionHold, reason: str, actor: Actor) -> RetentionHold:
    """End a hold: retention goes on from the next night. Raises RetentionError."""
    with system_scope(Scope.RETENTION, actor=actor):
        rows = RetentionHold.objects.in_system_scope().select_related("beneficiary")
        row: RetentionHold = rows.select_for_update(of=("self",)).get(pk=hold.pk)
        if not rules.answers_for(actor.user, row.beneficiary):
            raise NotYourUnitError
        if row.lifted_on is not None:
            message = "Cet arrêt est déjà levé."
            raise RetentionError(message)
        if not reason.strip():
            message = "Dites pourquoi l’arrêt est levé."
            raise RetentionError(message, field="reason")
        row.lifted_on, row.lifted_by = timezone.localdate(), actor.name
        row.lift_reason = reason.strip()
        row.save()
    return row
