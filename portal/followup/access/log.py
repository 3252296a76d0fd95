"""The log of who read what. Lines are only added, and hold no content."""

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access.models import AccessEntry
from portal.followup.people.models import Beneficiary
from portal.followup.rows.scope import Scope, system_scope

Act = AccessEntry.Act


def log(
    *,
    actor: Actor,
    act: AccessEntry.Act,
    beneficiary: Beneficiary | None = None,
    place: str = "",
    reason: str = "",
) -> None:
    """Write a line, whatever scope is open. `place` is the name of an address.

    In the site's own scope: an insertion returns the line, which who is logged may not read.
    """
    with system_scope(Scope.ACCESS, actor=actor):
        AccessEntry.objects.create(
            at=timezone.now(),
            user=actor.user,
            user_name=actor.name,
            beneficiary=beneficiary,
            act=act,
            place=place,
            reason=reason,
            address=actor.address or None,
        )


def log_refusal(*, actor: Actor, place: str, case_pk: int | None = None) -> None:
    """Write that somebody was refused, and which case, when the address names one that exists."""
    with system_scope(Scope.ACCESS, actor=actor):
        case = Beneficiary.objects.in_system_scope().filter(pk=case_pk).first()
    log(actor=actor, act=Act.REFUSED, beneficiary=case, place=place)
