"""PDFs of the corpus: whatever program drew the page, the same CV is read."""

import os
import re
from pathlib import Path

import pytest

from portal.cv.exchange import read_file
from tests.portal.cv.corpus import pages
from tests.portal.cv.corpus.words import CV, READ

DRAWN = {
    "plain": pages.pdf(pages.plain),
    "times": pages.pdf(pages.plain, font="Times-Roman"),
    "a form": pages.pdf(pages.in_form(1)),
    "a form in a form": pages.pdf(pages.in_form(2)),
    "forms eight deep": pages.pdf(pages.in_form(8)),
    "letter by letter": pages.pdf(pages.each(pages.letter_by_letter)),
    "word by word": pages.pdf(pages.each(pages.word_by_word)),
    "bold drawn twice": pages.pdf(pages.twice(0.3)),
    "drawn twice at one place": pages.pdf(pages.twice(0)),
    "page drawn twice": pages.pdf(pages.all_twice),
    "accents apart": pages.pdf(pages.each(pages.accents_apart)),
    "scaled": pages.pdf(pages.each(pages.scaled)),
    "letters a little apart": pages.pdf(pages.each(pages.kerned)),
    "fields of a form": pages.pdf(pages.fields),
    "turned page": pages.pdf(pages.upside, rotate=90),
}
# What stands across the page is no part of the CV, and waits.
ACROSS = {
    "up the edge": (pages.pdf(pages.with_side(90)), "MON PARCOURS 2024"),
    "down the edge": (pages.pdf(pages.with_side(270)), "MON PARCOURS 2024"),
    "letters below each other": (pages.pdf(pages.stacked), "BONJOUR"),
}
_PART = CV.index("Langues")
_FOOT = "Nadia Lefort – nadia@exemple.fr"
# What stands on every page, and the CV cut in two pages.
AROUND = {
    "numbers": ("", "{}"),
    "numbers between dashes": ("", "- {} -"),
    "numbers of pages": ("", "Page {} sur 2"),
    "LinkedIn": ("", "Page {} of 2"),
    "fractions": ("{}/2", ""),
    "title and number": ("CV de Nadia Lefort – page {}", ""),
    "header": ("CV de Nadia Lefort", ""),
    "footer with an address": ("", _FOOT),
    "footer with an address and a number": ("", f"{_FOOT} – {{}}/2"),
    "both": ("CV de Nadia Lefort", "{}"),
}
_HERE = Path(__file__).parent
PRINTED = sorted((_HERE / "chromium").glob("*.pdf"))
WRITTEN = sorted(path for name in ("libreoffice", "latex") for path in (_HERE / name).iterdir())


@pytest.mark.parametrize("name", DRAWN)
def test_a_pdf_is_read_whatever_drew_it(name: str) -> None:
    draft = read_file(DRAWN[name])
    assert draft.document == READ
    assert draft.unplaced == ()


@pytest.mark.parametrize("name", ACROSS)
def test_text_across_a_page_waits_in_one_piece(name: str) -> None:
    data, across = ACROSS[name]
    draft = read_file(data)
    assert draft.document == READ
    assert draft.unplaced == (across,)


@pytest.mark.parametrize("name", AROUND)
@pytest.mark.parametrize("cut", [_PART, _PART + 1, _PART - 1])
def test_edges_of_pages_are_no_job_no_task_no_language(name: str, cut: int) -> None:
    """Whatever part the page ends in."""
    header, footer = AROUND[name]
    draft = read_file(
        pages.pdf(
            pages.around(header.format(1), footer.format(1), CV[:cut]),
            pages.around(header.format(2), footer.format(2), CV[cut:]),
        )
    )
    for key in ("work", "languages"):
        assert draft.document[key] == READ[key]
    assert draft.document["basics"]["name"] == READ["basics"]["name"]
    assert len(draft.unplaced) <= 1


def test_what_two_pages_begin_with_is_no_header_unless_it_is_the_same() -> None:
    lines = (*CV[:3], "Expériences", "2019 – 2020 Serveuse", "2017 – 2018 Serveuse")
    draft = read_file(
        pages.pdf(
            pages.around("", "", lines), pages.around("", "", ("2015 – 2016 Serveuse",), top=740)
        )
    )
    assert [job["startDate"] for job in draft.document["work"]] == ["2019", "2017", "2015"]


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_what_a_browser_prints_is_read(path: Path) -> None:
    draft = read_file(path.read_bytes())
    assert draft.document == READ
    assert draft.unplaced == ()


def test_the_corpus_has_what_a_browser_prints() -> None:
    """An empty folder would pass all its tests."""
    assert len(PRINTED) >= 12


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: f"{path.parent.stem}-{path.name}")
def test_what_libreoffice_and_latex_write_is_read(path: Path) -> None:
    draft = read_file(path.read_bytes())
    assert draft.document == READ
    # What stands at the foot of both pages is read once, and waits.
    foot = re.compile(r"Nadia Lefort – page \d" if path.stem == "two-pages" else "")
    assert foot.fullmatch("\n".join(draft.unplaced))


def test_the_corpus_has_what_libreoffice_and_latex_write() -> None:
    assert len(WRITTEN) >= 13


def test_two_pages_are_read_within_a_second() -> None:
    """The parser is a process of its own: its time is counted with ours."""
    lines = (*CV[:5], *(f"Tâche numéro {number}" for number in range(40)))
    page = pages.pdf(*[lambda canvas: pages.plain(canvas, lines)] * 2)
    for data in (page, (_HERE / "libreoffice" / "two-pages.pdf").read_bytes()):
        began = sum(os.times()[:4])
        read_file(data)
        spent = sum(os.times()[:4]) - began
        assert 0 < spent < 1
