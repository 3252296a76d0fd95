"""The export as a PDF that people read: one heading for each holding, a table for each row."""

from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from django.utils import timezone
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from portal.accounts.models import User
from portal.personal_data.export import Section, Value, sections_of
from snippets import french
from snippets.pdf_fonts import BASE, displayed, font, joined, pieces, unwritable, writable
from snippets.site import site_settings

_FONT, _BOLD = BASE, f"{BASE}-bold"
_UNPRINTABLE = "[?]"
_UNPRINTABLE_NOTE = (
    f"Le signe {_UNPRINTABLE} remplace une lettre que ce document ne sait pas écrire. "
    "Le fichier JSON les a toutes."
)
_INK, _MUTED, _LINE = HexColor("#1b2a33"), HexColor("#55626b"), HexColor("#d5dbdf")
_LABEL_WIDTH, _TEXT_WIDTH = 50 * mm, 120 * mm

_BODY = ParagraphStyle("body", fontName=_FONT, fontSize=10, leading=14, textColor=_INK)
_NOTE = ParagraphStyle("note", parent=_BODY, fontSize=9, leading=12, textColor=_MUTED)
_TITLE = ParagraphStyle("title", parent=_BODY, fontName=_BOLD, fontSize=18, leading=24)
_HEADING = ParagraphStyle(
    "heading", parent=_BODY, fontName=_BOLD, fontSize=12, leading=16, spaceBefore=12
)
_GRID = TableStyle(
    [
        ("FONT", (0, 0), (-1, -1), _FONT, 10),
        ("LINEBELOW", (0, 0), (-1, -1), 0.3, _LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ]
)


def as_pdf(user: User) -> bytes:
    """The export as a PDF (A4, fonts embedded), in the order of `as_json`."""
    for bold in (False, True):
        font(BASE, bold=bold)
    stream = BytesIO()
    now = timezone.now()
    printed = f"{french.long_day(now)} à {french.hour(now)}"
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
        title="Mes données",
        author=site_settings().site_name,
        lang="fr-FR",
        # Helvetica slips in by this way, whatever the styles say.
        initialFontName=_FONT,
    )
    story: list[Any] = [
        Paragraph("Mes données", _TITLE),
        Paragraph(f"Compte {_marked(user.email)}, le {printed}.", _NOTE),
    ]
    sections = list(sections_of(user))
    texts = (value.text for section in sections for row in section.rows for value in row)
    if any(map(unwritable, texts)):
        story.append(Paragraph(_UNPRINTABLE_NOTE, _NOTE))
    for section in sections:
        story.extend(_section(section))
    document.build(story, onFirstPage=_number, onLaterPages=_number, canvasmaker=_canvas)
    return stream.getvalue()


def _section(section: Section) -> list[Any]:
    holding = section.holding
    heading = [
        Paragraph(escape(holding.title), _HEADING),
        Paragraph(escape(f"{holding.why} {holding.how_long}"), _NOTE),
        Spacer(1, 2 * mm),
    ]
    tables = [_table(row) for row in section.rows]
    spaced = [part for table in tables[1:] for part in (Spacer(1, 3 * mm), table)]
    return [KeepTogether([*heading, tables[0]]), *spaced]


def _table(row: list[Value]) -> Table:
    lines = [
        [Paragraph(escape(value.label), _NOTE), _paragraph(value.text)]
        for value in row
        if value.text
    ]
    empty = [[Paragraph("Rien", _NOTE), Paragraph("", _BODY)]]
    return Table(lines or empty, colWidths=(_LABEL_WIDTH, _TEXT_WIDTH), style=_GRID, splitInRow=1)


def _paragraph(text: str) -> Paragraph:
    return Paragraph(_marked(text), _BODY)


def _marked(text: str) -> str:
    """A text of a person in ReportLab's own markup, each letter in a face that has it.

    What no face has is replaced by a sign that shows: nothing that is kept of a person is hidden.
    """
    for character in unwritable(text):
        text = text.replace(character, _UNPRINTABLE)
    lines = writable(text).splitlines()
    return "<br/>".join(
        "".join(
            f'<font name="{name}">{escape(part)}</font>'
            for name, part in pieces(displayed(joined(line)), bold=False)
        )
        for line in lines
    )


def _number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(_FONT, 9)
    canvas.setFillColor(_MUTED)
    canvas.drawRightString(190 * mm, 10 * mm, f"Page {document.page}")


def _canvas(*args: Any, **kwargs: Any) -> Canvas:
    return Canvas(*args, **{**kwargs, "initialFontName": _FONT})
