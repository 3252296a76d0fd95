"""Draws a plan: texts in marked content that the structure tree reaches, the rest as artifacts."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from itertools import groupby

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from portal.cv.pdf.blocks import Fragment, Tag, Word
from portal.cv.pdf.breaking import Line, space, width_of
from portal.cv.pdf.layout import Placed
from portal.cv.pdf.media import CAPTION_SIZE, QR_SIDE, Code, Photo
from portal.cv.pdf.plan import PAGE_HEIGHT, PAGE_WIDTH, PlacedMedium, Plan
from portal.cv.pdf.structure import Element, LinkBox, Mark, Structure
from portal.cv.pdf.theme import LINE, MUTED, TEAL, WHITE, Theme
from snippets.pdf_fonts import BASE, directed, displayed, font, is_right_to_left, pieces, width

_FOOTER_SIZE = 9
_FOOTER_WIDTH = 40  # times its size
STRIPE = 9  # points


@cache
def _colour(code: str) -> Color:
    return HexColor(code)


def drawn(plan: Plan, theme: Theme, *, title: str, page_word: str) -> tuple[bytes, Structure]:
    """The untagged PDF with its marks, and the tree that they belong to."""
    structure = Structure(plan)
    stream = BytesIO()
    canvas = _MarkedCanvas(
        stream,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        pageCompression=1,
        invariant=1,
        initialFontName=str(font(BASE, bold=False).fontName),
    )
    canvas.setTitle(title)
    # A CV is its person's: no site signs it, nor the library (which would say "unspecified").
    canvas.setCreator("")
    by_page: dict[int, list[Placed]] = {}
    for placed in plan.placed:
        by_page.setdefault(placed.page, []).append(placed)
    for page in range(plan.pages):
        canvas.turn(page)
        _background(canvas, plan, theme, page)
        early = [p for p in by_page.get(page, []) if plan.precedes_media(p)]
        late = [p for p in by_page.get(page, []) if not plan.precedes_media(p)]
        for placed in early:
            _block(canvas, placed, structure)
        if page == 0:
            for medium in plan.media:
                _medium(canvas, medium, structure, on_band=plan.band_bottom is not None)
        for placed in late:
            _block(canvas, placed, structure)
        if plan.pages > 1:
            _footer(canvas, theme, title, f"{page_word} {page + 1}/{plan.pages}")
        canvas.showPage()
    canvas.save()
    return stream.getvalue(), structure


class _MarkedCanvas(Canvas):
    """A canvas that writes marked content; numbers restart on each page."""

    _page = 0
    _number = 0

    def turn(self, page: int) -> None:
        """Begin a page."""
        self._page, self._number = page, 0

    @contextmanager
    def marked(self, element: Element) -> Iterator[None]:
        """What is drawn belongs to this element."""
        mark = Mark(self._page, self._number)
        self._number += 1
        element.kids.append(mark)
        tag = "Span" if element.tag in ("Document", "LI") else element.tag
        self._code.append(f"/{tag} <</MCID {mark.number}>> BDC")
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn says nothing."""
        self._code.append("/Artifact BMC")
        yield
        self._code.append("EMC")

    @contextmanager
    def reversed(self) -> Iterator[None]:
        """Letters are drawn from left to right and read from right to left."""
        self._code.append("/ReversedChars BMC")
        yield
        self._code.append("EMC")

    @property
    def page(self) -> int:
        """The page's index."""
        return self._page


def _background(canvas: _MarkedCanvas, plan: Plan, theme: Theme, page: int) -> None:
    with canvas.artifact():
        if plan.sidebar_x is not None:
            canvas.setFillColor(_colour(theme.edge))
            canvas.rect(plan.sidebar_x, 0, PAGE_WIDTH - plan.sidebar_x, PAGE_HEIGHT, 0, 1)
        if theme.stripe:
            canvas.setFillColor(_colour(theme.stripe))
            canvas.rect(0, PAGE_HEIGHT - STRIPE, PAGE_WIDTH, STRIPE, 0, 1)
        if page == 0 and plan.band_bottom is not None:
            canvas.setFillColor(_colour(theme.band))
            canvas.rect(0, plan.band_bottom, PAGE_WIDTH, PAGE_HEIGHT - plan.band_bottom, 0, 1)


def _footer(canvas: _MarkedCanvas, theme: Theme, title: str, number: str) -> None:
    """Whose page it is, and which: of a long title, the words that fit."""
    while title and width(f"{title} – {number}", bold=False) >= _FOOTER_WIDTH:
        title = title.rpartition(" ")[0].rstrip(" –,")
    words = f"{title} – {number}" if title else number
    with canvas.artifact():
        line = [Word((Fragment(words, bold=False, colour=MUTED, link=""),), 0)]
        _line(canvas, line, theme.side, theme.bottom * 0.5, _FOOTER_SIZE)


def _block(canvas: _MarkedCanvas, placed: Placed, structure: Structure) -> None:
    laid, block = placed.laid, placed.laid.block
    places = structure.places[block]
    size = laid.size
    indent = block.look.indent * size
    baseline = placed.first_baseline
    if block.tag in (Tag.TITLE, Tag.HEADING) and placed.first == 0:
        key = f"block-{id(block)}"
        canvas.bookmarkHorizontal(key, 0, min(PAGE_HEIGHT, placed.y + size))
        canvas.addOutlineEntry(block.text, key, 0 if block.tag is Tag.TITLE else 1)
    if places.bullet is not None and placed.first == 0:
        with canvas.marked(places.bullet):
            bullet = Fragment("•", bold=False, colour=TEAL, link="")
            _line(canvas, [Word((bullet,), 0)], placed.x + indent - 0.85 * size, baseline, size)
    lines = laid.lines[placed.first : placed.last]
    _text(canvas, places.text, lines, placed.x + indent, baseline, laid.line_height, size)
    if block.look.rule and placed.ends:
        with canvas.artifact():
            y = placed.y - len(lines) * laid.line_height - 1
            canvas.setStrokeColor(_colour(block.look.rule or LINE))
            canvas.setLineWidth(0.8)
            canvas.line(placed.x, y, placed.x + placed.width, y)


def _text(
    canvas: _MarkedCanvas,
    element: Element,
    lines: list[Line],
    x: float,
    y: float,
    line_height: float,
    size: float,
) -> None:
    """Lines of a block; a link is an element of its own, with its rectangles."""
    stretches: list[tuple[str, list[tuple[list[Word], float, float]]]] = []
    for index, line in enumerate(lines):
        here = x
        for link, group in groupby(line, key=lambda word: word.fragments[0].link):
            words = list(group)
            if not stretches or stretches[-1][0] != link:
                stretches.append((link, []))
            stretches[-1][1].append((words, here, y - index * line_height))
            here += (width_of(words) + space()) * size
    for link, portions in stretches:
        target = element.add("Link") if link else element
        with canvas.marked(target):
            for words, here, baseline in portions:
                _line(canvas, words, here, baseline, size)
        if link:
            for words, here, baseline in portions:
                reach = width_of(words) * size
                box = (here, baseline - 0.25 * size, here + reach, baseline + 0.85 * size)
                text = " ".join("".join(part.text for part in word.fragments) for word in words)
                target.kids.append(LinkBox(canvas.page, box, link, text))


def _line(canvas: _MarkedCanvas, words: Line, x: float, y: float, size: float) -> None:
    """One line, or a part of it, with the space that ends it."""
    portions: list[tuple[bool, str, str]] = []
    for index, word in enumerate(words):
        for part in word.fragments:
            style = (part.bold, part.colour)
            if portions and portions[-1][:2] == style:
                portions[-1] = (*style, portions[-1][2] + part.text)
            else:
                portions.append((*style, part.text))
        if not word.cut or index + 1 < len(words):
            portions[-1] = (*portions[-1][:2], portions[-1][2] + " ")
    for bold, colour, text in portions:
        for stretch in directed(displayed(text)):
            if is_right_to_left(stretch):
                with canvas.reversed():
                    _portion(canvas, stretch, x, y, size, colour, bold=bold)
            else:
                _portion(canvas, stretch, x, y, size, colour, bold=bold)
            x += width(stretch, bold=bold) * size


def _portion(
    canvas: _MarkedCanvas, text: str, x: float, y: float, size: float, colour: str, *, bold: bool
) -> None:
    drawn_text = canvas.beginText(x, y)
    drawn_text.setFillColor(_colour(colour))
    for name, part in pieces(text, bold=bold):
        drawn_text.setFont(name, size)
        drawn_text.textOut(part)
    canvas.drawText(drawn_text)


def _medium(
    canvas: _MarkedCanvas, placed: PlacedMedium, structure: Structure, *, on_band: bool
) -> None:
    medium, element = placed.medium, structure.figures[placed]
    element.box = (placed.x, placed.y, placed.x + medium.width, placed.y + medium.height)
    if isinstance(medium, Photo):
        with canvas.marked(element):
            image = ImageReader(BytesIO(medium.jpeg))
            canvas.drawImage(image, placed.x, placed.y, medium.width, medium.height)
        return
    _code(canvas, medium, placed, structure, on_band=on_band)


def _code(
    canvas: _MarkedCanvas,
    code: Code,
    placed: PlacedMedium,
    structure: Structure,
    *,
    on_band: bool,
) -> None:
    element = structure.figures[placed]
    quiet = 4
    module = QR_SIDE / (len(code.rows) + 2 * quiet)
    left, top = placed.x, placed.y + code.height
    with canvas.marked(element):
        canvas.setFillColor(_colour("#ffffff"))
        canvas.rect(left, top - QR_SIDE, QR_SIDE, QR_SIDE, 0, 1)
        path = canvas.beginPath()
        for row, modules in enumerate(code.rows):
            column = 0
            for dark, group in groupby(modules):
                length = len(list(group))
                if dark:
                    path.rect(
                        left + (column + quiet) * module,
                        top - (row + quiet + 1) * module,
                        length * module,
                        module,
                    )
                column += length
        canvas.setFillColor(_colour("#000000"))
        canvas.drawPath(path, stroke=0, fill=1)
    link = structure.link_of(element)
    colour = WHITE if on_band else TEAL
    caption = Word((Fragment(code.caption, bold=False, colour=colour, link=""),), 0)
    reach = width(code.caption, bold=False) * CAPTION_SIZE
    with canvas.marked(link):
        _line(canvas, [caption], left + (QR_SIDE - reach) / 2, placed.y + 1, CAPTION_SIZE)
    rectangle = (left, placed.y, left + code.width, top)
    link.kids.append(LinkBox(canvas.page, rectangle, code.url, code.caption))
