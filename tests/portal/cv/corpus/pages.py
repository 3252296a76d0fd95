"""PDFs with the traits of those of other programs, drawn with ReportLab."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.portal.cv.corpus.words import CV

WIDTH, HEIGHT = A4
Draw = Callable[[Canvas], None]
_LARGE, _SMALL, _STEP = 24, 11, 28
# LaTeX without a font of its own for French draws an accent, goes back, and draws the letter.
_APART = {"é": ("´", "e"), "ç": ("¸", "c"), "ê": ("ˆ", "e"), "è": ("`", "e"), "ï": ("¨", "i")}


def pdf(*pages: Draw, rotate: int = 0, font: str = "Helvetica") -> bytes:
    """A file of these pages."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for draw in pages:
        canvas.setFont(font, _SMALL)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    if not rotate:
        return stream.getvalue()
    with pikepdf.open(stream) as document:
        for page in document.pages:
            page.Rotate = rotate
        turned = BytesIO()
        document.save(turned)
    return turned.getvalue()


def places(lines: tuple[str, ...] = CV, top: float = 740) -> list[tuple[float, float, float, str]]:
    """Where each line of a CV stands, and the size of its letters."""
    return [
        (72, top - _STEP * row, _LARGE if text == "Nadia Lefort" else _SMALL, text)
        for row, text in enumerate(lines)
    ]


def plain(canvas: Canvas, lines: tuple[str, ...] = CV, top: float = 740) -> None:
    """One line below the other."""
    for x, y, size, text in places(lines, top):
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, y, text)


def each(draw: Callable[[Canvas, float, float, float, str], None]) -> Draw:
    """A page whose every line is drawn in this way."""

    def page(canvas: Canvas) -> None:
        for x, y, size, text in places():
            canvas.setFont("Helvetica", size)
            draw(canvas, x, y, size, text)

    return page


def in_form(depth: int) -> Draw:
    """Text in a form, in a form…: what browsers print for `opacity`."""

    def page(canvas: Canvas) -> None:
        canvas.beginForm("form0")
        plain(canvas)
        canvas.endForm()
        for level in range(1, depth):
            canvas.beginForm(f"form{level}")
            canvas.doForm(f"form{level - 1}")
            canvas.endForm()
        canvas.doForm(f"form{depth - 1}")

    return page


def letter_by_letter(canvas: Canvas, x: float, y: float, size: float, text: str) -> None:
    """Each letter is placed."""
    for letter in text:
        canvas.drawString(x, y, letter)
        x += stringWidth(letter, "Helvetica", size)


def word_by_word(canvas: Canvas, x: float, y: float, size: float, text: str) -> None:
    """Each word is placed, and no space is drawn."""
    for word in text.split():
        canvas.drawString(x, y, word)
        x += stringWidth(f"{word} ", "Helvetica", size)


def twice(shift: float) -> Draw:
    """Bold that is the same text drawn again, a hair further."""

    def draw(canvas: Canvas, x: float, y: float, size: float, text: str) -> None:
        canvas.drawString(x, y, text)
        canvas.drawString(x + shift, y, text)

    return each(draw)


def all_twice(canvas: Canvas) -> None:
    """The whole page drawn again: a shadow."""
    plain(canvas)
    canvas.translate(0.4, -0.4)
    plain(canvas)


def accents_apart(canvas: Canvas, x: float, y: float, size: float, text: str) -> None:
    """Accents over their letters, each drawn alone."""
    for letter in text:
        accent, bare = _APART.get(letter, ("", letter))
        width = stringWidth(bare, "Helvetica", size)
        if accent:
            wide = stringWidth(accent, "Helvetica", size)
            canvas.drawString(x + (width - wide) / 2, y, accent)
        canvas.drawString(x, y, bare)
        x += width


def scaled(canvas: Canvas, x: float, y: float, size: float, text: str) -> None:
    """Letters of one point, made larger by the page."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(size, size)
    canvas.setFont("Helvetica", 1)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


def kerned(canvas: Canvas, x: float, y: float, size: float, text: str) -> None:
    """Letters a little apart."""
    canvas.drawString(x, y, text, charSpace=0.6)


def fields(canvas: Canvas) -> None:
    """What was typed in the fields of a form."""
    for number, (x, y, size, said) in enumerate(places()):
        text = said.replace("–", "-")  # ReportLab's forms have no dash
        canvas.acroForm.textfield(
            name=f"f{number}", value=text, x=x, y=y, width=320, height=size * 1.6, fontSize=size,
            borderWidth=0, fontName="Helvetica",
        )  # fmt: skip


def upside(canvas: Canvas) -> None:
    """Text that runs up the page, which is shown turned."""
    canvas.translate(WIDTH, 0)
    canvas.rotate(90)
    canvas.scale(0.7, 0.7)
    plain(canvas)


def with_side(turn: int) -> Draw:
    """« CURRICULUM VITAE » along the edge."""

    def page(canvas: Canvas) -> None:
        plain(canvas)
        canvas.saveState()
        canvas.setFont("Helvetica", 18)
        canvas.translate(560, 400)
        canvas.rotate(turn)
        canvas.drawCentredString(0, 0, "MON PARCOURS 2024")
        canvas.restoreState()

    return page


def stacked(canvas: Canvas) -> None:
    """Letters below each other."""
    plain(canvas)
    for row, letter in enumerate("BONJOUR"):
        canvas.drawString(540, 700 - 14 * row, letter)


def around(header: str, footer: str, lines: tuple[str, ...], top: float = 740) -> Draw:
    """A page between what stands on every page."""

    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        if header:
            canvas.drawString(72, 805, header)
        plain(canvas, lines, top)
        canvas.setFont("Helvetica", 9)
        if footer:
            canvas.drawString(290, 30, footer)

    return page
