"""Whether who acts still may: a screen asked before, and the right may have ended since.

Each service asks again once it holds its lock. The site itself (a job, an erasure) always may.
"""

from portal.accounts.actors import Actor
from portal.accounts.capabilities import GIVEN_BY, MANAGE_RIGHTS, has_capability
from portal.accounts.errors import refuse
from portal.accounts.models import User
from portal.accounts.rules import can_manage_organisation
from snippets.models import Organisation


def require_manager(actor: Actor, organisation: Organisation) -> None:
    """Raise AccountError when a person may not change this organisation's members now."""
    if actor.user and not can_manage_organisation(_now(actor.user), organisation):
        refuse("Vous ne gérez plus cette organisation.")


def require_rights_administrator(actor: Actor) -> None:
    """Raise AccountError when a person may not give or take rights now."""
    if actor.user and not has_capability(_now(actor.user), MANAGE_RIGHTS):
        refuse("Vous n’administrez plus les droits.")


def require_giver(actor: Actor, level: str) -> None:
    """Raise AccountError when a person may not give or take this level now.

    Whoever administers rights may, for any; and for a level of `GIVEN_BY`, who knows its people.
    """
    capability = GIVEN_BY.get(level)
    if capability and actor.user and has_capability(_now(actor.user), capability):
        return
    require_rights_administrator(actor)


def _now(user: User) -> User:
    """The person as the database has them: the one of the request remembers its levels."""
    return User.objects.get(pk=user.pk)
