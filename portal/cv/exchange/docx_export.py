"""A CV for word processors: real headings, real lists, working links, the right language."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from portal.cv.exchange.text import content_of
from portal.cv.pdf.blocks import Block, Run, Tag
from portal.cv.pdf.theme import TEAL
from portal.cv.resume import Resume

_STYLES = {
    Tag.TITLE: "Heading 1",
    Tag.HEADING: "Heading 2",
    Tag.SUBHEADING: "Heading 3",
    Tag.TEXT: "Normal",
    Tag.ITEM: "List Bullet",
}
_SIZES = {"Heading 1": 24, "Heading 2": 14, "Heading 3": 11, "Normal": 11, "List Bullet": 11}
_FONT = "Arial"
_FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000))


def as_docx(resume: Resume, *, anonymous: bool = False, today: date | None = None) -> bytes:
    """The Simple template's words, to go on with in a word processor."""
    content = content_of(resume, anonymous=anonymous, today=today)
    document = Document()
    _prepare(document, resume.document_language.value, content.name)
    blocks = list(content.header())
    for _, part in content.parts():
        blocks += [part.heading] if part.heading else []
        blocks += [block for entry in part.entries for block in entry]
    add = _writer(document)
    for block in blocks:
        add(block)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _prepare(document: DocumentObject, language: str, name: str) -> None:
    properties = document.core_properties
    properties.title, properties.author = _clean(name)[:250], ""
    properties.comments, properties.language = "", language
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    for style_name, size in _SIZES.items():
        style = document.styles[style_name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[key]
        for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(key), _FONT)
        style.paragraph_format.space_after = Pt(2)
        if style_name.startswith("Heading"):
            style.font.bold = True
            dark = style_name == "Heading 3"
            style.font.color.rgb = RGBColor.from_string("1B2A33" if dark else TEAL[1:].upper())
            style.paragraph_format.space_before = Pt(12 if style_name == "Heading 2" else 6)
            style.paragraph_format.keep_with_next = True
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), {"fr": "fr-FR", "en": "en-GB", "de": "de-DE"}[language])


def _writer(document: DocumentObject) -> Callable[[Block], None]:
    """What adds a block at the end.

    `Document.add_paragraph` reads all styles and looks for the end each time: half a minute for a
    CV of many lines.
    """
    end = document.element.body.sectPr
    styles = {tag: document.styles[name].style_id for tag, name in _STYLES.items()}

    def add(block: Block) -> None:
        element = OxmlElement("w:p")
        end.addprevious(element)
        element.style = styles[block.tag]
        paragraph = Paragraph(element, document._body)  # noqa: SLF001 - no other way to its end
        for run in block.runs:
            text = _clean(run.text)
            if run.link:
                _link(paragraph, run, text)
            else:
                paragraph.add_run(text).bold = run.bold

    return add


def _link(paragraph: Paragraph, run: Run, text: str) -> None:
    relation = paragraph.part.relate_to(
        _clean(run.link), RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    made = paragraph.add_run(text)
    made.underline = True
    link.append(made._r)  # noqa: SLF001 - python-docx has no function for links
    paragraph._p.append(link)  # noqa: SLF001


def _clean(text: str) -> str:
    """Without what XML forbids."""
    return text.translate(_FORBIDDEN).translate(_SURROGATES)
