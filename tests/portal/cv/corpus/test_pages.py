"""PDFs of the corpus: whatever program drew the page, the same CV is read."""

import time
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
PRINTED = sorted((Path(__file__).parent / "chromium").glob("*.pdf"))


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


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_what_a_browser_prints_is_read(path: Path) -> None:
    draft = read_file(path.read_bytes())
    assert draft.document == READ
    assert draft.unplaced == ()


def test_the_corpus_has_what_a_browser_prints() -> None:
    """An empty folder would pass all its tests."""
    assert len(PRINTED) >= 12


def test_two_pages_are_read_within_a_second() -> None:
    lines = (*CV[:5], *(f"Tâche numéro {number}" for number in range(20)))
    page = pages.pdf(*[lambda canvas: pages.plain(canvas, lines)] * 2)
    began = time.process_time()
    read_file(page)
    assert time.process_time() - began < 1
