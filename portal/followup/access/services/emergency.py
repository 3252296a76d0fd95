"""Accès d’urgence: a case opened without asking, read for a day, told at once, and never hidden."""

from django.db import transaction

from portal.accounts.actors import Actor
from portal.accounts.capabilities import BREAK_GLASS, has_capability
from portal.followup.access import reach, rules, telling
from portal.followup.access.errors import AccessError
from portal.followup.access.log import Act, log
from portal.followup.access.models import BREAK_GLASS_LIFETIME, BreakGlass
from portal.followup.people.models import Beneficiary
from portal.followup.rows.moments import this_moment
from portal.followup.rows.scope import Scope, system_scope
from snippets import locks
from snippets.limits import DAY, Limit

# Counted by the area's door, outside of the transaction.
EMERGENCIES = Limit("followup.emergencies", 5, DAY)


@transaction.atomic
def break_glass(*, number: int, reason: str, actor: Actor) -> BreakGlass:
    """Open the case of this number for 24 hours: it is read, without confidential notes.

    Who manages the unit is told at once. One that runs is not renewed: another comes after it.
    Raises AccessError.
    """
    user = actor.user
    reason = reason.strip()
    if user is None or not has_capability(user, BREAK_GLASS):
        message = "Votre niveau n’ouvre pas de dossier en urgence."
        raise AccessError(message)
    if not reason:
        message = "Dites pourquoi\u00a0: la personne responsable le lira."
        raise AccessError(message, field="reason")
    locks.take(f"followup.emergency {user.pk} {number}")
    with system_scope(Scope.EMERGENCY, actor=actor):
        rows = Beneficiary.objects.in_system_scope().select_related("unit")
        case = rows.filter(number=number).exclude(pk__in=reach.closed_ids()).first()
    if case is None:
        message = "Cherchez d’abord la personne."
        raise AccessError(message)
    if rules.may_read_case(user, case):
        message = "Ce dossier vous est déjà ouvert."
        raise AccessError(message)
    now = this_moment()
    # The lock of the table says for whom, and until when, in this scope as well.
    with system_scope(Scope.EMERGENCY, actor=actor):
        opened = BreakGlass.objects.create(
            beneficiary=case,
            user=user,
            name=str(user),
            reason=reason,
            opened_at=now,
            expires_at=now + BREAK_GLASS_LIFETIME,
        )
        telling.tell_emergency(opened, telling.who_watches(case, but=user))
    log(actor=actor, act=Act.BREAK_GLASS, beneficiary=case, reason=reason)
    return opened
