"""What a message says: the context of each mail, the words of places, the text of an SMS.

Nothing here names the person: a letter box or a screen may be somebody else's.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from portal.followup.access.rules import may_write_case
from portal.followup.appointments.models import Appointment
from portal.followup.booking import deadlines
from portal.followup.booking.models import AppointmentCategory, BookingMessage, Invitation
from portal.followup.booking.words import discreet
from portal.followup.orientation.models import ReferentAssignment
from portal.followup.people.models import Beneficiary, Professional
from portal.followup.rows.scope import Scope, system_scope
from snippets import french
from snippets.site import absolute, site_settings

Kind = BookingMessage.Kind
Context = dict[str, Any]
_AT_HOME = "À votre domicile"
_SEE_PAGE = "Le lieu vous est dit par courrier ou au téléphone"


def adviser_of(invitation: Invitation) -> Professional | None:
    """Whose slots are offered: whom it names, or the referent of the day. Inside a scope.

    Whom it names has to follow the case still: nobody meets a person whose case they do not read.
    """
    named, case = invitation.professional, invitation.beneficiary
    return named if named is not None and follows(named, case) else referent_of(case)


def follows(professional: Professional, case: Beneficiary) -> bool:
    """Whether somebody writes in a case now, whoever asks: their absences are not theirs to read.

    The referent, the deputy of an absent one, the care team, the manager of the unit.
    """
    user = professional.user
    if professional.left_on is not None or user is None:
        return False
    with system_scope(Scope.DIARY):
        return may_write_case(user, case)


def referent_of(case: Beneficiary) -> Professional | None:
    """The present referent."""
    found = (
        ReferentAssignment.unscoped.filter(beneficiary=case, ends_at__isnull=True)
        .select_related("professional")
        .first()
    )
    return found.professional if found else None


def page_url(invitation: Invitation) -> str:
    """The address that mails, letters and QR codes hold."""
    return absolute(reverse("booking:invitation", args=[invitation.token]))


def phone_of(case: Beneficiary) -> str:
    """Whom to call: the unit, or the site's contact."""
    return (case.unit and case.unit.phone) or site_settings().contact_phone


def moment_of(appointment: Appointment) -> str:
    """« mardi 9 mars 2027 à 14 h 30 »."""
    return f"{french.full_date(appointment.starts_at)} à {french.hour(appointment.starts_at)}"


def where(mode: str, place: str) -> str:
    """Where one is expected, for the person. The address of their home is theirs to know."""
    if mode == Appointment.Mode.HOME:
        return _AT_HOME
    label = str(Appointment.Mode(mode).label)
    return f"{label}, {discreet(place, _SEE_PAGE)}" if place else label


def mail_of(message: BookingMessage) -> tuple[str, Context]:
    """The key of a mail and its context."""
    return _MAILS[message.kind](message)


def sms_of(message: BookingMessage) -> str:
    """One short sentence and the link."""
    link = page_url(message.invitation) if message.invitation else ""
    if message.appointment:
        said = f"Rendez-vous {moment_of(message.appointment)}. {_called(message)}"
    else:
        said = f"Choisissez votre rendez-vous\u00a0: {link}"
    return said.strip()


def _called(message: BookingMessage) -> str:
    phone = phone_of(message.beneficiary)
    return f"Un empêchement\u00a0? {phone}" if phone else ""


def _choice(key: str) -> Callable[[BookingMessage], tuple[str, Context]]:
    def told(message: BookingMessage) -> tuple[str, Context]:
        invitation = _invitation(message)
        return key, {
            "page_url": page_url(invitation),
            "category": discreet(invitation.category.label),
            "deadline": deadlines.expected(invitation),
            "text": discreet(invitation.category.page_text),
            "phone": phone_of(message.beneficiary),
        }

    return told


def _meeting(key: str, *, has_link: bool = True) -> Callable[[BookingMessage], tuple[str, Context]]:
    def told(message: BookingMessage) -> tuple[str, Context]:
        appointment = _appointment(message)
        context: Context = {
            "starts": moment_of(appointment),
            "where": where(appointment.mode, appointment.place),
            "met": appointment.professional.name,
            "text": _text_of(appointment.category),
            "phone": phone_of(message.beneficiary),
        }
        if has_link:
            context["page_url"] = page_url(message.invitation) if message.invitation else ""
        return key, context

    return told


def _cancelled(message: BookingMessage) -> tuple[str, Context]:
    invitation, appointment = _invitation(message), _appointment(message)
    return "followup_appointment_cancelled", {
        "starts": moment_of(appointment),
        "page_url": page_url(invitation),
        "deadline": deadlines.expected(invitation),
        "phone": phone_of(message.beneficiary),
    }


def _invitation(message: BookingMessage) -> Invitation:
    if message.invitation is None:
        error = f"The message {message.pk} has no invitation."
        raise ValueError(error)
    return message.invitation


def _appointment(message: BookingMessage) -> Appointment:
    if message.appointment is None:
        error = f"The message {message.pk} has no appointment."
        raise ValueError(error)
    return message.appointment


def _text_of(category: AppointmentCategory | None) -> str:
    return discreet(category.page_text) if category else ""


_MAILS: dict[str, Callable[[BookingMessage], tuple[str, Context]]] = {
    Kind.INVITATION: _choice("followup_invitation"),
    Kind.REMINDER: _choice("followup_invitation_reminder"),
    Kind.CONFIRMATION: _meeting("followup_appointment_booked"),
    Kind.EVE: _meeting("followup_appointment_eve"),
    Kind.CANCELLATION: _cancelled,
    Kind.SUMMONS: _meeting("followup_summons", has_link=False),
}
