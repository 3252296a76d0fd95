"""Phrases: the first set, whom they are proposed to, and who edits them."""

import json
import re
from pathlib import Path

import pytest
from django.urls import reverse

from portal.accounts.level_names import LevelName
from portal.candidates.services.profile import save_profile
from portal.cv import suggestions
from portal.cv.editor.mistakes import MISTAKES
from portal.cv.editor.spelling import spelling_notes
from portal.cv.models import CvSuggestions
from snippets import loading
from snippets.folding import fold_name
from snippets.models import Occupation, RomeDomain
from tests.portal.accounts.people import person_with, signed_in

DATA = Path(suggestions.__file__).parent / "data" / "domain_suggestions.json"
ROWS = json.loads(DATA.read_text(encoding="utf-8"))
BY_OCCUPATION = json.loads(suggestions.FIRST.read_text(encoding="utf-8"))


def test_each_domain_has_phrases_and_skills():
    assert [row["domain"] for row in ROWS] == RomeDomain.values
    for row in ROWS:
        assert len(set(row["phrases"])) >= 8, row["domain"]
        assert len(set(row["skills"])) >= 8, row["domain"]


def test_occupations_of_the_file_are_of_rome_and_their_names_are_of_one_only(tmp_path):
    rome = (Path(loading.__file__).parent / "data" / "occupations.csv").read_text(encoding="utf-8")
    names = [fold_name(name) for row in BY_OCCUPATION for name in row["names"]]
    assert all(f"\n{row['occupation']}," in rome for row in BY_OCCUPATION)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "row", [*ROWS, *BY_OCCUPATION], ids=lambda row: row.get("domain") or row["occupation"]
)
def test_phrases_are_well_written_and_say_no_fact(row):
    for line in [*row["phrases"], *row["skills"]]:
        assert spelling_notes(line) == [], line
        assert "'" not in line
        assert not any(f" {sign}" in line for sign in ":;?!"), line
        assert not any(year in line for year in ("19", "20")), line


@pytest.mark.django_db
def test_the_occupation_comes_before_its_domain():
    occupation = Occupation.objects.create(code="G1803", label="Serveur / Serveuse de restaurant")
    CvSuggestions.objects.update_or_create(
        domain="G", occupation=None, defaults={"phrases": "Du domaine\nDe tous", "skills": "x"}
    )
    CvSuggestions.objects.create(
        domain="G", occupation=occupation, phrases="Du métier\nDe tous", skills="y"
    )
    found = suggestions.suggestions_for({"basics": {"label": "serveuse"}})
    assert found.phrases.first == ["Du métier", "De tous", "Du domaine"]
    assert found.skills.first == ["y", "x"]
    other = suggestions.suggestions_for({"x-declic": {"domain": "G"}})
    assert other.phrases.first == ["Du domaine", "De tous"]
    assert suggestions.suggestions_for({}).phrases.first == []


@pytest.mark.django_db
def test_five_of_the_trade_are_shown_and_nothing_is_named_as_rome_does():
    """The trade is the CV's, or the first of the profile, which nobody who helps is shown."""
    loading.load_occupations()
    suggestions.load_first_suggestions()
    candidate = person_with(LevelName.CANDIDATE)
    trades = Occupation.objects.filter(pk__in=["G1803", "F1703"]).order_by("-pk")
    save_profile(user=candidate, values={}, trades=trades)
    browser = signed_in(candidate)
    browser.post(reverse("cv:start"))
    cv = candidate.cvs.get()
    rome = [form for trade in trades for form in (trade.label, trade.pk)]

    page = browser.get(reverse("cv:step", args=[cv.pk, 2])).text
    assert "Dans votre profil, vous cherchez" in page
    offered = re.findall(r'value="basics.label\|([^"]+)"', page)
    assert offered == ["Serveur", "Serveuse", "Maçon", "Maçonne"]
    assert not [name for name in rome if name in page]
    browser.post(reverse("cv:step", args=[cv.pk, 2]), {"insert": "basics.label|Serveuse"})
    cv.refresh_from_db()
    assert cv.document["basics"]["label"] == "Serveuse"

    mine = next(row["phrases"] for row in BY_OCCUPATION if row["occupation"] == "G1803")
    for document in (cv.document, {"x-declic": {"domain": "G"}}, {"basics": {"label": "Zzz"}}):
        cv.document = document
        cv.save()
        page = browser.get(reverse("cv:step", args=[cv.pk, 3])).text
        shown, more, others = page.partition("En voir d’autres")
        taken = [line for line in mine if f"{line}\n" in shown]
        assert taken == mine[: suggestions.SHOWN]
        assert more
        assert f"{mine[suggestions.SHOWN]}\n" in others
        assert not [name for name in rome if name in page]
    other = suggestions.suggestions_for({"x-declic": {"domain": "A"}}, reader=candidate)
    assert not set(other.phrases.first) & set(mine)

    helper = person_with(LevelName.ADVISER)
    cv.helpers.create(user=helper)
    theirs = signed_in(helper).get(reverse("cv:step", args=[cv.pk, 2])).text
    assert "Dans votre profil" not in theirs


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Serveuse en salle", "G1803"),
        ("AIDE À DOMICILE", "K1302"),
        ("Je cherche : cuisinière de collectivité", "G1606"),
        ("cuisinière", "G1609"),
        ("Hôte de caisse à mi-temps", "D1505"),
    ],
)
def test_the_occupation_is_found_by_what_people_call_it(label, code):
    loading.load_occupations()
    suggestions.load_first_suggestions()
    found = suggestions.suggestions_for({"basics": {"label": label}})
    assert found.about == label
    mine = next(row for row in BY_OCCUPATION if row["occupation"] == code)
    every = found.phrases.first + found.phrases.others
    assert every[: len(mine["phrases"])] == mine["phrases"]


@pytest.mark.django_db
def test_loading_again_leaves_what_staff_wrote():
    loading.load_occupations()
    assert suggestions.load_first_suggestions() == len(BY_OCCUPATION)
    CvSuggestions.objects.filter(occupation="G1803").update(phrases="À nous")
    assert suggestions.load_first_suggestions() == 0
    assert CvSuggestions.objects.get(occupation="G1803").phrases == "À nous"


@pytest.mark.django_db
def test_the_communication_edits_them_and_an_officer_does_not():
    row, _ = CvSuggestions.objects.get_or_create(
        domain="A", occupation=None, defaults={"phrases": "a", "skills": "b"}
    )
    name = "wagtailsnippets_cv_cvsuggestions:edit"
    hers = signed_in(person_with(LevelName.COMMUNICATION))
    form = {"domain": "A", "occupation": "", "phrases": "Tonte de …", "skills": "Tondre"}
    assert hers.get(reverse(name, args=[row.pk])).status_code == 200
    assert hers.post(reverse(name, args=[row.pk]), form).status_code == 302
    row.refresh_from_db()
    assert row.phrase_lines == ["Tonte de …"]
    officer = signed_in(person_with(LevelName.EMPLOYMENT_OFFICER))
    officer.post(reverse(name, args=[row.pk]), form | {"phrases": "Autre"})
    row.refresh_from_db()
    assert row.phrase_lines == ["Tonte de …"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Acceuil des clients", ["«\u00a0Acceuil\u00a0» s’écrit «\u00a0accueil\u00a0»."]),
        ("de de la cuisine", ["«\u00a0de\u00a0» est écrit deux fois de suite."]),
        ("Ménage , vitres", ["Pas d’espace avant une virgule ni un point."]),
        ("Accueil, ménage. Équipe de nuit", []),
        ("", []),
    ],
)
def test_a_frequent_mistake_is_told(text, said):
    assert spelling_notes(text) == said


def test_no_correction_is_itself_a_mistake():
    assert {wrong for wrong, right in MISTAKES.items() if spelling_notes(right)} == set()
