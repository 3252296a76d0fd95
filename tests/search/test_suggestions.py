import pytest
from django.http import QueryDict

from search import queries
from search.filters import criteria_from
from snippets.models import Occupation
from tests.search.rows import BELFORT, make_belfort, make_row

pytestmark = pytest.mark.django_db


def suggestion(query: str) -> str | None:
    return queries.find(criteria_from(QueryDict(query)).criteria).suggestion


@pytest.fixture(autouse=True)
def trades() -> None:
    Occupation.objects.create(code="H2913", label="Soudeur / Soudeuse")
    Occupation.objects.create(code="F1602", label="Électricien / Électricienne")
    Occupation.objects.create(code="K1304", label="Aide à domicile")
    make_row(title="Soudeur TIG")
    make_row(title="Électricienne du bâtiment")


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("soudeurr", "soudeur"),
        ("soudueur", "soudeur"),
        ("SOUDEURR", "soudeur"),
        ("electricein", "électricien"),
        ("soudeurr tig", "soudeur tig"),
        ("batimnet", "bâtiment"),
        ("l'electricein du batimnet", "l'électricien du bâtiment"),
    ],
)
def test_the_nearest_known_spelling_is_proposed_with_its_accents(typed, proposed):
    assert suggestion(f"q={typed}") == proposed


@pytest.mark.parametrize(
    "typed",
    [
        "soudeur",  # finds something: nothing to propose
        "xyzxyz",  # nothing is close
        "domicille",  # the word is close, but no offer has it
        "123456",
        "",
    ],
)
def test_nothing_is_proposed_without_need_or_without_result(typed):
    assert suggestion(f"q={typed}") is None


def test_what_is_proposed_finds_something_with_the_other_filters():
    assert suggestion("q=soudeurr&type=job") == "soudeur"
    assert suggestion("q=soudeurr&type=session") is None


def test_a_place_further_than_any_radius_counts_too():
    make_belfort()
    assert suggestion("q=soudeurr&lieu=Belfort") == "soudeur"
    make_row(title="Zingueur", latitude=BELFORT[0] + 3)
    assert suggestion("q=zingeur&lieu=Belfort") is None
