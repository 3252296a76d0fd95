"""« Je viens » and « Je ne viens pas », and taking one's agreement back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.participation.services.agreements import withdraw_agreement
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import Registration
from portal.recruitment.services.cancelling import cancel
from portal.recruitment.services.changing import write_change
from portal.recruitment.services.places import locked
from portal.recruitment.states import LEFT, Role, Status

SAID_YES = "A dit «\u00a0Je viens\u00a0»"
WITHDRAWN = "Accord retiré"
OVER = "Cette rencontre est passée."
NO_PLACE = "Vous n’avez pas de place à cette rencontre pour le moment."
NO_LONGER = "Votre inscription est terminée\u00a0: il n’y a rien à montrer."
_CAN_LEAVE = frozenset(
    {Status.TO_CONFIRM, Status.CONFIRMED, Status.WAITLISTED, Status.OFFERED_PLACE}
)


@transaction.atomic
def say_coming(
    *, registration: Registration, comes: bool, actor: Actor, now: datetime | None = None
) -> Registration:
    """Write that the person comes; that they do not frees their place at once.

    Said twice, it is once. Raises RecruitmentError when it is over, or when there is no place.
    """
    now = now or timezone.now()
    found = locked(registration)
    if found.roster.ends_at <= now:
        raise RecruitmentError(OVER)
    if not comes:
        if found.status in LEFT:
            return found
        return cancel(registration=found, role=Role.PERSON, actor=actor, now=now)
    if found.status != Status.CONFIRMED:
        raise RecruitmentError(NO_PLACE)
    if found.coming_at is None:
        found.coming_at = now
        found.save(update_fields=["coming_at"])
        write_change(found, found.status, actor=actor, at=now, note=SAID_YES)
    return found


@transaction.atomic
def withdraw(
    *, registration: Registration, actor: Actor, now: datetime | None = None
) -> Registration:
    """Take the agreement back: nobody reads the name any more, and the registration ends.

    Somebody who came stays counted as such. Said twice, it is once.
    """
    now = now or timezone.now()
    found = locked(registration)
    if found.agreement.withdrawn_at is not None:
        return found
    withdraw_agreement(agreement=found.agreement)
    found.shares_identity = False
    found.save(update_fields=["shares_identity"])
    write_change(found, found.status, actor=actor, at=now, note=WITHDRAWN)
    if found.status in _CAN_LEAVE and found.roster.ends_at > now:
        return cancel(registration=found, role=Role.PERSON, actor=actor, now=now)
    return found


@transaction.atomic
def share_identity(*, registration: Registration, shares: bool, actor: Actor) -> Registration:
    """Let the organisations that recruit read one's name and CV, or stop it, at any time.

    Raises RecruitmentError when somebody who left, or took their agreement back, would show it.
    """
    found = locked(registration)
    if shares and (found.status in LEFT or found.agreement.withdrawn_at):
        raise RecruitmentError(NO_LONGER)
    shares = shares and not found.roster.is_for_rsa
    if found.shares_identity != shares:
        found.shares_identity = shares
        found.save(update_fields=["shares_identity"])
        said = "Se montre aux organisations" if shares else "Ne se montre plus aux organisations"
        write_change(found, found.status, actor=actor, at=timezone.now(), note=said)
    return found
