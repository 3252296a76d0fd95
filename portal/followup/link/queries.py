"""What each side sees of a link."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.followup.access import reach
from portal.followup.models import AccountLink, Beneficiary, LinkCode
from portal.followup.rows.scope import acting_as


@dataclass(frozen=True, slots=True)
class Side:
    """What a case says of its link: the one that holds, those that were cut, a code that waits."""

    link: AccountLink | None
    cut: tuple[AccountLink, ...]
    waiting: LinkCode | None


def side_of(case: Beneficiary, user: User) -> Side:
    """The link of a case, for somebody who reads it."""
    links = AccountLink.objects.visible_to(user).filter(beneficiary=case)
    codes = LinkCode.objects.visible_to(user).filter(
        beneficiary=case,
        used_at__isnull=True,
        cancelled_at__isnull=True,
        expires_at__gt=timezone.now(),
    )
    found = [*links.select_related("user").order_by("-linked_at")]
    return Side(
        link=next((link for link in found if link.cut_at is None), None),
        cut=tuple(link for link in found if link.cut_at),
        waiting=codes.first(),
    )


def own_links(user: User) -> QuerySet[AccountLink]:
    """One's own links, as the person whose scope is open."""
    rows: QuerySet[AccountLink] = AccountLink.objects.visible_to(user).filter(user=user)
    return rows


def people_followed_by(user: User) -> QuerySet[User]:
    """The accounts for which a professional may act: those linked to a case that they follow.

    Asked from other apps, outside of the area's own addresses: it opens the person's scope itself.
    """
    return _linked(user, reach.is_in_team(user, "beneficiary"))


def people_managed_by(user: User) -> QuerySet[User]:
    """The accounts linked to a case of the unit that somebody manages; asked in the same way."""
    return _linked(user, reach.manages(user, "beneficiary"))


def _linked(user: User, cases: Q) -> QuerySet[User]:
    with acting_as(user):
        links = AccountLink.objects.visible_to(user).filter(
            cases, cut_at__isnull=True, user__isnull=False
        )
        keys = [*links.values_list("user", flat=True)]
    return User.objects.filter(pk__in=keys)
