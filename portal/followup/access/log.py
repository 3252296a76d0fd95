"""The log of who read what. Lines are only added, and hold no content."""

from collections.abc import Iterable

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access.models import AccessEntry
from portal.followup.people.models import Beneficiary
from portal.followup.rows.scope import Scope, system_scope

Act = AccessEntry.Act
_BATCH = 1_000


def log(
    *,
    actor: Actor,
    act: AccessEntry.Act,
    beneficiary: Beneficiary | None = None,
    place: str = "",
    reason: str = "",
) -> AccessEntry:
    """Write a line, whatever scope is open. `place` is the name of an address.

    In the site's own scope: an insertion returns the line, which who is logged may not read.
    """
    key = beneficiary.pk if beneficiary else None
    with system_scope(Scope.ACCESS_LOG, actor=actor):
        line = _line(actor, act, key, place, reason)
        line.save(force_insert=True)
    return line


def log_many(
    *, actor: Actor, act: AccessEntry.Act, keys: Iterable[int | None], place: str, reason: str
) -> None:
    """Write a line for each of these cases, in few queries; None stands for no case."""
    with system_scope(Scope.ACCESS_LOG, actor=actor):
        AccessEntry.objects.bulk_create(
            (_line(actor, act, key, place, reason) for key in keys), batch_size=_BATCH
        )


def log_refusal(*, actor: Actor, place: str, case_pk: int | None = None) -> None:
    """Write that somebody was refused, and which case, when the address names one that exists."""
    with system_scope(Scope.ACCESS_LOG, actor=actor):
        keys = Beneficiary.objects.in_system_scope().filter(pk=case_pk).values_list("pk", flat=True)
        line = _line(actor, Act.REFUSED, keys.first(), place, reason="")
        line.save(force_insert=True)


def _line(
    actor: Actor, act: AccessEntry.Act, key: int | None, place: str, reason: str
) -> AccessEntry:
    return AccessEntry(
        at=timezone.now(),
        user=actor.user,
        user_name=actor.name,
        beneficiary_id=key,
        act=act,
        place=place,
        reason=reason,
        address=actor.address or None,
    )
