"""The person declares their own hours, and takes back what nobody confirmed yet.

Their case is that of their link: no key of a case is ever given. They write nothing else.
"""

from django.db import transaction

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.followup.contract.reaching import locked_case
from portal.followup.hours.errors import EndedError, GoneError, HoursError, NoCaseError
from portal.followup.hours.models import ActivityLog
from portal.followup.hours.services.checking import written
from portal.followup.hours.values import HoursValues
from portal.followup.link.models import AccountLink
from portal.followup.people.models import Beneficiary
from portal.followup.rows.scope import Scope, system_scope


@transaction.atomic
def declare(*, user: User, values: HoursValues, key: str, actor: Actor) -> ActivityLog:
    """Write an activity that waits for the team. Raises NoCaseError, EndedError, HoursError.

    `key` is that of the form: sent twice, it declares once.
    """
    with system_scope(Scope.DECLARE_HOURS, actor=actor):
        case = _held_case(user, actor)
        row = written(case, values, key=f"own-{key}", actor=actor, by_person=True)
        if not row.pk:
            row.save()
        return row


@transaction.atomic
def withdraw(*, user: User, pk: int, actor: Actor) -> None:
    """Take back an activity that one declared, while nobody answered it. Raises HoursError."""
    with system_scope(Scope.DECLARE_HOURS, actor=actor):
        case = _held_case(user, actor)
        rows = ActivityLog.objects.in_system_scope().filter(beneficiary=case, by_person=True)
        row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise GoneError
        if row.is_answered:
            message = (
                "La personne qui vous suit a déjà répondu pour cette activité\u00a0: parlez-lui-en "
                "si elle est à corriger."
            )
            raise HoursError(message)
        row.delete()


def _held_case(user: User, actor: Actor) -> Beneficiary:
    """The person's own case, held; the link is read again once it is."""
    links = AccountLink.objects.in_system_scope().filter(user=user, cut_at__isnull=True)
    link = links.select_related("beneficiary").first()
    if link is None:
        raise NoCaseError
    case = locked_case(link.beneficiary, actor)
    if not links.filter(beneficiary=case).exists():
        raise NoCaseError
    if case.has_left:
        raise EndedError
    return case
