"""The second factor of somebody: whether there is one, and taking it away when it is lost."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from portal.accounts.actors import Actor
from portal.accounts.errors import refuse
from portal.accounts.models import AuditEntry, User
from portal.accounts.services.audit import record
from portal.accounts.services.authority import require_rights_administrator
from portal.accounts.services.grants import lock_administrators, lock_person
from portal.accounts.services.sessions import end_sessions

# An application of codes or a key: recovery codes alone are none.
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
HAS_SECOND_FACTOR = "has_second_factor"


def has_second_factor(user: User) -> bool:
    """Whether a person has an application of codes or a key."""
    return Authenticator.objects.filter(user=user, type__in=_FACTORS).exists()


def with_second_factor(people: QuerySet[User]) -> QuerySet[User]:
    """Add `has_second_factor` to each person."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=_FACTORS)
    return people.annotate(**{HAS_SECOND_FACTOR: Exists(factors)})


@transaction.atomic
def reset_second_factor(*, user: User, reason: str, actor: Actor) -> None:
    """Take away a lost second factor, recovery codes included, and end the person's sessions.

    They choose another one when they sign in. Raises AccountError without a reason, for oneself,
    when there is nothing to take away, and when who acts no longer administers rights.
    """
    lock_administrators()
    lock_person(user)
    require_rights_administrator(actor)
    if not reason.strip():
        refuse("Dites pourquoi ce second facteur est retiré.")
    if actor.user == user:
        refuse("Un ou une collègue peut retirer votre second facteur, pas vous.")
    if not Authenticator.objects.filter(user=user).delete()[0]:
        refuse("Cette personne n’a pas de second facteur.")
    end_sessions(user)
    record(AuditEntry.Action.SECOND_FACTOR_RESET, actor=actor, subject=user, reason=reason.strip())
