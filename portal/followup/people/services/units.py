"""Units, by the administration of rights, which reads no case: counts alone come out."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.people.errors import PeopleError
from portal.followup.people.models import Beneficiary, Professional, Unit
from portal.followup.people.rules import may_administer
from portal.followup.rows.scope import Scope, system_scope


def create_unit(
    *, name: str, actor: Actor, email: str = "", phone: str = "", address: str = ""
) -> Unit:
    """Make a unit."""
    return _saved(Unit(), actor, name=name, email=email, phone=phone, address=address)


def write_unit(
    *, unit: Unit, name: str, actor: Actor, email: str = "", phone: str = "", address: str = ""
) -> Unit:
    """Rename a unit, or correct how to reach it."""
    return _saved(unit, actor, name=name, email=email, phone=phone, address=address)


@transaction.atomic
def close_unit(*, unit: Unit, actor: Actor) -> Unit:
    """Close a unit in which nobody works and that follows nobody any more."""
    _check(actor)
    with system_scope(Scope.PLACES, actor=actor):
        row = Unit.objects.in_system_scope().select_for_update().get(pk=unit.pk)
        workers = Professional.objects.in_system_scope().filter(unit=row, left_on__isnull=True)
        cases = Beneficiary.objects.in_system_scope().filter(unit=row).active()
        people, followed = workers.count(), cases.count()
        if people or followed:
            message = (
                f"Cette unité compte encore {_counted(people, 'professionnel')} et "
                f"{_counted(followed, 'dossier')} en cours. Donnez une autre unité aux "
                "professionnels\u00a0; le service orientation confie les dossiers ailleurs."
            )
            raise PeopleError(message)
        row.closed_on = row.closed_on or timezone.localdate()
        row.save(update_fields=["closed_on"])
    return row


@transaction.atomic
def _saved(unit: Unit, actor: Actor, **values: str) -> Unit:
    _check(actor)
    for name, value in values.items():
        setattr(unit, name, value)
    with system_scope(Scope.PLACES, actor=actor):
        try:
            with transaction.atomic():
                unit.save()
        except IntegrityError as error:
            message = "Une unité a déjà ce nom."
            raise PeopleError(message, field="name") from error
    return unit


def _check(actor: Actor) -> None:
    if not may_administer(actor.user):
        message = "L’administration des droits tient les unités."
        raise PeopleError(message)


def _counted(count: int, word: str) -> str:
    return f"{count}\u00a0{word}{'s' if count > 1 else ''}"
