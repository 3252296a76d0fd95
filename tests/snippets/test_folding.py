import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.folding import fold_name, fold_place


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Évette-Salbert", "evette salbert"),
        ("E\u0301vette", "evette"),
        ("Saint-Dizier-l’Évêque", "saint dizier l eveque"),
        ("ŒUF & Cie", "oeuf cie"),
        ("  Maçon /  Maçonne (H/F) ", "macon maconne h f"),
        ("漢字", ""),
        ("", ""),
    ],
)
def test_fold_name(name, folded):
    assert fold_name(name) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    folded = fold_name(text)
    assert fold_name(folded) == folded
    assert folded.isascii()
    assert fold_place(fold_place(text)) == fold_place(text)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("St-Dizier", "saint dizier"),
        ("Ste Croix", "sainte croix"),
        ("St", "st"),
        ("Stuttgart st", "stuttgart st"),
    ],
)
def test_fold_place_writes_saint_in_full(typed, folded):
    assert fold_place(typed) == folded
