"""Categories of appointments: managers add, change, withdraw. What was sent keeps what it said."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.capabilities import CONFIGURE_FOLLOWUP, has_capability
from portal.followup.booking import words
from portal.followup.booking.errors import BookingError
from portal.followup.booking.models import AppointmentCategory
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope
from portal.followup.rows.versions import locked_version
from snippets.locks import take


@transaction.atomic
def add(*, values: dict[str, Any], actor: Actor) -> AppointmentCategory:
    """Add one. Raises BookingError."""
    _check(values, actor)
    with system_scope(Scope.CONFIGURATION, actor=actor):
        _check_label(values["label"])
        made: AppointmentCategory = AppointmentCategory.unscoped.create(
            **values, **written_by(actor)
        )
        return made


@transaction.atomic
def change(
    *, category: AppointmentCategory, values: dict[str, Any], version: int, actor: Actor
) -> AppointmentCategory:
    """Change one; delays that have begun keep what they were. Raises BookingError."""
    _check(values, actor)
    withdrawn: date | None = values.get("withdrawn_on")
    if withdrawn and withdrawn != category.withdrawn_on and withdrawn < timezone.localdate():
        message = "Choisissez aujourd’hui ou un jour à venir\u00a0: le passé ne change pas."
        raise BookingError(message, field="withdrawn_on")
    with system_scope(Scope.CONFIGURATION, actor=actor):
        rows = AppointmentCategory.objects.in_system_scope()
        row: AppointmentCategory = locked_version(rows, pk=category.pk, version=version)
        _check_label(values["label"], but=row.pk)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        return row


def _check(values: dict[str, Any], actor: Actor) -> None:
    if actor.user is None or not has_capability(actor.user, CONFIGURE_FOLLOWUP):
        message = "Ces réglages reviennent aux responsables d’unité."
        raise BookingError(message)
    for field in ("label", "page_text"):
        words.check(field, values.get(field, ""))


def _check_label(label: str, but: int | None = None) -> None:
    take("followup.appointment_categories")
    others = AppointmentCategory.objects.in_system_scope().filter(label__iexact=label)
    if others.exclude(pk=but).exists():
        message = "Une catégorie a déjà ce libellé."
        raise BookingError(message, field="label")
