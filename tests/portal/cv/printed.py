"""What other programs find in a printed CV."""

import re
import subprocess
from datetime import date
from io import BytesIO

import pikepdf

from portal.cv.pdf.content import Content
from portal.cv.pdf.plan import planned
from portal.cv.pdf.templates import THEMES
from portal.cv.resume import Template, anonymised, parse

TODAY = date(2026, 11, 24)
VARIANTS = [(template, anonymous) for template in Template for anonymous in (False, True)]
_FOOTER = re.compile(r"\S.* – page \d+/\d+")
_STRING = re.compile(rb"\((?:\\.|[^\\()])*\)", re.DOTALL)
_TOKEN = re.compile(rb"/\w+ <</MCID (\d+)>> BDC|(/Artifact BMC|/ReversedChars BMC)|(EMC)|(\bTj)")


def tool(*arguments: str) -> str:
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout


def check(pdf: bytes) -> int:
    """Syntax, fonts, tags; the number of pages."""
    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.check_pdf_syntax() == []
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert str(document.Root.Lang) == "fr"
        assert str(document.docinfo.Title)
        reached: set[tuple[int, int]] = set()
        _walk(document.Root.StructTreeRoot, reached, set())
        for page in document.pages:
            for font in page.Resources.Font.values():
                assert "/FontFile2" in font.FontDescriptor, font.BaseFont
            numbers = _marked(page.Contents.read_bytes())
            pages = {(page.obj.objgen[0], number) for number in numbers}
            assert pages <= reached
        return len(document.pages)


def _walk(node: pikepdf.Object, reached: set[tuple[int, int]], seen: set[tuple]) -> None:
    assert node.objgen not in seen
    seen.add(node.objgen)
    for kid in node.K:
        if isinstance(kid, int):
            reached.add((node.Pg.objgen[0], int(kid)))
        elif "/MCID" in kid:
            reached.add((kid.Pg.objgen[0], int(kid.MCID)))
        elif kid.get("/Type") == "/OBJR":
            assert kid.Obj.Contents
        else:
            assert kid.P.objgen == node.objgen
            _walk(kid, reached, seen)


def _marked(content: bytes) -> set[int]:
    """Numbers of marked content; a text outside of it fails."""
    numbers: set[int] = set()
    open_marks: list[bytes] = []
    for match in _TOKEN.finditer(_STRING.sub(b"()", content)):
        if match[1]:
            numbers.add(int(match[1]))
            open_marks.append(b"marked")
        elif match[2]:
            open_marks.append(match[2])
        elif match[3]:
            open_marks.pop()
        else:
            assert open_marks
            assert open_marks[0] in (b"marked", b"/Artifact BMC")
    assert not open_marks
    return numbers


def bare(text: str) -> str:
    return "".join(text.replace("•", "").split())


def said(document: dict, template: Template, *, anonymous: bool) -> str:
    """What the model says, in order, without spaces."""
    resume = parse(document)
    content = Content(anonymised(resume) if anonymous else resume, THEMES[template], TODAY)
    parts = list(content.parts())
    theme = THEMES[template]
    main = [part for key, part in parts if not (theme.sidebar and _aside(template, key))]
    side = [part for key, part in parts if theme.sidebar and _aside(template, key)]
    blocks = content.header()
    for part in (*main, *side):
        blocks += [part.heading] if part.heading else []
        blocks += [block for entry in part.entries for block in entry]
    return bare("".join(block.text for block in blocks))


def _aside(template: Template, key: object) -> bool:
    return key is None or key in THEMES[template].sidebar


def by_page(document: dict, template: Template, *, anonymous: bool) -> list[str]:
    """What stands on each page, column after column, without spaces."""
    resume = parse(document)
    theme = THEMES[template]
    plan = planned(Content(anonymised(resume) if anonymous else resume, theme, TODAY), theme, [])
    pages = [""] * plan.pages
    for placed in plan.placed:
        for line in placed.laid.lines[placed.first : placed.last]:
            pages[placed.page] += "".join(part.text for word in line for part in word.fragments)
    return [bare(page) for page in pages]


def without_footer(page: str) -> str:
    """The text of one of several pages."""
    return bare(_FOOTER.sub("", page))
