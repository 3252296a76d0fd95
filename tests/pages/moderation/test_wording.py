"""Words that a review refuses are told, and only those."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.moderation.wording import refusable_words

REFUSED = {
    "Nous cherchons un jeune homme motivé.": "jeune homme",
    "Équipe dynamique.": "dynamique",
    "JEUNE  FEMME souhaitée": "jeune femme",
    "Vous avez entre 20 et 30 ans.": "entre 20 et 30 ans",
    "Recherche femmes pour le tri": "recherche femmes",
    "Femme de ménage": "femme de ménage",
    "De nationalité française": "de nationalité française",
    "Être en bonne santé": "en bonne santé",
    "Personne célibataire": "célibataire",
    "Bonne présentation exigée": "bonne présentation",
    "Habiter à Delle": "habiter à",
    "Prévoir des frais de dossier de 50 €": "frais de dossier",
}
FINE = [
    "Plus de 10 ans d’expérience",
    "Vous travaillez de 18 à 20 heures.",
    "Femme ou homme, débutant accepté.",
    "Aucun frais de dossier.",
    "Jeune diplômé accepté",
    "Vous aidez des jeunes enfants et des personnes âgées.",
    "Cherche deux maçons ou maçonnes",
    "",
]


@pytest.mark.parametrize("text", REFUSED)
def test_words_that_are_refused_are_told_with_their_reason(text):
    remark = refusable_words(text)[0]
    assert remark.words == REFUSED[text]
    assert remark.reason.endswith((".", "inscription."))


@pytest.mark.parametrize("text", FINE)
def test_a_plain_text_gets_no_remark(text):
    assert refusable_words(text) == []


def test_words_are_told_once_and_in_their_order():
    told = refusable_words("Dynamique, en bonne santé, DYNAMIQUE")
    assert [remark.words for remark in told] == ["dynamique", "en bonne santé"]


@given(st.text())
def test_any_text_is_read(text):
    for remark in refusable_words(text):
        assert remark.words
