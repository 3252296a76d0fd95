"""The printed CV: what other programs find in the file."""

import re
import subprocess
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portal.cv.pdf import render
from portal.cv.pdf.content import Content
from portal.cv.pdf.templates import THEMES
from portal.cv.resume import Template, anonymised, parse
from tests.portal.cv.documents import EXTREMES, PEOPLE, generated

TODAY = date(2026, 11, 24)
VARIANTS = [(template, anonymous) for template in Template for anonymous in (False, True)]
GROUPS = range(5)
GROUP_SIZE = 38
_STRING = re.compile(rb"\((?:\\.|[^\\()])*\)", re.DOTALL)
_TOKEN = re.compile(rb"/\w+ <</MCID (\d+)>> BDC|(/Artifact BMC|/ReversedChars BMC)|(EMC)|(\bTj)")


def _tool(*arguments: str) -> str:
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout


def _check(pdf: bytes) -> int:
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


def _bare(text: str) -> str:
    return "".join(text.replace("•", "").split())


def _said(document: dict, template: Template, *, anonymous: bool) -> str:
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
    return _bare("".join(block.text for block in blocks))


def _aside(template: Template, key: object) -> bool:
    return key is None or key in THEMES[template].sidebar


@cache
def _rendered(name: str, template: Template, anonymous: bool) -> bytes:
    document = parse((PEOPLE | EXTREMES)[name])
    return render(document, template=template, anonymous=anonymous, today=TODAY)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(("template", "anonymous"), VARIANTS)
def test_generated_cvs_are_sound_tagged_and_read_in_order(
    group: int, template: Template, anonymous: bool, tmp_path: Path
) -> None:
    merged = pikepdf.new()
    expected: list[tuple[int, str]] = []
    for seed in range(group * GROUP_SIZE, (group + 1) * GROUP_SIZE):
        document = generated(seed)
        pdf = render(parse(document), template=template, anonymous=anonymous, today=TODAY)
        pages = _check(pdf)
        assert pages <= 4
        expected.append((pages, _said(document, template, anonymous=anonymous)))
        with pikepdf.open(BytesIO(pdf)) as source:
            merged.pages.extend(source.pages)
    file = tmp_path / "all.pdf"
    merged.save(file)
    # Two columns: the order of the content; Poppler's own guess goes across.
    raw = ["-raw"] if template is Template.COLUMNS else []
    texts = _tool("pdftotext", *raw, str(file), "-").split("\f")
    start = 0
    for pages, said in expected:
        found = "".join(texts[start : start + pages])
        start += pages
        if pages == 1:
            assert _bare(found) == said
        else:
            found = re.sub(r"\S.* – page \d/\d", "", found)
            assert sorted(_bare(found)) == sorted(said)
            assert raw or _bare(found) == said


@pytest.mark.parametrize(("template", "anonymous"), VARIANTS)
@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_cv_makes_a_sound_pdf(name: str, template: Template, anonymous: bool) -> None:
    assert _check(_rendered(name, template, anonymous)) >= 1


@pytest.mark.parametrize(("template", "anonymous"), VARIANTS)
def test_qpdf_and_pdffonts_find_nothing_wrong(
    template: Template, anonymous: bool, tmp_path: Path
) -> None:
    for name in ("infirmiere", "arabic", "empty"):
        file = tmp_path / "cv.pdf"
        file.write_bytes(_rendered(name, template, anonymous))
        assert "No syntax or stream encoding errors" in _tool("qpdf", "--check", str(file))
        fonts = _tool("pdffonts", str(file)).splitlines()[2:]
        assert fonts
        assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize(
    ("name", "pages"), [("premier", 1), ("reprise", 1), ("soudeur", 1), ("infirmiere", 2)]
)
def test_normal_cv_takes_few_pages(name: str, pages: int, template: Template) -> None:
    assert _check(_rendered(name, template, False)) <= pages


def test_name_from_right_to_left_is_read_in_its_order(tmp_path: Path) -> None:
    file = tmp_path / "cv.pdf"
    file.write_bytes(_rendered("arabic", Template.SIMPLE, False))
    assert "محمد بن علي" in _tool("pdftotext", str(file), "-")


def _text(pdf: bytes, tmp_path: Path) -> str:
    file = tmp_path / "cv.pdf"
    file.write_bytes(pdf)
    return _tool("pdftotext", str(file), "-").replace("\u00a0", " ")


def test_emoji_leave_no_box(tmp_path: Path) -> None:
    assert _text(_rendered("emoji", Template.FIRST, False), tmp_path).split() == ["Léa"]


@pytest.mark.parametrize("template", Template)
def test_anonymous_cv_says_nobody(template: Template, tmp_path: Path) -> None:
    pdf = _rendered("infirmiere", template, True)
    text = _text(pdf, tmp_path) + str(pikepdf.open(BytesIO(pdf)).docinfo)
    for secret in ("Dupont", "Nguy", "exemple.fr", "03 84", "Moulin", "mailto"):
        assert secret not in text


def _pictures(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return sum(len(page.get_images()) for page in document.pages)


def _photo() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (300, 400), "#806040").save(stream, "JPEG")
    return stream.getvalue()


def test_photo_and_rqth_are_printed_only_if_chosen(tmp_path: Path) -> None:
    plain, chosen = parse(PEOPLE["premier"]), parse(PEOPLE["soudeur"])
    assert _pictures(render(plain, photo=_photo())) == 0
    assert _pictures(render(chosen, photo=_photo())) == 1
    assert _pictures(render(chosen, photo=_photo(), anonymous=True)) == 0
    assert _pictures(render(chosen, photo=b"no picture")) == 0
    assert "RQTH" not in _text(render(chosen), tmp_path)
    assert "RQTH" in _text(_rendered("infirmiere", Template.SIMPLE, False), tmp_path)


def _links(pdf: bytes) -> set[str]:
    with pikepdf.open(BytesIO(pdf)) as document:
        return {str(link.A.URI) for page in document.pages for link in page.obj.get("/Annots", [])}


def test_links_lead_where_they_say() -> None:
    url = "https://declic.example/cv/abcdef"
    assert _links(render(parse(PEOPLE["soudeur"]), share_url=url)) == {
        "mailto:theo.lukasiewicz@exemple.fr",
        "tel:+33611223344",
        "https://www.linkedin.com/in/theo-lukasiewicz-exemple",
        url,
    }


def test_script_address_is_no_link() -> None:
    document = {"basics": {"url": "javascript:alert(1)", "email": "a@b.fr"}}
    assert _links(render(parse(document))) == {"mailto:a@b.fr"}


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Work experience"), ("de", "Berufserfahrung")]
)
def test_language_of_the_document_changes_headings(
    language: str, heading: str, tmp_path: Path
) -> None:
    document = PEOPLE["soudeur"] | {"x-declic": {"language": language}}
    pdf = render(parse(document), template=Template.SIMPLE)
    assert heading in _text(pdf, tmp_path)
    with pikepdf.open(BytesIO(pdf)) as printed:
        assert str(printed.Root.Lang) == language


def test_typography_is_french_and_spares_addresses(tmp_path: Path) -> None:
    summary = "J'aime \"tout\": https://a.fr/l'eau?x:y"
    text = _text(render(parse({"basics": {"summary": summary}})), tmp_path)
    assert "J’aime « tout » : https://a.fr/l'eau?x:y" in text


def test_same_content_gives_same_bytes() -> None:
    resume = parse(PEOPLE["reprise"])
    assert render(resume, today=TODAY) == render(resume, today=TODAY)


def test_bookmarks_name_the_sections() -> None:
    pdf = BytesIO(_rendered("premier", Template.FIRST, False))
    with pikepdf.open(pdf) as document, document.open_outline() as outline:
        root = outline.root[0]
        assert root.title == "Éloïse Maréchal"
        assert "Ce que je sais faire" in [item.title for item in root.children]
