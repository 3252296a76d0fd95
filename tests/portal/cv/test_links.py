"""Addresses become links however they are written, scripts never; on paper they are read."""

from io import BytesIO

import pikepdf
import pytest

from portal.cv.exchange import as_docx, as_text
from portal.cv.exchange.imports import read_text
from portal.cv.pdf import render
from portal.cv.resume import parse
from snippets.web_addresses import on_paper, web_address
from tests.portal.cv.printed import TODAY
from tests.portal.cv.test_signs import printed


@pytest.mark.parametrize(
    ("typed", "link", "said"),
    [
        ("www.exemple.fr", "https://www.exemple.fr", "exemple.fr"),
        ("Www.Exemple.fr/", "https://Www.Exemple.fr/", "Exemple.fr"),
        ("linkedin.com/in/ana-l", "https://linkedin.com/in/ana-l", "linkedin.com/in/ana-l"),
        ("Https://exemple.fr/a", "https://exemple.fr/a", "exemple.fr/a"),
        ("HTTP://exemple.fr:8080?a=b", "http://exemple.fr:8080?a=b", "exemple.fr:8080?a=b"),
        (" \u200bhttps://exemple.fr\u200b ", "https://exemple.fr", "exemple.fr"),
        ("https://exemple.fr/mon cv", "https://exemple.fr/mon%20cv", "exemple.fr/mon cv"),
        ("café-d\u2011or.fr", "https://café-d-or.fr", "café-d-or.fr"),
    ],
)
def test_an_address_is_a_link_however_it_is_written(typed: str, link: str, said: str) -> None:
    assert (web_address(typed), on_paper(typed)) == (link, said)


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JavaScript://exemple.fr/%0aalert(1)",
        "java\u200bscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//exemple.fr",
        "https://",
        "https:///chemin",
        "ana@exemple.fr",
        "exemple.fr@mechant.example",
        "sur demande",
        "3.5",
        f"{'a.' * 1200}fr",
    ],
)
def test_what_is_no_page_is_no_link(typed: str) -> None:
    assert web_address(typed) == ""


EVERYWHERE = {
    "basics": {
        "name": "Ana",
        "url": "www.ana.example",
        "profiles": [
            {"network": "LinkedIn", "url": "linkedin.com/in/ana"},
            {"network": "GitHub", "username": "github.com/ana"},
            {"network": "Forum", "username": "ana/75"},
        ],
    },
    "work": [
        {
            "position": "Commis",
            "name": "Resto",
            "location": "Delle",
            "url": "https://resto.example",
        },
        {"position": "Aide", "url": "aide.example"},
        {"name": "Garage", "url": "garage.example"},
        {"url": "seul.example"},
    ],
    "volunteer": [{"position": "Aide", "organization": "Club", "url": "club.example/"}],
    "education": [{"area": "Cuisine", "institution": "Lycée", "url": "Http://lycee.example"}],
    "projects": [{"name": "Potager", "url": "potager.example"}],
    "publications": [
        {"name": "Article", "publisher": "Presse", "url": "article.example"},
        {"url": "livre.example"},
    ],
    "certificates": [{"name": "SST", "url": "sst.example"}],
}
PAGES = (
    "ana.example",
    "linkedin.com/in/ana",
    "github.com/ana",
    "resto.example",
    "aide.example",
    "garage.example",
    "club.example",
    "lycee.example",
    "potager.example",
    "article.example",
    "sst.example",
    "seul.example",
    "livre.example",
)


def test_each_page_is_read_on_paper_and_leads_there(tmp_path) -> None:
    resume = parse(EVERYWHERE)
    for text in (printed(EVERYWHERE, tmp_path), as_text(resume, today=TODAY)):
        for page in PAGES:
            assert page in text
        assert "Forum : ana/75" in text
        assert "Resto, Delle • resto.example" in text
    assert as_docx(resume, today=TODAY)
    with pikepdf.open(BytesIO(render(resume, today=TODAY))) as pdf:
        links = {str(link.A.URI) for page in pdf.pages for link in page.obj.get("/Annots", [])}
    assert {on_paper(link) for link in links} == set(PAGES)
    assert all(link.startswith(("https://", "http://")) for link in links)


def test_the_page_of_an_employer_is_read_back() -> None:
    job = {"position": "Commis", "name": "Resto", "url": "https://resto.example"}
    document = {"basics": {"name": "Ana Lefort"}, "work": [job | {"startDate": "2019-03"}]}
    (read,) = read_text(as_text(parse(document), today=TODAY)).document["work"]
    assert job.items() <= read.items()
