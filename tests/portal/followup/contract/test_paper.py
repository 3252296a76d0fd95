"""The contract on paper: read by a program, with its structure, its two signatures."""

import subprocess
from datetime import date

import pikepdf
import pytest

from portal.cv.pdf.sheet import Sheet
from portal.followup.configuration.models import LetterText
from portal.followup.contract.models import EngagementContract
from portal.followup.contract.paper import contract_pdf
from portal.followup.contract.states import S, T
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.contract.contracts import (
    as_it_is,
    make_contract,
    make_goal,
    make_step,
    reason,
)
from tests.portal.followup.people_of_the_area import make_beneficiary, make_professional

pytestmark = pytest.mark.django_db
Regime = EngagementContract.Regime


def read(pdf: bytes) -> str:
    """The words of a PDF, on one line."""
    found = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
        timeout=30,
    )
    return " ".join(found.stdout.decode().replace("\u00a0", " ").split())


@pytest.fixture
def referent():
    return make_professional()


@pytest.fixture
def case(referent):
    with acting_as(referent.user):
        yield make_beneficiary(referent, title="mme")


def paper(case, state=S.PROPOSED, **fields):
    contract = make_contract(
        case,
        state,
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 8, 31),
        person_words="Je veux travailler près de chez moi.",
        **fields,
    )
    return read(contract_pdf(as_it_is(contract)))


def test_the_paper_says_who_from_when_to_when_what_and_has_two_signatures(case, referent):
    goal = make_goal(case, "Passer le permis")
    make_step(case, "S’inscrire", goal=goal, due_on=date(2027, 4, 1))
    make_step(case, "Payer la moitié", goal=goal, by_person=False)
    make_step(case, "Sans suite", goal=make_goal(case, "Ancien", state="done"), state=T.DONE)
    words = paper(case)
    for said in (
        f"Madame Éloïse {case.birth_name}",
        "Du : 1er mars 2027",
        "Au : 31 août 2027",
        "15 h par semaine",
        "1. Passer le permis",
        "S’inscrire (par la personne, pour le 1er avril 2027)",
        "Payer la moitié (par le service)",
        "Je veux travailler près de chez moi.",
        "Vous recevoir chaque mois.",
        "La personne Pour le Département",
        str(referent),
        f"Dossier n° {case.shown_number}",
    ):
        assert said in words, said
    assert words.startswith("Contrat d’engagement Ce contrat")
    assert "par semaine par semaine" not in words
    assert words.count("Date et signature :") == 2
    assert "Ancien" not in words


def test_a_draft_is_read_together_and_is_not_to_be_signed(case):
    words = paper(case, S.DRAFT, weekly_hours=None)
    assert "ne pas signer" in words
    assert "Date et signature" not in words
    assert "à préciser" in words


def test_both_regimes_are_said_with_their_reason(case):
    reduced = paper(
        case, S.SIGNED, regime=Regime.REDUCED, weekly_hours=6, hours_reason=reason("housing")
    )
    assert "6 h par semaine Régime : Durée réduite Motif : Logement" in reduced
    waived = paper(case, regime=Regime.WAIVED, weekly_hours=0, hours_reason=reason("health"))
    assert "Heures d’activité : aucune, à la demande de la personne" in waived


def test_the_text_is_that_of_the_day_of_the_proposal(case):
    with system_scope(Scope.TEST):
        LetterText.unscoped.create(
            key="contract",
            subject="Contrat nouveau",
            body="Entre {personne} et nous.",
            starts_on=date(2026, 1, 1),
        )
        LetterText.unscoped.create(
            key="contract", subject="Contrat futur", body="Demain.", starts_on=date(2099, 1, 1)
        )
    words = paper(case)
    assert words.startswith("Contrat nouveau Entre Madame Éloïse")
    assert "Contrat futur" not in words


def test_the_paper_is_tagged_in_french_and_has_our_faces(case):
    make_step(case, goal=make_goal(case))
    contract = make_contract(case, S.PROPOSED)
    from io import BytesIO

    with pikepdf.open(BytesIO(contract_pdf(contract))) as document:
        root = document.Root
        assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("fr", True)
        tags = {
            str(item.S)
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"
        }
        assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/LBody"} <= tags
        fonts = {
            str(item.BaseFont)
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
        assert fonts
        assert all("Atkinson" in font for font in fonts)


def test_a_long_text_goes_over_pages_and_loses_no_word(case):
    sheet = Sheet(title="Essai", foot="Pied")
    words = [f"mot{number}" for number in range(3000)]
    sheet.heading("Essai", level=1)
    sheet.paragraph(" ".join(words))
    sheet.items([" ".join(words[:800]), "x" * 300])
    sheet.signatures([("La personne", "Éloïse"), ("Le Département", "")])
    text = read(sheet.finished())
    assert [word for word in words if word not in text.split()] == []
    assert text.count("Pied") > 2
    assert text.replace(" ", "").count("x") >= 300
