"""The letter that carries a code, printed at once: the code is written nowhere."""

from django.utils import timezone

from portal.cv.pdf.sheet import Sheet
from portal.followup.configuration import letters
from portal.followup.link.services import Given
from portal.followup.models import Beneficiary
from snippets.french import long_day
from snippets.site import absolute_url


def letter_pdf(case: Beneficiary, given: Given) -> bytes:
    """A PDF of one page."""
    today = timezone.localdate()
    values = {
        "personne": f"{case.get_title_display()} {case}".strip(),
        "numero": case.shown_number,
        "date": long_day(today),
        "unite": case.unit.name if case.unit else "le service insertion",
        "telephone_unite": case.unit.phone if case.unit else "",
        "code": given.code,
        "adresse": absolute_url("followup:own"),
        "validite": long_day(given.expires_at),
    }
    letter = letters.filled(
        letters.Key.LINK_CODE, letters.text(letters.Key.LINK_CODE, today), values
    )
    sheet = Sheet(title=letter.subject, foot=f"Dossier {case.shown_number}")
    sheet.heading(letter.subject, level=1)
    for paragraph in letter.paragraphs:
        sheet.paragraph(paragraph)
    return sheet.finished()
