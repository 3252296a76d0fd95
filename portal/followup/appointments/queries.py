"""Appointments of a case, and who may be met."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.followup.access.models import CareTeamMember
from portal.followup.appointments.models import Appointment
from portal.followup.orientation.models import ReferentAssignment
from portal.followup.people.models import Beneficiary, Professional


def of_case(case: Beneficiary, user: Any) -> QuerySet[Appointment]:
    """All of them, with whom."""
    rows: QuerySet[Appointment] = Appointment.objects.visible_to(user)
    return rows.filter(beneficiary=case).select_related("professional", "kind")


def waiting(case: Beneficiary, user: Any, *, now: datetime | None = None) -> list[Appointment]:
    """Those that are planned and whose day has come: what one notes is one of them.

    Today's first, mine before those of colleagues; then what was forgotten, the newest first.
    """
    today = timezone.localdate(now)
    end = timezone.localtime(now).replace(hour=23, minute=59, second=59)
    rows = of_case(case, user).filter(state=Appointment.State.PLANNED, starts_at__lte=end)

    def order(one: Appointment) -> tuple[bool, bool, float]:
        is_today = timezone.localdate(one.starts_at) == today
        return not is_today, one.professional.user_id != user.pk, -one.starts_at.timestamp()

    return sorted(rows.order_by("-starts_at")[:20], key=order)


def who_may_be_met(
    case: Beneficiary, user: Any, *, besides: int | None = None
) -> QuerySet[Professional]:
    """The reader, the referent and the care team; `besides`: one more, who may have left it."""
    now = timezone.now()
    referents = ReferentAssignment.objects.visible_to(user).filter(
        beneficiary=case, ends_at__isnull=True
    )
    members = CareTeamMember.objects.visible_to(user).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), beneficiary=case, confirmed_at__isnull=False
    )
    found = Professional.unscoped.filter(
        Q(user=user.pk)
        | Q(pk__in=referents.values("professional"))
        | Q(pk__in=members.values("professional")),
        left_on__isnull=True,
    ) | Professional.unscoped.filter(pk=besides)
    return found.order_by("name")
