"""Who works where: a place in the area, given, changed and ended by the administration of rights.

A level opens the screens, a place says whose cases: the two together let somebody in.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.capabilities import READ_CASES, has_capability
from portal.accounts.models import User
from portal.followup.access.models import Absence, CareTeamMember
from portal.followup.orientation.models import ReferentAssignment
from portal.followup.people.errors import PeopleError
from portal.followup.people.models import Beneficiary, Professional, Unit
from portal.followup.people.rules import may_administer
from portal.followup.rows.moments import this_moment
from portal.followup.rows.scope import Scope, system_scope
from snippets.models import Organisation

LEFT = "Départ de la personne"


@transaction.atomic
def give_place(
    *,
    user: User,
    profession: str,
    unit: Unit,
    structure: Organisation,
    actor: Actor,
    phone: str = "",
) -> Professional:
    """Give a place to somebody who has a level on cases; somebody who left comes back to theirs."""
    _check(actor)
    if not has_capability(user, READ_CASES):
        message = "Cette personne n’est pas habilitée au suivi\u00a0: donnez-lui d’abord un niveau."
        raise PeopleError(message, field="user")
    with system_scope(Scope.PLACES, actor=actor):
        rows = Professional.objects.in_system_scope().select_for_update(of=("self",))
        professional = rows.filter(user=user).first() or Professional(user=user)
        if professional.pk and professional.left_on is None:
            message = "Cette personne a déjà une place\u00a0: changez-la."
            raise PeopleError(message, field="user")
        professional.name = str(user)
        professional.left_on = None
        return _written(professional, profession, unit, structure, phone)


@transaction.atomic
def change_place(
    *,
    professional: Professional,
    profession: str,
    unit: Unit,
    structure: Organisation,
    actor: Actor,
    phone: str = "",
) -> int:
    """Change it; return how many cases they are the referent of, which their former unit keeps.

    A deputy is of the unit, and so replaces nobody any more in the unit that they leave.
    """
    _check(actor)
    with system_scope(Scope.PLACES, actor=actor):
        row = _locked(professional)
        row.name = str(row.user) if row.user else row.name
        is_moved = row.unit_id != unit.pk
        _written(row, profession, unit, structure, phone)
        if not is_moved:
            return 0
        _end_absences(Q(deputy=row), this_moment())
        return referent_of(row)


@transaction.atomic
def leave(*, professional: Professional, actor: Actor, on: date | None = None) -> Professional:
    """End a place. Refused to the referent of cases that go on: somebody else follows them first.

    What they were let into ends now; who counted on them as a deputy sees that nobody replaces
    them.
    """
    _check(actor)
    now = this_moment()
    with system_scope(Scope.PLACES, actor=actor):
        row = _locked(professional)
        if count := referent_of(row):
            followed = f"{count}\u00a0dossier{'s' if count > 1 else ''}"
            message = (
                f"{row} est encore référent·e de {followed}. La personne responsable de l’unité "
                f"{row.unit} ou le service orientation les confie à quelqu’un d’autre, puis "
                "revenez ici. Pour couper l’accès tout de suite, retirez le niveau."
            )
            raise PeopleError(message)
        row.left_on = on or timezone.localdate()
        row.save(update_fields=["left_on"])
        # Of pathways that ended: nobody takes them over.
        _assignments(row).update(ends_at=now, end_reason=LEFT)
        CareTeamMember.objects.in_system_scope().filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=now), professional=row, refused_at__isnull=True
        ).update(ends_at=now, end_reason=LEFT)
        _end_absences(Q(deputy=row) | Q(professional=row), now)
    return row


def _end_absences(which: Q, now: datetime) -> None:
    """End those that run, take off those to come, inside a system scope."""
    absences = Absence.objects.in_system_scope().filter(which)
    absences.filter(starts_at__gte=now).delete()
    absences.filter(ends_at__gt=now).update(ends_at=now)


def referent_of(professional: Professional) -> int:
    """How many people somebody is the referent of, inside a system scope."""
    active = Beneficiary.State.ACTIVE
    return _assignments(professional).filter(beneficiary__state=active).count()


def _assignments(professional: Professional) -> QuerySet[ReferentAssignment]:
    rows: QuerySet[ReferentAssignment] = ReferentAssignment.objects.in_system_scope()
    return rows.filter(professional=professional, ends_at__isnull=True)


def _written(
    row: Professional, profession: str, unit: Unit, structure: Organisation, phone: str
) -> Professional:
    if unit.closed_on is not None:
        message = "Cette unité est fermée."
        raise PeopleError(message, field="unit")
    row.profession, row.unit, row.structure, row.phone = profession, unit, structure, phone
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        message = "Cette personne a déjà une place\u00a0: changez-la."
        raise PeopleError(message, field="user") from error
    return row


def _locked(professional: Professional) -> Professional:
    rows = Professional.objects.in_system_scope().select_for_update(of=("self",))
    found = rows.select_related("unit", "user").get(pk=professional.pk)
    if found.left_on is not None:
        message = "Cette personne n’a plus de place\u00a0: donnez-lui-en une."
        raise PeopleError(message)
    return found


def _check(actor: Actor) -> None:
    if not may_administer(actor.user):
        message = "L’administration des droits donne les places."
        raise PeopleError(message)
