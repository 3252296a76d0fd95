"""Signs that mean something are printed; those that begin an item are not."""

import pytest
from docx import Document

from portal.cv.exchange import as_docx, as_text
from portal.cv.exchange.imports import read_text
from portal.cv.pdf import render
from portal.cv.pdf.typography import unbulleted
from portal.cv.resume import parse
from snippets.dates import find_period
from tests.portal.cv.printed import TODAY, tool


def printed(document: dict, tmp_path) -> str:
    """What is read on the page, in plain spaces."""
    file = tmp_path / "cv.pdf"
    file.write_bytes(render(parse(document), today=TODAY))
    return tool("pdftotext", str(file), "-").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("- Tenir la caisse", "Tenir la caisse"),
        ("-Tenir la caisse", "Tenir la caisse"),
        ("— • Tenir la caisse", "Tenir la caisse"),
        ("-- Tenir la caisse", "Tenir la caisse"),
        ("* 30 couverts", "30 couverts"),
        ("- 30 couverts", "30 couverts"),
        ("-30 % de casse", "-30 % de casse"),
        ("–30 % de casse", "–30 % de casse"),
        ("- -30 % de casse", "-30 % de casse"),
        ("-,5 point", "-,5 point"),
        ("●●○ Anglais", "●●○ Anglais"),
        ("---", ""),
    ],
)
def test_a_bullet_is_no_minus(typed: str, bare: str) -> None:
    assert unbulleted(typed) == bare


LOSS = "-30 % de casse"


def test_a_minus_is_imported_and_printed_in_each_format(tmp_path) -> None:
    typed = f"Nadia Lefort\n\nExpériences\n2019 – 2021 Vendeuse, Aldi\n- Mise en rayon\n{LOSS}\n"
    document = read_text(typed).document
    assert document["work"][0]["highlights"] == ["Mise en rayon", LOSS]
    document["basics"]["summary"] = f"- Soin\n{LOSS}"
    resume = parse(document)
    file = tmp_path / "cv.docx"
    file.write_bytes(as_docx(resume, today=TODAY))
    for text in (printed(document, tmp_path), as_text(resume, today=TODAY)):
        assert text.count(LOSS) == 2
        assert "- Soin" in text or "•" in text
    said = [paragraph.text.replace("\u00a0", " ") for paragraph in Document(str(file)).paragraphs]
    assert said.count(LOSS) == 2


def test_a_minus_beside_dates_stays() -> None:
    period = find_period("2019 : -30 % de casse")
    assert period is not None
    assert period.rest == LOSS
    for line in ("2019 – 2021 - Vendeuse", "- 2019 – 2021 Vendeuse"):
        assert find_period(line).rest == "Vendeuse"
