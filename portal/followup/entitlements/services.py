"""What an orientation officer writes of a right by hand: a row without a file, explained.

A file that is read later writes the days that it holds, and never one that somebody mended.
"""

from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.capabilities import ORIENT, has_capability
from portal.followup.entitlements.errors import EntitlementError, MendedMeanwhileError
from portal.followup.entitlements.models import Entitlement
from portal.followup.people.models import Beneficiary
from portal.followup.rows.authors import written_by

# What is written by hand. The code of a reason is the files' own.
FIELDS = ("on", "status", "since", "has_duties", "opened_on", "received_on")


@transaction.atomic
def record_by_hand(
    *, beneficiary: Beneficiary, explanation: str, actor: Actor, **values: Any
) -> Entitlement:
    """Add what is true at one day, `values["on"]`. Raises EntitlementError."""
    _check(actor, explanation, values)
    Beneficiary.unscoped.select_for_update(of=("self",)).get(pk=beneficiary.pk)
    _check_day(beneficiary, values["on"])
    return Entitlement.unscoped.create(
        beneficiary=beneficiary,
        explanation=explanation,
        **{name: values[name] for name in FIELDS},
        **written_by(actor),
    )


@transaction.atomic
def mend(
    *, entitlement: Entitlement, explanation: str, actor: Actor, seen: int, **values: Any
) -> Entitlement:
    """Correct a row: it is no file's any more, and says why. `seen`: `version_of` when it was read.

    Raises EntitlementError, MendedMeanwhileError.
    """
    _check(actor, explanation, values)
    row = Entitlement.unscoped.select_for_update(of=("self",)).get(pk=entitlement.pk)
    if version_of(row) != seen:
        raise MendedMeanwhileError(row)
    if values["on"] != row.on:
        _check_day(row.beneficiary, values["on"])
    for name in FIELDS:
        setattr(row, name, values[name])
    row.source = None
    row.reason = "" if values["status"] != entitlement.status else row.reason
    row.explanation = explanation
    row.created_by, row.author_name = actor.user, actor.name
    row.save()
    return row


def version_of(entitlement: Entitlement) -> int:
    """The last event of a row: another one tells that it changed."""
    events = apps.get_model("followup", "EntitlementEvent")._default_manager  # noqa: SLF001
    last = events.filter(pgh_obj_id=entitlement.pk).order_by("-pgh_id").first()
    return int(last.pgh_id) if last else 0


def _check(actor: Actor, explanation: str, values: dict[str, Any]) -> None:
    if actor.user is None or not has_capability(actor.user, ORIENT):
        message = "Cette correction revient à une personne chargée d’orientation."
        raise EntitlementError(message)
    if not explanation.strip():
        message = "Dites d’où vient cette information."
        raise EntitlementError(message, field="explanation")
    today = timezone.localdate()
    if values["on"] > today:
        message = "Notez ce qui est vrai aujourd’hui ou avant."
        raise EntitlementError(message, field="on")
    if values["received_on"] > today:
        message = "La date de réception ne peut pas être dans le futur."
        raise EntitlementError(message, field="received_on")
    since = values["since"]
    if since is not None and since > values["on"]:
        message = "Cet état a commencé avant le jour où il est constaté."
        raise EntitlementError(message, field="since")


def _check_day(beneficiary: Beneficiary, on: date) -> None:
    if Entitlement.unscoped.filter(beneficiary=beneficiary, on=on).exists():
        message = (
            "Un droit est déjà connu à cette date\u00a0: corrigez-le, ou donnez un autre jour."
        )
        raise EntitlementError(message, field="on")
