"""The letters of appointments, on paper: they may say what mails do not. Kept nowhere."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from portal.cv.pdf.media import modules
from portal.cv.pdf.sheet import Sheet
from portal.followup.booking import deadlines, telling
from portal.followup.booking.codes import spaced
from portal.followup.booking.models import AppointmentCategory, BookingMessage, Invitation
from portal.followup.configuration import letters
from portal.followup.configuration.letters import Filled, Key
from portal.followup.configuration.printing import draw_letter, values_of
from snippets import french
from snippets.site import absolute

_TITLE = "Courriers du jour"
_CODE_SAYS = "Code à photographier, qui ouvre la page où choisir"


def letters_pdf(messages: Sequence[BookingMessage], *, day: date) -> bytes:
    """These letters in one file, each on pages of its own. Inside a scope that reads the cases."""
    sheet = Sheet(title=_TITLE)
    for message in messages:
        _draw(sheet, message, day)
    return sheet.finished()


def _draw(sheet: Sheet, message: BookingMessage, day: date) -> None:
    case, unit = message.beneficiary, message.beneficiary.unit
    letter = _summons(message, day) if message.kind == message.Kind.SUMMONS else None
    if letter is None:
        letter = _invitation(message, day)
    draw_letter(sheet, letter=letter, case=case, unit=unit, day=day)
    category = _category_of(message)
    if category and category.letter_text:
        for paragraph in category.letter_text.split("\n\n"):
            sheet.paragraph(paragraph)
    if message.kind != message.Kind.SUMMONS and message.invitation:
        _draw_code(sheet, message.invitation)
    warns = message.appointment.warns if message.appointment else bool(category and category.warns)
    if warns:
        _draw_warning(sheet, message, day)


def _category_of(message: BookingMessage) -> AppointmentCategory | None:
    about = message.appointment or message.invitation
    return about.category if about else None


def _invitation(message: BookingMessage, day: date) -> Filled:
    invitation = message.invitation
    if invitation is None:
        error = f"The letter {message.pk} has no invitation."
        raise ValueError(error)
    adviser = telling.adviser_of(invitation)
    values = values_of(message.beneficiary, message.beneficiary.unit, day) | {
        "categorie": invitation.category.label,
        "duree": f"{invitation.category.minutes}\u00a0minutes",
        "avec": adviser.name if adviser else "le service",
        "adresse": absolute(reverse("booking:enter")),
        "code": spaced(invitation.token),
        "limite": _until(invitation, day),
    }
    return letters.filled(Key.INVITATION, letters.text(Key.INVITATION, day), values)


def _until(invitation: Invitation, day: date) -> str:
    """An optional appointment prints no deadline."""
    last = deadlines.expected(invitation, day=day)
    return f"Choisissez au plus tard le {french.long_day(last)}." if last else ""


def _summons(message: BookingMessage, day: date) -> Filled | None:
    appointment = message.appointment
    if appointment is None:
        return None
    values = values_of(message.beneficiary, message.beneficiary.unit, day) | {
        "jour": french.full_date(appointment.starts_at),
        "heure": french.hour(appointment.starts_at),
        "lieu": telling.where(appointment.mode, appointment.place),
        "avec": appointment.professional.name,
    }
    return letters.filled(Key.CONVOCATION, letters.text(Key.CONVOCATION, day), values)


def _draw_code(sheet: Sheet, invitation: Invitation) -> None:
    rows = modules(telling.page_url(invitation))
    if rows:
        sheet.code(rows, alt=_CODE_SAYS)


def _draw_warning(sheet: Sheet, message: BookingMessage, day: date) -> None:
    values = values_of(message.beneficiary, message.beneficiary.unit, day)
    said = letters.filled(Key.ABSENCE_WARNING, letters.text(Key.ABSENCE_WARNING, day), values)
    sheet.heading(said.subject[:1].upper() + said.subject[1:], level=2)
    for paragraph in said.paragraphs:
        sheet.paragraph(paragraph)
