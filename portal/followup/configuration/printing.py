"""A paper letter as a PDF: who writes, to whom, its subject and its text."""

from datetime import date

from portal.cv.pdf.sheet import Sheet
from portal.followup.configuration.letters import Filled
from portal.followup.people.models import Beneficiary, Unit
from snippets.french import long_day
from snippets.site import site_settings

# Points from the margin: where the window of an envelope shows the recipient.
_RECIPIENT = 260
_EXAMPLE = ("Madame Éloïse Martin", "12 rue des Tilleuls", "01230 Villeneuve")


def letter_pdf(
    *, letter: Filled, case: Beneficiary | None, unit: Unit | None, day: date, number: str = ""
) -> bytes:
    """The letter of a unit to the person of a case, in A4; a preview has no case.

    What it says of the person is kept nowhere.
    """
    sheet = Sheet(title=letter.subject)
    draw_letter(sheet, letter=letter, case=case, unit=unit, day=day, number=number)
    return sheet.finished()


def draw_letter(
    sheet: Sheet,
    *,
    letter: Filled,
    case: Beneficiary | None,
    unit: Unit | None,
    day: date,
    number: str = "",
) -> None:
    """The same on a page of its own, of a file that may hold several letters."""
    number = number or (case.shown_number if case else "")
    sheet.begin(foot=f"Dossier n°\u00a0{number}" if number else "")
    sheet.paragraph("\n".join(_sender(unit)), muted=True)
    sheet.paragraph("\n".join(_recipient(case)), indent=_RECIPIENT)
    sheet.paragraph(f"Le {long_day(day)}", indent=_RECIPIENT)
    sheet.heading(f"Objet\u00a0: {letter.subject}", level=1)
    for paragraph in letter.paragraphs:
        sheet.paragraph(paragraph)


def values_of(case: Beneficiary, unit: Unit | None, day: date) -> dict[str, str]:
    """The variables that every letter has."""
    return {
        "personne": called(case),
        "numero": case.shown_number,
        "date": long_day(day),
        "unite": unit.name if unit else site_settings().site_name,
        "telephone_unite": (unit and unit.phone) or _own_contact(),
    }


def _own_contact() -> str:
    """Where the service answers, for a unit without a phone."""
    site = site_settings()
    return site.contact_phone or site.contact_email


def called(case: Beneficiary) -> str:
    """How a letter begins: title when it is known, first name, name in use."""
    title = case.get_title_display() if case.title else ""
    return f"{title} {case}".strip()


def _sender(unit: Unit | None) -> list[str]:
    lines = [site_settings().site_name]
    if unit is not None:
        lines += [unit.name, *unit.address.splitlines(), unit.phone, unit.email]
    return [line for line in lines if line]


def _recipient(case: Beneficiary | None) -> list[str]:
    """Handed over when the person has no address."""
    if case is None:
        return [*_EXAMPLE]
    address = [case.address_line, case.address_more, f"{case.postal_code} {case.town}".strip()]
    known = [line for line in address if line]
    return [called(case), *(known or ["Remis en main propre"])]
