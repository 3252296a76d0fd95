"""What an appointment refuses."""

from datetime import datetime

from portal.followup.appointments.models import Appointment
from snippets import french
from snippets.errors import DomainError


class AppointmentError(DomainError):
    """An appointment may not be written so."""


class DoubleBookingError(AppointmentError):
    """The professional is taken at that hour: said, and allowed when it is meant (`anyway`).

    `at` is when the other appointment begins; with whom it is stays hidden.
    """

    def __init__(self, *, name: str, at: datetime) -> None:
        super().__init__(
            f"{name} a déjà un rendez-vous à {french.hour(at)} ce jour-là. Changez l’heure, ou "
            "cochez «\u00a0Planifier quand même\u00a0».",
            field="at",
        )
        self.at = at


class ForbiddenChangeError(AppointmentError):
    """From its present state, an appointment does not become that."""

    def __init__(self, appointment: Appointment, state: str) -> None:
        present = appointment.get_state_display().lower()
        wanted = Appointment.State(state).label.lower()
        super().__init__(
            f"Ce rendez-vous est «\u00a0{present}\u00a0»\u00a0: il ne peut pas devenir "
            f"«\u00a0{wanted}\u00a0».",
            field="state",
        )
