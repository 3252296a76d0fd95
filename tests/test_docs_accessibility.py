"""`docs/accessibility.md`, the figures of the site and the statement that people read agree."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from snippets.conformity import SELF_ASSESSMENT, Assessment, Conformity
from tests.search.screens.test_views_pages import settings_with, text_of

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "accessibility.md").read_text("utf-8")
ROW = re.compile(
    r"^\| (\d+)\.(\d+) [^|]+ \| (met|not met|not verified|n/a) \| ([^|]+) \|$", re.MULTILINE
)
ROWS = [((int(theme), int(number)), said, why) for theme, number, said, why in ROW.findall(PAGE)]
# How many criteria each theme of the RGAA 4.1.2 has, in order: 106.
CRITERIA = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
MISSED = {criterion for criterion, said, _ in ROWS if said in ("not met", "not verified")}


def test_every_criterion_has_a_verdict_and_what_shows_it():
    expected = [
        (theme, number)
        for theme, count in enumerate(CRITERIA, start=1)
        for number in range(1, count + 1)
    ]
    assert [criterion for criterion, _, _ in ROWS] == expected
    evidence = re.compile(r"\baxe\b|\bseen\b|`tests/")
    assert [one for one, said, why in ROWS if said == "met" and not evidence.search(why)] == []


def test_the_figures_are_those_of_the_table():
    counted = Counter(said for _, said, _ in ROWS)
    assert (SELF_ASSESSMENT.met, SELF_ASSESSMENT.not_met) == (counted["met"], len(MISSED))
    assert f"{SELF_ASSESSMENT.day:%-d %B %Y}" in PAGE


@pytest.mark.django_db
def test_the_statement_tells_the_figures_and_each_criterion_that_is_missed(client):
    page = text_of(client.get("/accessibilite/"))
    assert "auto-évaluation" in page
    assert "30 novembre 2026" in page
    figures = re.search(
        r"(\d+)\s+critères du RGAA sur les (\d+)\s+qui s’appliquent .*? soit (\d+)\s+%", page
    )
    assert figures
    assert [int(one) for one in figures.groups()] == [
        SELF_ASSESSMENT.met,
        SELF_ASSESSMENT.applicable,
        SELF_ASSESSMENT.rate,
    ]
    listed = page.partition("énumérées plus bas")[2].partition("Contenus non soumis")[0]
    told = re.findall(r"\b(\d+)\.(\d+)\b", listed)
    assert sorted((int(theme), int(number)) for theme, number in told) == sorted(MISSED)


@pytest.mark.django_db
def test_every_page_tells_the_state_of_the_statement_that_is_shown(client):
    def foot() -> str:
        return text_of(client.get("/mentions-legales/")).rpartition("Accessibilité\u00a0: ")[2]

    settings_with(accessibility_conformity=Conformity.FULL)
    assert foot().startswith(SELF_ASSESSMENT.conformity.label)
    settings_with(accessibility_statement="<p>Audité.</p>")
    assert foot().startswith("totalement conforme")
    settings_with(accessibility_conformity=Conformity.NONE)
    assert foot().startswith("non conforme")


@pytest.mark.parametrize(
    ("met", "not_met", "rate", "conformity"),
    [
        (1, 2, 33, "none"),
        (49, 50, 49, "none"),
        (1, 1, 50, "partial"),
        (199, 1, 99, "partial"),
        (3, 0, 100, "full"),
    ],
)
def test_the_rate_makes_the_state(met, not_met, rate, conformity):
    assessment = Assessment(day=date(2026, 1, 1), met=met, not_met=not_met)
    assert (assessment.rate, assessment.conformity) == (rate, conformity)
