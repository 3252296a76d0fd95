"""The export as a PDF that people read: one heading for each holding, a table for each row."""

from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils import formats, timezone
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from portal.accounts.models import User
from portal.accounts.personal_data.export import Section, Value, sections_of

_FONT, _BOLD = "AtkinsonHyperlegible", "AtkinsonHyperlegible-Bold"
_FILES = {_FONT: "400Regular", _BOLD: "700Bold"}
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
    _register_fonts()
    stream = BytesIO()
    now = formats.date_format(timezone.localtime(), "j F Y à H:i")
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
        title="Mes données",
        author=settings.WAGTAIL_SITE_NAME,
        lang="fr-FR",
        # Helvetica slips in by this way, whatever the styles say.
        initialFontName=_FONT,
    )
    story: list[Any] = [
        Paragraph("Mes données", _TITLE),
        Paragraph(f"Compte {escape(user.email)}, le {now}.", _NOTE),
    ]
    for section in sections_of(user):
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
    return Paragraph(escape(text).replace("\n", "<br/>"), _BODY)


def _number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(_FONT, 9)
    canvas.setFillColor(_MUTED)
    canvas.drawRightString(190 * mm, 10 * mm, f"Page {document.page}")


def _canvas(*args: Any, **kwargs: Any) -> Canvas:
    return Canvas(*args, **{**kwargs, "initialFontName": _FONT})


@cache
def _register_fonts() -> None:
    folder = settings.BASE_DIR / "node_modules/@expo-google-fonts/atkinson-hyperlegible"
    for name, variant in _FILES.items():
        file = folder / variant / f"AtkinsonHyperlegible_{variant}.ttf"
        pdfmetrics.registerFont(TTFont(name, str(file)))
