import pytest
from django.http import QueryDict
from django.urls import reverse

from search import queries
from search.parameters.filters import criteria_from
from snippets.models import Occupation
from tests.search.rows import BELFORT, make_belfort, make_row

pytestmark = pytest.mark.django_db


def find(query: str) -> queries.SearchResult:
    return queries.find(criteria_from(QueryDict(query)).criteria)


def suggestion(query: str) -> str | None:
    """What is proposed to who wants their words as they are typed."""
    return find(f"{query}&sans_correction=1").suggestion


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


def test_an_obvious_misspelling_is_corrected_at_once():
    result = find("q=soudeurr")
    assert (result.is_corrected, result.criteria.text, result.count) == (True, "soudeur", 1)
    assert result.suggestion is None


def test_a_word_that_is_only_near_is_proposed():
    make_row(title="Chauffeur")
    result = find("q=chauffage")
    assert (result.is_corrected, result.suggestion, result.count) == (False, "chauffeur", 0)


@pytest.mark.parametrize("typed", ["soudeur", "xyzxyz", "domicille"])
def test_nothing_is_corrected_without_need_or_without_result(typed):
    result = find(f"q={typed}")
    assert not result.is_corrected
    assert result.criteria.text == typed


def test_the_radius_of_a_corrected_search_is_widened_as_any_other():
    make_belfort()
    make_row(title="Zingueur", latitude=BELFORT[0] + 0.1)
    result = find("q=zingeur&lieu=Belfort&rayon=5")
    assert (result.is_corrected, result.widened_to_km, result.count) == (True, 20, 1)


def test_a_corrected_search_says_so_and_keeps_a_way_to_what_was_typed(client):
    page = client.get("/offres/?q=soudeurr&type=job").content.decode()
    assert "Résultats pour <strong>soudeur</strong>" in page
    assert "Chercher «&nbsp;soudeurr&nbsp;» à la place" in page
    assert 'href="/offres/?q=soudeurr&amp;type=job&amp;sans_correction=1"' in page
    assert "Offres d’emploi «\u00a0soudeur\u00a0»" in page
    # Who follows the search follows the words that find something.
    assert f"{reverse('candidates:alert_new')}?q=soudeur&amp;type=job" in page
    typed = client.get("/offres/?q=soudeurr&type=job&sans_correction=1").content.decode()
    assert "Résultats pour" not in typed
    assert "Vouliez-vous dire" in typed
    assert 'href="/offres/?q=soudeur&amp;type=job"' in typed


def test_words_as_they_are_typed_stay_so_on_every_page_and_in_what_follows_the_search(client):
    for _ in range(25):
        make_row(title="Zingueur")
    screen = client.get("/offres/?q=zingueur&sans_correction=1").context["screen"]
    for link in (screen.next_url, screen.saved_query, screen.rss_url, screen.embed_url):
        assert "sans_correction=1" in link
    assert ("Sans correction", "/offres/?q=zingueur") in [
        (chip.label, chip.url) for chip in screen.chips
    ]
    assert client.get(screen.next_url).context["screen"].url.endswith("&page=2")
    assert client.get(screen.rss_url).status_code == 200


def test_pages_of_a_corrected_search_keep_the_sentence(client):
    for _ in range(25):
        make_row(title="Zingueur")
    first = client.get("/offres/?q=zingeur").context["screen"]
    second = client.get(first.next_url).context["screen"]
    assert (first.correction, second.correction) == ("zingueur", "zingueur")
    assert second.page_text == "Page 2 sur 2"
    assert "q=zingueur" in second.rss_url
    assert "sans_correction=1" in second.as_typed_url


def test_the_api_corrects_nothing(client):
    assert client.get("/api/v1/opportunities/?q=soudeurr").json()["count"] == 0
