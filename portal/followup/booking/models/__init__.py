"""What is offered (`offer`), what is asked of a person (`invitation`), what is sent (`message`)."""

from portal.followup.booking.models.invitation import Invitation
from portal.followup.booking.models.message import BookingMessage
from portal.followup.booking.models.offer import (
    AppointmentCategory,
    CalendarFeed,
    OpeningHours,
    Unavailability,
)

__all__ = [
    "AppointmentCategory",
    "BookingMessage",
    "CalendarFeed",
    "Invitation",
    "OpeningHours",
    "Unavailability",
]
