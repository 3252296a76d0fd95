"""Whose cases a person reaches: the first lock, in the words of Django.

The functions of the database say the same (`migrations/0002_row_security.py`); a test compares the
two for people of every kind. Each answers a query of keys of beneficiaries. Models are found by
their names: they ask this module who sees their rows.
"""

from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.capabilities import (
    BREAK_GLASS,
    FOLLOW_CASES,
    IMPORT_CASES,
    LEAD_UNIT,
    MANAGE_RIGHTS,
    ORIENT,
    OWN_CASE,
    READ_CASES,
    has_capability,
)

Keys = QuerySet[Any, Any]


def professional_of(user: Any) -> Any:
    """Who a person is in the area (`Professional`); None for who left, or has no place in it."""
    if not (user.is_authenticated and user.is_active):
        return None
    return _me(user).first()


def profession_of(user: Any) -> str:
    """Their profession, empty for nobody."""
    professional = professional_of(user)
    return professional.profession if professional else ""


def works_in_the_area(user: Any) -> bool:
    """Whether somebody reads what all read: a level on cases, or the administration of rights."""
    return has_capability(user, READ_CASES) or has_capability(user, MANAGE_RIGHTS)


def imports(user: Any) -> bool:
    """Whether somebody reads files that were imported."""
    return has_capability(user, IMPORT_CASES)


def referent_ids(user: Any) -> Keys:
    """Cases of which one is the referent, or the deputy of an absent referent."""
    if not has_capability(user, FOLLOW_CASES):
        return _none()
    now, me = timezone.now(), _me(user)
    absent = _rows("Absence").filter(deputy__in=me, starts_at__lte=now, ends_at__gt=now)
    referent = _rows("ReferentAssignment").filter(
        Q(professional__in=me) | Q(professional__in=absent.values("professional")),
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        starts_at__lte=now,
    )
    return _keys(pk__in=referent.values("beneficiary"))


def member_ids(user: Any) -> Keys:
    """Cases whose care team one is in."""
    if not has_capability(user, FOLLOW_CASES):
        return _none()
    now = timezone.now()
    member = _rows("CareTeamMember").filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        professional__in=_me(user),
        confirmed_at__lte=now,
    )
    return _keys(pk__in=member.values("beneficiary"))


def team_ids(user: Any) -> Keys:
    """Cases of which one is the referent, in the care team, or the deputy of an absent referent."""
    return _either(referent_ids(user), member_ids(user))


def managed_ids(user: Any) -> Keys:
    """Cases of the unit that one manages."""
    if not has_capability(user, LEAD_UNIT):
        return _none()
    return _keys(unit__in=_me(user).values("unit"))


def colleague_user_ids(user: Any) -> QuerySet[Any, Any]:
    """Accounts of those who work in the unit that one manages."""
    if not has_capability(user, LEAD_UNIT):
        return _rows("Professional").none().values("user")
    return _rows("Professional").filter(unit__in=_me(user).values("unit")).values("user")


def opened_ids(user: Any) -> Keys:
    """Cases that one opened in an emergency, less than a day ago."""
    if not has_capability(user, BREAK_GLASS):
        return _none()
    opened = _rows("BreakGlass").filter(user=user.pk, expires_at__gt=timezone.now())
    return _keys(pk__in=opened.values("beneficiary"))


def write_ids(user: Any) -> Keys:
    """Cases that one writes in: referent, team, deputy, manager of the unit."""
    return _either(team_ids(user), managed_ids(user))


def case_ids(user: Any) -> Keys:
    """Cases that one reads whole: those that one writes in, and those opened in an emergency."""
    return _either(team_ids(user), managed_ids(user), opened_ids(user))


def identity_ids(user: Any) -> Keys:
    """People whose identity, right and orientation one reads: everybody, for who orients."""
    if has_capability(user, ORIENT):
        return _keys()
    return case_ids(user)


def own_ids(user: Any) -> Keys:
    """One's own case, by the link with one's account."""
    if not has_capability(user, OWN_CASE):
        return _none()
    links = _rows("AccountLink").filter(user=user.pk, cut_at__isnull=True)
    return _keys(pk__in=links.values("beneficiary"))


def _rows(name: str) -> Any:
    """Every row of a model that the second lock lets through."""
    return apps.get_model("followup", name)._base_manager.all()  # noqa: SLF001 - a documented API


def _me(user: Any) -> Any:
    return _rows("Professional").filter(user=user.pk, left_on__isnull=True)


def _keys(*conditions: Q, **values: Any) -> Keys:
    found: Keys = _rows("Beneficiary").filter(*conditions, **values).values("pk")
    return found


def _none() -> Keys:
    found: Keys = _rows("Beneficiary").none().values("pk")
    return found


def _either(*keys: Keys) -> Keys:
    found = Q()
    for one in keys:
        found |= Q(pk__in=one)
    return _keys(found)
