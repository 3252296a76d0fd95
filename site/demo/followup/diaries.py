"""Opening hours of those who follow people, and a few invitations, as weeks leave them."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from demo.followup.written import by
from portal.followup.booking.models import (
    AppointmentCategory,
    BookingMessage,
    Invitation,
    OpeningHours,
)
from portal.followup.booking.slots import free_slots
from portal.followup.models import Appointment, Beneficiary, Professional

_DAYS = (OpeningHours.Weekday.MONDAY, OpeningHours.Weekday.TUESDAY, OpeningHours.Weekday.THURSDAY)
_MORNING, _AFTERNOON = (time(9), time(12)), (time(14), time(16, 30))
_CHOICES = (Invitation.State.WAITING, Invitation.State.EXPIRED, Invitation.State.BOOKED)


def write_diaries(today: date, advisers: list[Professional], mine: Professional) -> None:
    """Hours for each adviser, and what became of three invitations of one of them."""
    OpeningHours.unscoped.bulk_create(
        OpeningHours(
            professional=adviser,
            weekday=day,
            starts_at=starts_at,
            ends_at=ends_at,
            place=adviser.unit.address,
            valid_from=today - timedelta(days=60),
            **by(adviser),
        )
        for adviser in advisers
        for day in _DAYS
        for starts_at, ends_at in (_MORNING, _AFTERNOON)
    )
    category = AppointmentCategory.unscoped.filter(is_mandatory=True).order_by("pk").last()
    cases = Beneficiary.unscoped.filter(
        referentassignment__professional=mine,
        referentassignment__ends_at__isnull=True,
        state=Beneficiary.State.ACTIVE,
    ).order_by("pk")
    for case, state in zip(cases, _CHOICES, strict=False):
        _invite(case, mine, category, state, today)


def _invite(
    case: Beneficiary,
    adviser: Professional,
    category: AppointmentCategory | None,
    state: str,
    today: date,
) -> None:
    if category is None:
        return
    days = 20 if state == Invitation.State.EXPIRED else 4
    sent = timezone.make_aware(datetime.combine(today - timedelta(days=days), time(10)))
    deadline = sent.date() + timedelta(days=category.answer_days)
    is_expired = state == Invitation.State.EXPIRED
    invitation = Invitation.unscoped.create(
        beneficiary=case,
        category=category,
        state=state,
        round_at=sent,
        answer_days=category.answer_days,
        deadline_on=deadline,
        expired_at=sent + timedelta(days=category.answer_days + 1) if is_expired else None,
        **by(adviser),
    )
    BookingMessage.unscoped.create(
        beneficiary=case,
        invitation=invitation,
        kind=BookingMessage.Kind.INVITATION,
        channel=BookingMessage.Channel.LETTER,
        state=BookingMessage.State.SENT,
        due_at=sent,
        left_at=sent,
        **by(adviser),
    )
    if state == Invitation.State.BOOKED:
        slot = free_slots(adviser, category)[0]
        Appointment.unscoped.create(
            beneficiary=case,
            professional=adviser,
            category=category,
            invitation=invitation,
            starts_at=slot.starts_at,
            minutes=slot.minutes,
            mode=slot.mode,
            place=slot.place,
            holds_slot=True,
            author_name="Par le lien de l’invitation",
        )
