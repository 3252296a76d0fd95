"""Abbreviations are explained where they stand."""

from pages.models.job_offer import Contract
from snippets.glossary import MEANINGS, explained


def test_what_stands_in_the_texts_is_explained_once_in_their_order():
    said = ("Immersion (PMSMP) puis CDDI", "<p>CACES R489, PMSMP</p>", "SIAEs, cDDI")
    assert list(explained(*said)) == ["PMSMP", "CDDI", "CACES"]
    assert explained("CDI à temps plein", "") == {}


def test_each_contract_that_is_named_by_an_abbreviation_is_explained():
    labels = [label for label in Contract.labels if "(" in label]
    assert len(labels) == len(explained(*labels)) == 2
    assert all(meaning.endswith(".") for meaning in MEANINGS.values())
