"""A paper letter as a PDF: who writes, to whom, its subject and its text."""

from datetime import date
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.formats import date_format
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from portal.followup.configuration.letters import Filled
from portal.followup.people.models import Beneficiary, Unit
from snippets.pdf_fonts import BASE, displayed, font, joined, pieces, writable
from snippets.site import site_settings

_FONT, _BOLD = BASE, f"{BASE}-bold"
_INK, _MUTED = HexColor("#1b2a33"), HexColor("#55626b")
_BODY = ParagraphStyle(
    "body", fontName=_FONT, fontSize=11, leading=15.5, textColor=_INK, spaceAfter=9
)
_SENDER = ParagraphStyle("sender", parent=_BODY, fontSize=10, leading=13.5, spaceAfter=0)
# Where the window of an envelope shows it.
_RECIPIENT = ParagraphStyle("recipient", parent=_BODY, leftIndent=95 * mm, spaceAfter=0)
_DATE = ParagraphStyle("date", parent=_BODY, alignment=TA_RIGHT, spaceBefore=12)
_SUBJECT = ParagraphStyle("subject", parent=_BODY, fontName=_BOLD, spaceBefore=6, spaceAfter=12)


def letter_pdf(
    *, letter: Filled, case: Beneficiary | None, unit: Unit | None, day: date, number: str = ""
) -> bytes:
    """The letter of a unit to the person of a case (A4, fonts embedded); a preview has no case.

    The text of a letter has the values of its person: it is kept nowhere.
    """
    for bold in (False, True):
        font(BASE, bold=bold)
    stream = BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
        title=writable(letter.subject),
        author=settings.WAGTAIL_SITE_NAME,
        lang="fr-FR",
        # Helvetica slips in by this way, whatever the styles say.
        initialFontName=_FONT,
    )
    number = number or (case.shown_number if case else "")
    story: list[Any] = [
        Paragraph(marked("\n".join(sender_lines(unit))), _SENDER),
        Spacer(1, 8 * mm),
        Paragraph(marked("\n".join(recipient_lines(case))), _RECIPIENT),
        Paragraph(marked(f"Le {long_day(day)}"), _DATE),
        Paragraph(marked(f"Objet\u00a0: {letter.subject}", bold=True), _SUBJECT),
        *(Paragraph(marked(part), _BODY) for part in letter.paragraphs),
    ]
    foot = f"Dossier n°\u00a0{number}" if number else ""

    def number_page(canvas: Canvas, page: SimpleDocTemplate) -> None:
        canvas.setFont(_FONT, 9)
        canvas.setFillColor(_MUTED)
        canvas.drawString(22 * mm, 10 * mm, foot)
        canvas.drawRightString(188 * mm, 10 * mm, f"Page {page.page}")

    document.build(story, onFirstPage=number_page, onLaterPages=number_page, canvasmaker=_canvas)
    return stream.getvalue()


def values_of(case: Beneficiary, unit: Unit | None, day: date) -> dict[str, str]:
    """The variables that every letter has."""
    return {
        "personne": called(case),
        "numero": case.shown_number,
        "date": long_day(day),
        "unite": unit.name if unit else site_settings().site_name,
        "telephone_unite": (unit and unit.phone) or site_settings().contact_phone,
    }


def called(case: Beneficiary) -> str:
    """How a letter begins: title when it is known, first name, name in use."""
    title = case.get_title_display() if case.title else ""
    return f"{title} {case.first_name} {case.known_name}".strip()


def long_day(day: date) -> str:
    """“1er mars 2027”."""
    return date_format(day, r"\1\e\r F Y" if day.day == 1 else "j F Y")


def sender_lines(unit: Unit | None) -> list[str]:
    """Who writes."""
    lines = [site_settings().site_name]
    if unit is not None:
        lines += [unit.name, *unit.address.splitlines(), unit.phone, unit.email]
    return [line for line in lines if line]


def recipient_lines(case: Beneficiary | None) -> list[str]:
    """To whom; handed over when the person has no address."""
    if case is None:
        return ["Madame Éloïse Martin", "12 rue des Tilleuls", "90000 Courlande"]
    address = [case.address_line, case.address_more, f"{case.postal_code} {case.town}".strip()]
    known = [line for line in address if line]
    return [called(case), *(known or ["Remis en main propre"])]


def marked(text: str, *, bold: bool = False) -> str:
    """A text in ReportLab's own markup, each letter in a face that has it."""
    return "<br/>".join(
        "".join(
            f'<font name="{name}">{escape(part)}</font>'
            for name, part in pieces(displayed(joined(line)), bold=bold)
        )
        for line in writable(text).splitlines()
    )


def _canvas(*args: Any, **kwargs: Any) -> Canvas:
    return Canvas(*args, **{**kwargs, "initialFontName": _FONT})
