"""The letter that carries a code, printed at once: the code is written nowhere."""

from django.utils import formats, timezone

from portal.followup.configuration import letters
from portal.followup.link.services import Given
from portal.followup.models import Beneficiary
from portal.followup.printing.sheet import Sheet
from snippets.site import absolute_url


def letter_pdf(case: Beneficiary, given: Given) -> bytes:
    """A PDF of one page."""
    today = timezone.localdate()
    values = {
        "personne": f"{case.get_title_display()} {case}".strip(),
        "numero": case.shown_number,
        "date": _in_words(today),
        "unite": case.unit.name if case.unit else "le service insertion",
        "telephone_unite": case.unit.phone if case.unit else "",
        "code": given.code,
        "adresse": absolute_url("followup:own"),
        "validite": _in_words(timezone.localdate(given.expires_at)),
    }
    letter = letters.filled(
        letters.Key.LINK_CODE, letters.text(letters.Key.LINK_CODE, today), values
    )
    sheet = Sheet(title=letter.subject, foot=f"Dossier {case.shown_number}")
    sheet.heading(letter.subject, level=1)
    for paragraph in letter.paragraphs:
        sheet.paragraph(paragraph)
    return sheet.finished()


def _in_words(day: object) -> str:
    return formats.date_format(day, "j F Y")  # type: ignore[arg-type]
