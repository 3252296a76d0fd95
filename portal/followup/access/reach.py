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
    return _keys(_refers(user))


def member_ids(user: Any) -> Keys:
    """Cases whose care team one is in."""
    return _keys(_is_member(user))


def team_ids(user: Any) -> Keys:
    """Cases of which one is the referent, in the care team, or the deputy of an absent referent."""
    return _keys(_is_in_team(user))


def managed_ids(user: Any) -> Keys:
    """Cases of the unit that one manages."""
    return _keys(_manages(user))


def colleague_user_ids(user: Any) -> QuerySet[Any, Any]:
    """Accounts of those who work in the unit that one manages."""
    if not has_capability(user, LEAD_UNIT):
        return _rows("Professional").none().values("user")
    return _rows("Professional").filter(unit__in=_me(user).values("unit")).values("user")


def opened_ids(user: Any) -> Keys:
    """Cases that one opened in an emergency, less than a day ago."""
    return _keys(_opened(user))


def write_ids(user: Any) -> Keys:
    """Cases that one writes in: referent, team, deputy, manager of the unit."""
    return _keys(_is_in_team(user) | _manages(user))


def case_ids(user: Any) -> Keys:
    """Cases that one reads whole: those that one writes in, and those opened in an emergency."""
    return _keys(_reads(user))


def identity_ids(user: Any) -> Keys:
    """People whose identity, right and orientation one reads: everybody, for who orients."""
    return _keys(knows(user))


def own_ids(user: Any) -> Keys:
    """One's own case, by the link with one's account."""
    if not has_capability(user, OWN_CASE):
        return _keys(_NOBODY)
    links = _rows("AccountLink").filter(user=user.pk, cut_at__isnull=True)
    return _keys(pk__in=links.values("beneficiary"))


# Conditions on a beneficiary, side by side: nested queries of keys would each read the whole table.
# The cases of one professional are found by an index, hence a condition for oneself and another for
# whom one replaces. EXISTS would be dearer in the eyes of the planner, which then errs elsewhere.

_NOBODY = Q(pk__in=())


def knows(user: Any) -> Q:
    """Whether a person reads the identity: the condition of `identity_ids`."""
    return Q() if has_capability(user, ORIENT) else _reads(user)


def _reads(user: Any) -> Q:
    return _is_in_team(user) | _manages(user) | _opened(user)


def _is_in_team(user: Any) -> Q:
    return _refers(user) | _is_member(user)


def _refers(user: Any) -> Q:
    if not has_capability(user, FOLLOW_CASES):
        return _NOBODY
    now, me = timezone.now(), _me(user)
    absent = _rows("Absence").filter(deputy__in=me, starts_at__lte=now, ends_at__gt=now)
    present = _rows("ReferentAssignment").filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), starts_at__lte=now
    )
    mine = present.filter(professional__in=me)
    theirs = present.filter(professional__in=absent.values("professional"))
    return _of(mine) | _of(theirs)


def _is_member(user: Any) -> Q:
    if not has_capability(user, FOLLOW_CASES):
        return _NOBODY
    now = timezone.now()
    member = _rows("CareTeamMember").filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        professional__in=_me(user),
        confirmed_at__lte=now,
    )
    return _of(member)


def _manages(user: Any) -> Q:
    if not has_capability(user, LEAD_UNIT):
        return _NOBODY
    return Q(unit__in=_me(user).values("unit"))


def _opened(user: Any) -> Q:
    if not has_capability(user, BREAK_GLASS):
        return _NOBODY
    opened = _rows("BreakGlass").filter(user=user.pk, expires_at__gt=timezone.now())
    return _of(opened)


def _of(rows: Any) -> Q:
    return Q(pk__in=rows.values("beneficiary"))


def _rows(name: str) -> Any:
    """Every row of a model that the second lock lets through."""
    return apps.get_model("followup", name)._base_manager.all()  # noqa: SLF001 - a documented API


def _me(user: Any) -> Any:
    return _rows("Professional").filter(user=user.pk, left_on__isnull=True)


def _keys(*conditions: Q, **values: Any) -> Keys:
    found: Keys = _rows("Beneficiary").filter(*conditions, **values).values("pk")
    return found
