"""What the screens of appointments read, through the reader's rights."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from portal.followup.access import reach
from portal.followup.appointments.models import Appointment
from portal.followup.booking.models import (
    AppointmentCategory,
    BookingMessage,
    CalendarFeed,
    Invitation,
    OpeningHours,
    Unavailability,
)
from portal.followup.booking.states import I, M
from portal.followup.people.models import Beneficiary, Professional

Channel = BookingMessage.Channel


def invitations_of(case: Beneficiary, user: Any) -> list[Invitation]:
    """All of a case with their messages, the newest first."""
    messages = BookingMessage.objects.visible_to(user).order_by("due_at", "pk")
    rows = Invitation.objects.visible_to(user).filter(beneficiary=case)
    return list(
        rows.select_related("category", "professional").prefetch_related(
            Prefetch("messages", queryset=messages)
        )
    )


def summonses_of(case: Beneficiary, user: Any) -> list[Appointment]:
    """Dates that the service fixed, with their messages, the newest first."""
    messages = BookingMessage.objects.visible_to(user).order_by("due_at", "pk")
    rows = Appointment.objects.visible_to(user).filter(beneficiary=case, is_summons=True)
    return list(
        rows.select_related("category", "professional")
        .prefetch_related(Prefetch("messages", queryset=messages))
        .order_by("-starts_at", "-pk")
    )


def categories(user: Any, day: date | None = None) -> QuerySet[AppointmentCategory]:
    """Those that may be chosen."""
    day = day or timezone.localdate()
    rows: QuerySet[AppointmentCategory] = AppointmentCategory.objects.visible_to(user)
    return rows.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day))


def letters_to_print(user: Any) -> QuerySet[BookingMessage]:
    """Letters that wait, of the cases that one writes in; the oldest first."""
    rows: QuerySet[BookingMessage] = BookingMessage.objects.visible_to(user)
    return (
        rows.filter(
            channel=Channel.LETTER,
            state=M.PLANNED,
            beneficiary__in=reach.write_ids(user),
        )
        .select_related("beneficiary", "invitation__category", "appointment__category")
        .order_by("due_at", "pk")
    )


def hours_of(user: Any, professional: Professional) -> list[OpeningHours]:
    """The present and coming hours of somebody."""
    return list(_present(OpeningHours.objects.visible_to(user)).filter(professional=professional))


def hours_of_structure(user: Any, professional: Professional) -> list[OpeningHours]:
    """Those of the structure and unit in which somebody works."""
    rows = _present(OpeningHours.objects.visible_to(user))
    return list(rows.filter(structure=professional.structure_id, unit=professional.unit_id))


def closures_of(user: Any, professional: Professional) -> list[Unavailability]:
    """When somebody is not there, now or later."""
    rows = Unavailability.objects.visible_to(user).filter(ends_at__gt=timezone.now())
    return list(
        rows.filter(
            Q(professional=professional)
            | Q(structure=professional.structure_id, unit=professional.unit_id)
        ).select_related("professional", "structure", "unit")
    )


def feed_of(user: Any) -> CalendarFeed | None:
    """One's own address that is open."""
    found: CalendarFeed | None = (
        CalendarFeed.objects.visible_to(user).filter(revoked_at__isnull=True).first()
    )
    return found


def with_unanswered(rows: Any) -> Any:
    """A query of cases, with the last day of an invitation that stayed without an answer.

    In the query of the cases itself: the adviser's home page costs no more for it.
    """
    expired = Invitation.unscoped.filter(beneficiary=OuterRef("pk"), state=I.EXPIRED)
    return rows.annotate(
        unanswered_on=Subquery(expired.order_by("deadline_on").values("deadline_on")[:1])
    )


def proof_of(appointment: Appointment) -> BookingMessage | None:
    """The proof that a summons with its warning was received; None while there is none.

    The last letter alone counts, even dropped: one before it named another day, or came back.
    A procedure for an absence opens on it alone. Inside a scope, or as who reads the case.
    """
    if not (appointment.is_summons and appointment.warns):
        return None
    letters = BookingMessage.unscoped.filter(
        appointment=appointment, kind=BookingMessage.Kind.SUMMONS, channel=Channel.LETTER
    )
    last = letters.order_by("-pk").first()
    if last is None or last.state != M.DELIVERED or last.received_on is None:
        return None
    return last


def _present(rows: Any) -> Any:
    today = timezone.localdate()
    return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=today)).select_related(
        "category", "professional", "structure", "unit"
    )
