"""Orientations: one at a time, decided by who orients, in their own scope."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.clocks.services import may_be_oriented_by_france_travail
from portal.followup.orientation import rules
from portal.followup.orientation.errors import NotAllowedError, OrientationError
from portal.followup.orientation.models import Orientation
from portal.followup.orientation.services.present import (
    ANY,
    check_active,
    check_seen,
    current_orientation,
    locked_case,
)
from portal.followup.people.models import Beneficiary, Unit
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import current_scope
from portal.followup.rows.versions import locked_version
from snippets.models import Organisation

_MEANWHILE = (
    "Quelqu’un a orienté cette personne pendant que vous décidiez. Sa décision est ci-dessous, "
    "la vôtre est gardée\u00a0: relisez, puis décidez."
)


def check_decides(actor: Actor) -> None:
    """Raise NotAllowedError for whoever does not orient; the site's own scopes do."""
    if current_scope() is None and not rules.decides(actor.user):
        message = "Cette décision revient à une personne chargée d’orientation."
        raise NotAllowedError(message)


@transaction.atomic
def orient(
    *,
    beneficiary: Beneficiary,
    path: str,
    structure: Organisation,
    unit: Unit | None,
    starts_on: date,
    actor: Actor,
    notified_on: date | None = None,
    reason: str = "",
    by_france_travail: bool = False,
    seen: Any = ANY,
) -> Orientation:
    """Decide the orientation; the current one ends on that day. The case goes to `unit`, if any.

    The referent stays until somebody of the new structure takes over (`assign`). `seen`: the
    orientation that the form showed (None for none), so that two officers do not decide one after
    the other without knowing. Raises OrientationError, DecidedMeanwhileError.
    """
    check_decides(actor)
    case = locked_case(beneficiary)
    check_active(case)
    current = current_orientation(case)
    check_seen(current, seen, _MEANWHILE)
    _check_dates(starts_on, notified_on)
    if unit is not None and unit.closed_on is not None:
        message = "Cette unité est fermée."
        raise OrientationError(message, field="unit")
    if by_france_travail:
        _check_past_the_delay(case, current)
    _check_free(case, starts_on, current)
    if current is not None:
        current.ends_on = starts_on
        current.version += 1
        current.save(update_fields=["ends_on", "version", "updated_at"])
    if unit is not None and unit.pk != case.unit_id:
        Beneficiary.unscoped.filter(pk=case.pk).update(unit=unit)
        beneficiary.unit = unit
    return Orientation.unscoped.create(
        beneficiary=case,
        path=path,
        structure=structure,
        unit=unit or case.unit,
        starts_on=starts_on,
        notified_on=notified_on,
        reason=reason,
        by_france_travail=by_france_travail,
        **written_by(actor),
    )


@transaction.atomic
def notify(*, orientation: Orientation, on: date, actor: Actor) -> Orientation:
    """Write the day on which the person was told: the clock of the first contract starts.

    Raises OrientationError.
    """
    check_decides(actor)
    case = locked_case(orientation.beneficiary)
    check_active(case)
    row = Orientation.unscoped.select_for_update(of=("self",)).get(pk=orientation.pk)
    if row.ends_on is not None:
        message = "Cette orientation est terminée\u00a0: une autre a été décidée."
        raise OrientationError(message)
    if row.notified_on is not None:
        message = f"Cette orientation est déjà notifiée, le {row.notified_on:%d/%m/%Y}."
        raise OrientationError(message)
    if on > timezone.localdate():
        message = "Notez la notification le jour où elle est faite."
        raise OrientationError(message, field="on")
    if on < row.starts_on:
        message = f"La décision est du {row.starts_on:%d/%m/%Y}\u00a0: la notification vient après."
        raise OrientationError(message, field="on")
    row.notified_on = on
    row.version += 1
    row.save(update_fields=["notified_on", "version", "updated_at"])
    return row


@transaction.atomic
def correct(
    *,
    orientation: Orientation,
    path: str,
    structure: Organisation,
    unit: Unit | None,
    starts_on: date,
    reason: str,
    actor: Actor,
    version: int,
) -> Orientation:
    """Mend a decision that was not notified yet. Raises OrientationError, ChangedMeanwhileError."""
    check_decides(actor)
    case = locked_case(orientation.beneficiary)
    check_active(case)
    row = locked_version(Orientation.unscoped.all(), pk=orientation.pk, version=version)
    if row.notified_on is not None or row.ends_on is not None:
        message = (
            "Cette orientation est notifiée ou terminée\u00a0: elle ne se corrige plus. "
            "Décidez une nouvelle orientation."
        )
        raise OrientationError(message)
    _check_dates(starts_on, None)
    _check_free(case, starts_on, row, mended=True)
    row.path, row.structure, row.unit = path, structure, unit or row.unit
    row.starts_on, row.reason = starts_on, reason
    row.save()
    if unit is not None and unit.pk != case.unit_id:
        Beneficiary.unscoped.filter(pk=case.pk).update(unit=unit)
    return row


def _check_dates(starts_on: date, notified_on: date | None) -> None:
    if starts_on > timezone.localdate():
        message = "La décision ne peut pas être dans le futur."
        raise OrientationError(message, field="starts_on")
    if notified_on is not None and not starts_on <= notified_on <= timezone.localdate():
        message = "La notification vient après la décision, aujourd’hui au plus tard."
        raise OrientationError(message, field="notified_on")


def _check_free(
    case: Beneficiary, starts_on: date, current: Orientation | None, *, mended: bool = False
) -> None:
    """Refuse a day that another orientation covers; the current one gives way to a later day."""
    others = Orientation.unscoped.select_related("structure").filter(beneficiary=case)
    if current is not None and (mended or current.starts_on <= starts_on):
        others = others.exclude(pk=current.pk)
    other = (
        others.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on))
        .order_by("-starts_on", "-pk")
        .first()
    )
    if other is None:
        return
    end = f" au {other.ends_on:%d/%m/%Y}" if other.ends_on else ""
    first = other.ends_on or other.starts_on
    path = other.get_path_display().lower()
    message = (
        "Une orientation couvre déjà ces dates\u00a0: parcours "
        f"{path}, {other.structure}, du {other.starts_on:%d/%m/%Y}{end}. "
        f"Choisissez un jour à partir du {first:%d/%m/%Y}."
    )
    raise OrientationError(message, field="starts_on")


def _check_past_the_delay(case: Beneficiary, current: Orientation | None) -> None:
    if current is not None:
        message = "Cette personne est déjà orientée."
        raise OrientationError(message)
    if not may_be_oriented_by_france_travail(case):
        message = "Le délai légal n’est pas passé\u00a0: l’orientation revient au Département."
        raise OrientationError(message)
