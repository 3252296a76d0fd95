"""Who may: one declaration of the registry, read for a person and for everybody at once.

`may` and `people_who_may` never differ: a test asks both of people of every kind.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from portal.accounts.capabilities import has_capability
from portal.accounts.capability import Capability, Reach
from portal.accounts.level_names import OF_AN_ORGANISATION
from portal.accounts.models import Membership, User
from portal.accounts.models.memberships import MembershipQuerySet


def may(user: Any, capability: Capability) -> bool:
    """Whether a person may now: by a level, and by their organisation where it depends on it."""
    if not has_capability(user, capability):
        return False
    if not capability.verified_kinds or may_as_agent(user, capability):
        return True
    return memberships_giving(capability).filter(user_id=user.pk).exists()


def may_as_agent(user: Any, capability: Capability) -> bool:
    """Whether they may by a level that was granted to them, whatever their organisations."""
    return bool(user.is_authenticated and user.is_active and user.levels & _granted(capability))


def people_who_may(capability: Capability) -> QuerySet[User]:
    """Everybody of whom `may` is true."""
    people = User.objects.filter(is_active=True)
    if not capability.needs_level:
        return people
    if not capability.verified_kinds:
        return people.filter(pk__in=_with(capability.holders.keys()))
    members = memberships_giving(capability).values("user")
    return people.filter(
        Q(pk__in=_with(_granted(capability)))
        | Q(pk__in=_with(capability.holders.keys() & OF_AN_ORGANISATION)) & Q(pk__in=members)
    )


def people_who_may_as_far_as(capability: Capability, reaches: Collection[Reach]) -> QuerySet[User]:
    """Everybody whose level reaches that far; for a capability that no organisation gives."""
    levels = [level for level, reach in capability.holders.items() if reach in reaches]
    return User.objects.filter(is_active=True, pk__in=_with(levels))


def agents_who_may(capability: Capability) -> QuerySet[User]:
    """Everybody of whom `may_as_agent` is true."""
    return User.objects.filter(is_active=True, pk__in=_with(_granted(capability)))


def memberships_giving(capability: Capability) -> MembershipQuerySet:
    """The memberships through which people may, of organisations that let them."""
    return Membership.objects.active().filter(
        organisation__kind__in=capability.verified_kinds,
        organisation__verified_at__isnull=False,
        organisation__suspended_at__isnull=True,
    )


def _granted(capability: Capability) -> frozenset[str]:
    return frozenset(capability.holders.keys() - OF_AN_ORGANISATION)


def _with(levels: Any) -> QuerySet[User, Any]:
    """The keys of the people with one of these levels; a join would repeat who has several."""
    return User.objects.filter(groups__name__in=levels).values("pk")
