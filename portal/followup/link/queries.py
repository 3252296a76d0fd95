"""What each side sees of a link."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.followup.access import reach
from portal.followup.models import (
    AccountLink,
    Appointment,
    Beneficiary,
    LinkCode,
    ReferentAssignment,
)
from portal.followup.rows.scope import Scope, acting_as, system_scope

_APPOINTMENTS = 3


@dataclass(frozen=True, slots=True)
class OwnSummary:
    """What a linked person reads: who follows them, and when they meet."""

    link: AccountLink
    referent: str
    structure: str
    phone: str
    appointments: tuple[Appointment, ...]


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


def own_summary(user: User) -> OwnSummary | None:
    """What a person reads of their own case; None without a link."""
    link = own_links(user).filter(cut_at__isnull=True).first()
    if link is None:
        return None
    with system_scope(Scope.OWN_SUMMARY):
        case = link.beneficiary_id
        referent = (
            ReferentAssignment.objects.in_system_scope()
            .filter(beneficiary=case, ends_at__isnull=True)
            .select_related("professional", "structure")
            .first()
        )
        planned = (
            Appointment.objects.in_system_scope()
            .filter(
                beneficiary=case,
                state=Appointment.State.PLANNED,
                starts_at__gte=_start_of_today(),
            )
            .select_related("professional")
            .order_by("starts_at")
        )
        return OwnSummary(
            link=link,
            referent=referent.professional.name if referent else "",
            structure=referent.structure.name if referent else "",
            phone=referent.professional.phone if referent else "",
            appointments=tuple(planned[:_APPOINTMENTS]),
        )


def people_followed_by(user: User) -> QuerySet[User]:
    """The accounts for which a professional may act: those linked to a case that they follow.

    Asked from other apps, outside of the area's own addresses: it opens the person's scope itself.
    """
    with acting_as(user):
        followed = AccountLink.objects.visible_to(user).filter(
            reach.is_in_team(user, "beneficiary"), cut_at__isnull=True, user__isnull=False
        )
        keys = [*followed.values_list("user", flat=True)]
    return User.objects.filter(pk__in=keys)


def _start_of_today() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
