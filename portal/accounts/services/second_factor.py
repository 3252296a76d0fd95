"""The second factor of a person: whether there is one, and taking it away when it is lost.

The one place that knows which app keeps them. Without that app nobody has one, and the screens say
nothing of it.
"""

from django.apps import apps
from django.db import transaction
from django.db.models import BooleanField, Exists, Model, OuterRef, QuerySet, Value

from portal.accounts.actors import Actor
from portal.accounts.errors import refuse
from portal.accounts.models import AuditEntry, User
from portal.accounts.services.audit import record
from portal.accounts.services.grants import lock_person
from portal.accounts.services.sessions import end_sessions

HAS_SECOND_FACTOR = "has_second_factor"
_MODEL = "mfa.Authenticator"
# Recovery codes alone are no second factor.
_FACTORS = ("totp", "webauthn")


def is_available() -> bool:
    """Whether this site has second factors."""
    return apps.is_installed("allauth.mfa")


def with_second_factor(people: QuerySet[User]) -> QuerySet[User]:
    """Add `has_second_factor` to each person."""
    if not is_available():
        return people.annotate(
            **{HAS_SECOND_FACTOR: Value(value=False, output_field=BooleanField())}
        )
    factors = _authenticators().filter(user=OuterRef("pk"), type__in=_FACTORS)
    return people.annotate(**{HAS_SECOND_FACTOR: Exists(factors)})


@transaction.atomic
def reset_second_factor(*, user: User, reason: str, actor: Actor) -> None:
    """Take away a lost second factor, recovery codes included, and end the person's sessions.

    They choose another one when they sign in. Raises AccountError without a reason, for oneself,
    and when there is nothing to take away.
    """
    lock_person(user)
    if not reason.strip():
        refuse("Dites pourquoi ce second facteur est retiré.")
    if actor.user == user:
        refuse("Un ou une collègue peut retirer votre second facteur, pas vous.")
    if not is_available() or not _authenticators().filter(user=user).delete()[0]:
        refuse("Cette personne n’a pas de second facteur.")
    end_sessions(user)
    record(AuditEntry.Action.SECOND_FACTOR_RESET, actor=actor, subject=user, reason=reason.strip())


def _authenticators() -> QuerySet[Model]:
    return apps.get_model(_MODEL)._default_manager.all()  # noqa: SLF001
