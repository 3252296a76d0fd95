"""The printed CV: what other programs find in the file."""

import re
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portal.cv.pdf import render
from portal.cv.resume import Template, parse
from tests.portal.cv.documents import EXTREMES, PEOPLE
from tests.portal.cv.printed import TODAY, VARIANTS, check, tool


@cache
def _rendered(name: str, template: Template, anonymous: bool) -> bytes:
    document = parse((PEOPLE | EXTREMES)[name])
    return render(document, template=template, anonymous=anonymous, today=TODAY)


@pytest.mark.parametrize(("template", "anonymous"), VARIANTS)
@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_cv_makes_a_sound_pdf(name: str, template: Template, anonymous: bool) -> None:
    assert check(_rendered(name, template, anonymous)) >= 1


@pytest.mark.parametrize(("template", "anonymous"), VARIANTS)
def test_qpdf_and_pdffonts_find_nothing_wrong(
    template: Template, anonymous: bool, tmp_path: Path
) -> None:
    for name in ("infirmiere", "arabic", "empty"):
        file = tmp_path / "cv.pdf"
        file.write_bytes(_rendered(name, template, anonymous))
        assert "No syntax or stream encoding errors" in tool("qpdf", "--check", str(file))
        fonts = tool("pdffonts", str(file)).splitlines()[2:]
        assert fonts
        assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize(
    ("name", "pages"), [("premier", 1), ("reprise", 1), ("soudeur", 1), ("infirmiere", 2)]
)
def test_normal_cv_takes_few_pages(name: str, pages: int, template: Template) -> None:
    assert check(_rendered(name, template, False)) <= pages


def test_name_from_right_to_left_is_read_in_its_order(tmp_path: Path) -> None:
    file = tmp_path / "cv.pdf"
    file.write_bytes(_rendered("arabic", Template.SIMPLE, False))
    assert "محمد بن علي" in tool("pdftotext", str(file), "-")


def _text(pdf: bytes, tmp_path: Path) -> str:
    file = tmp_path / "cv.pdf"
    file.write_bytes(pdf)
    return tool("pdftotext", str(file), "-").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Soudeur", "Léa Petit – Soudeur – page 1/"),
        ("Soudeur " + "é" * 60, "Léa Petit – Soudeur – page 1/"),
    ],
)
def test_a_page_says_whose_it_is_in_the_words_that_fit(
    label: str, shown: str, tmp_path: Path
) -> None:
    work = [{"position": f"Poste {n}", "name": "Atelier", "summary": "Souder."} for n in range(60)]
    document = parse({"basics": {"name": "Léa Petit", "label": label}, "work": work})
    assert shown in _text(render(document, template=Template.SIMPLE, today=TODAY), tmp_path)


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


_IMPORTED = {
    "projects": "Cahier de liaison numérique",
    "awards": "Prix de l’innovation soignante",
    "publications": "Bien vieillir chez soi",
    "references": "Dr Hélène Martin",
}


@pytest.mark.parametrize("template", Template)
def test_every_section_of_json_resume_is_printed(template: Template, tmp_path: Path) -> None:
    text = " ".join(_text(_rendered("complete", template, False), tmp_path).split())
    for title in _IMPORTED.values():
        assert title in text
    assert "https://exemple.fr/article" in _links(_rendered("complete", template, False))


def test_imported_sections_are_hidden_and_placed_like_the_others(tmp_path: Path) -> None:
    document = PEOPLE["complete"] | {
        "x-declic": {"sections": {"order": ["references", "work"], "hidden": ["awards"]}}
    }
    text = _text(render(parse(document), template=Template.FIRST), tmp_path)
    assert text.index("Dr Hélène Martin") < text.index("Infirmière en service")
    assert _IMPORTED["awards"] not in text


def test_anonymous_cv_has_no_link_publication_or_reference(tmp_path: Path) -> None:
    pdf = _rendered("complete", Template.SIMPLE, True)
    text = _text(pdf, tmp_path)
    assert _IMPORTED["projects"] in text
    assert _IMPORTED["publications"] not in text
    assert _IMPORTED["references"] not in text
    assert _links(pdf) == set()


def _kinds(node: pikepdf.Object) -> list[str]:
    """Structure types below a node, in order."""
    found: list[str] = []
    for kid in node.K:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [str(kid.S).removeprefix("/"), *_kinds(kid)]
    return found


@pytest.mark.parametrize(("template", "anonymous"), VARIANTS)
def test_headings_nest_and_lists_have_their_parts(template: Template, anonymous: bool) -> None:
    photo, url = _photo(), "https://declic.example/cv/abcdef"
    document = PEOPLE["complete"] | {"x-declic": {"photo": True}}
    pdf = render(
        parse(document), template=template, anonymous=anonymous, photo=photo, share_url=url
    )
    with pikepdf.open(BytesIO(pdf)) as printed:
        kinds = _kinds(printed.Root.StructTreeRoot)
        metadata = printed.Root.Metadata.read_bytes().decode()
        assert str(printed.docinfo.Title) in metadata
    levels = [int(kind[1]) for kind in kinds if re.fullmatch(r"H\d", kind)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert kinds.count("LI") == kinds.count("Lbl") == kinds.count("LBody") > 0
    assert kinds.count("Figure") == (1 if anonymous else 2)


@pytest.mark.parametrize("order", [[], ["-raw"]], ids=["plain", "raw"])
def test_pictures_of_a_sidebar_are_read_with_it(order: list[str], tmp_path: Path) -> None:
    document = PEOPLE["soudeur"] | {"x-declic": {"photo": True}}
    url = "https://declic.example/cv/abcdef"
    file = tmp_path / "cv.pdf"
    file.write_bytes(
        render(parse(document), template=Template.COLUMNS, photo=_photo(), share_url=url)
    )
    text = tool("pdftotext", *order, str(file), "-")
    assert text.index("Raoul-Follereau") < text.index("CV en ligne") < text.index("Contact")
