"""During a sanction, who follows the person says what was done (R. 262-69)."""

from datetime import date

from django.db import transaction

from portal.accounts.actors import Actor
from portal.followup.procedures import rules
from portal.followup.procedures.errors import NotYoursError, ProcedureError
from portal.followup.procedures.models import Remobilisation, SanctionPeriod
from portal.followup.procedures.services.moving import check_past, me, said
from portal.followup.rows.authors import written_by


@transaction.atomic
def say_what_was_done(
    *, period: SanctionPeriod, on: date, text: str, actor: Actor, resumed: bool = False
) -> Remobilisation:
    """Write it; nothing is lifted by it. Raises ProcedureError."""
    if not rules.may_report(actor.user, period.beneficiary):
        message = "Seules les personnes qui suivent ce dossier l’écrivent."
        raise NotYoursError(message)
    check_past(on, field="on", after=period.starts_on, what="le début de la sanction")
    if on >= period.ends_on:
        message = f"La sanction a pris fin le {period.ends_on:%d/%m/%Y}."
        raise ProcedureError(message, field="on")
    made: Remobilisation = Remobilisation.objects.create(
        beneficiary_id=period.beneficiary_id,
        period=period,
        professional=me(actor),
        on=on,
        text=said(text, "Dites ce qui a été fait.", field="text"),
        resumed=resumed,
        **written_by(actor),
    )
    return made
