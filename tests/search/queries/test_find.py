import datetime
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone

from search import queries
from search.criteria import Criteria, Place
from search.parameters.filters import criteria_from
from tests.search.rows import BELFORT, make_belfort, make_row

pytestmark = pytest.mark.django_db

# One degree of latitude, in kilometres.
DEGREE = 111.195


def found(query: str = "") -> list[int]:
    result = queries.find(criteria_from(QueryDict(query)).criteria)
    return [row.pk for row in result.rows]


def north_of_belfort(kilometres: float) -> dict[str, float]:
    return {"latitude": BELFORT[0] + kilometres / DEGREE, "longitude": BELFORT[1]}


@pytest.mark.parametrize("query", ["electricien", "Électricienne", "électriciens", "ELECTRICI"])
def test_accents_gender_and_number_never_matter(query):
    rows = {
        make_row(title=title).pk
        for title in ("Électricien du bâtiment", "Électricienne", "electriciens (H/F)")
    }
    make_row(title="Maçon")
    assert set(found(f"q={query}")) == rows


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("soudeuse", "soudeur"),
        ("directrice", "directeur"),
        ("aide-soignant", "aide soignante"),
        ("infirmière", "infirmier"),
        ("vendeur(se)", "vendeuse"),
        ("bûcheronne", "bucheron"),
        ("Soudeur 35 h", "soudeur 35h"),
        ("Poste en 3 × 8", "poste 3x8"),
        ("Agent de week-end", "agent weekend"),
        ("Prime de 2\u202f000 €", "prime 2000"),
        ("Chargée de co-voiturage", "chargé covoiturage"),
        ("Vendeur H.F.", "vendeur hf"),
    ],
)
def test_both_forms_of_a_trade_find_the_same(one, other):
    rows = {make_row(title=one).pk, make_row(title=other).pk}
    make_row(title="Pâtissier")
    assert set(found(f"q={one}")) == set(found(f"q={other}")) == rows


def test_every_word_is_required_and_the_last_may_be_a_beginning():
    row = make_row(title="Agent de nettoyage", text="bureaux le soir")
    make_row(title="Agent de sécurité")
    assert found("q=agent nettoy") == [row.pk]
    assert found("q=nettoy agent") == []
    assert found("q=agent de bureaux") == [row.pk]


@pytest.mark.parametrize("query", ["", "de la", "?!…", "à l'", "offre d'emploi", "🙂"])
def test_a_query_without_meaning_filters_nothing(query):
    row = make_row()
    assert found(f"q={query}") == [row.pk]


def test_a_word_of_the_title_counts_more_than_one_of_the_text():
    text = make_row(title="Aide à domicile", text="avec un jardinier")
    title = make_row(title="Jardinier", published_at=timezone.now() - datetime.timedelta(days=9))
    assert found("q=jardinier") == [title.pk, text.pk]
    assert found("q=jardinier&tri=date") == [text.pk, title.pk]


def test_words_of_the_title_or_the_trade_come_before_those_of_the_text():
    """However often the text says the word, and however old the others are."""
    now = timezone.now()
    cited = make_row(title="Aide en cuisine", text="jardinier " * 40, published_at=now)
    trade = make_row(
        title="Au vert", occupation_label="Jardinier", published_at=now - datetime.timedelta(days=9)
    )
    title = make_row(title="Jardinier", published_at=now - datetime.timedelta(days=8))
    assert found("q=jardinier") == [title.pk, trade.pk, cited.pk]
    result = queries.find(criteria_from(QueryDict("q=jardinier")).criteria)
    assert (result.count, result.named_count) == (3, 2)


def test_what_is_found_by_its_place_or_employer_is_called_so():
    by_place = make_row(title="Serveur", commune_name="Delle", text="rien")
    by_employer = make_row(title="Serveur", organisation_name="Delle Traiteur")
    cited = make_row(title="Serveur", text="près de Delle", published_at=timezone.now())
    assert set(found("q=serveur delle")[:2]) == {by_place.pk, by_employer.pk}
    assert found("q=serveur delle")[2] == cited.pk


def test_the_page_says_where_those_that_only_cite_the_words_begin(client):
    for _ in range(22):
        make_row(title="Jardinier")
    for _ in range(23):
        make_row(title="Paysagiste", text="avec le jardinier")

    def groups(page: int) -> tuple[int, str, int]:
        screen = client.get(f"/offres/?q=jardinier&page={page}").context["screen"]
        return len(screen.cards), screen.others_text, len(screen.other_cards)

    assert groups(1) == (20, "23\u00a0autres annonces citent ce mot", 0)
    assert groups(2) == (2, "23\u00a0autres annonces citent ce mot", 18)
    assert groups(3) == (0, "Autres annonces qui citent ce mot (suite)", 5)
    heading = '<h3 class="cards-heading">'
    pages = [client.get(f"/offres/?q=jardinier&page={page}").content.decode() for page in (1, 2)]
    assert [page.count(heading) for page in pages] == [0, 1]
    # Another order has no groups.
    by_date = client.get("/offres/?q=jardinier&tri=date").context["screen"]
    assert (by_date.others_text, len(by_date.other_cards)) == ("", 0)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("q=voiture", "1\u00a0annonce cite ce mot dans le texte"),
        ("q=voiture propre", "1\u00a0annonce cite ces mots dans le texte"),
        ("q=vendeur", ""),
        ("", ""),
    ],
)
def test_the_second_group_is_told_by_its_number(client, query, text):
    make_row(title="Vendeur", text="une voiture propre")
    assert client.get(f"/offres/?{query}").context["screen"].others_text == text


def test_groups_are_counted_with_the_other_filters_and_from_kept_counts(monkeypatch):
    monkeypatch.setattr("search.queries.searches.KEPT_FROM", 2)
    make_row(title="Jardinier", contract="cdi")
    make_row(title="Paysagiste", text="jardinier", contract="cdi")
    make_row(title="Paysagiste", text="jardinier", contract="cdd")
    for _ in range(2):
        result = queries.find(criteria_from(QueryDict("q=jardinier&contrat=cdi")).criteria)
        assert (result.count, result.named_count) == (2, 1)
        assert result.rows[0].title == "Jardinier"


@pytest.mark.parametrize(
    ("parameter", "yes", "no"),
    [
        ("type=volunteering", {"kind": "volunteering"}, {"kind": "job"}),
        ("contrat=cdi", {"contract": "cdi"}, {"contract": "cdd"}),
        ("contrat=cdi&contrat=cdd", {"contract": "cdd"}, {"contract": "interim"}),
        ("domaine=F", {"domain": "F"}, {"domain": "N"}),
        ("temps=part", {"working_time": "part"}, {"working_time": "full"}),
        ("horaires=night", {"schedules": ["day", "night"]}, {"schedules": ["day"]}),
        ("horaires=night&horaires=split", {"schedules": ["split"]}, {"schedules": []}),
        ("heures_min=30", {"weekly_hours": Decimal(30)}, {"weekly_hours": Decimal("29.5")}),
        ("heures_max=20", {"weekly_hours": Decimal(20)}, {"weekly_hours": None}),
        ("debutant=1", {"beginner_accepted": True}, {}),
        ("sans_permis=on", {"no_licence": True}, {}),
        ("siae=oui", {"siae": True}, {}),
        ("handicap=true", {"disabled_workers_welcome": True}, {}),
    ],
)
def test_each_filter_keeps_what_it_says(parameter, yes, no):
    kept = make_row(**yes)
    make_row(**no)
    assert found(parameter) == [kept.pk]


def test_age_of_the_offer():
    now = timezone.now()
    recent = make_row(published_at=now - datetime.timedelta(hours=60))
    make_row(published_at=now - datetime.timedelta(hours=80))
    assert found("depuis=3") == [recent.pk]


def test_an_expired_row_is_never_found():
    make_row(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    row = make_row(expires_at=None)
    assert found() == [row.pk]


def test_the_radius_is_exact():
    make_belfort()
    inside = make_row(**north_of_belfort(9.99))
    make_row(**north_of_belfort(10.01))
    make_row(latitude=None)
    assert found("lieu=Belfort&rayon=10") == [inside.pk]


def test_distance_is_in_kilometres_and_sorts():
    make_belfort()
    far, near = make_row(**north_of_belfort(8)), make_row(**north_of_belfort(2))
    result = queries.find(criteria_from(QueryDict("lieu=belfort&tri=distance")).criteria)
    assert [row.pk for row in result.rows] == [near.pk, far.pk]
    assert [round(row.distance_km, 2) for row in result.rows] == [2, 8]


def test_without_a_place_distance_falls_back_to_the_newest():
    older = make_row(published_at=timezone.now() - datetime.timedelta(days=5))
    newer = make_row()
    parsed = criteria_from(QueryDict("tri=distance"))
    assert parsed.notes == ["Indiquez un lieu pour trier par distance."]
    assert [row.pk for row in queries.find(parsed.criteria).rows] == [newer.pk, older.pk]


def test_a_box_replaces_the_radius_and_keeps_the_distance():
    make_belfort()
    row = make_row(**north_of_belfort(60))
    make_row(**north_of_belfort(1))
    west, north = BELFORT[1], BELFORT[0] + 60 / DEGREE
    box = f"{west - 0.1},{north - 0.1},{west + 0.1},{north + 0.1}"
    result = queries.find(criteria_from(QueryDict(f"lieu=Belfort&rayon=5&bbox={box}")).criteria)
    assert [(found.pk, round(found.distance_km)) for found in result.rows] == [(row.pk, 60)]
    assert result.widened_to_km is None


@pytest.mark.parametrize(
    ("kilometres", "asked", "widened"), [(8, 5, 10), (12, 10, 20), (19, 12, 20), (45, 5, 50)]
)
def test_the_radius_widens_to_the_first_that_has_something(kilometres, asked, widened):
    make_belfort()
    row = make_row(title="Couvreur", **north_of_belfort(kilometres))
    make_row(title="Maçon", **north_of_belfort(1))
    criteria = criteria_from(QueryDict(f"q=couvreur&lieu=Belfort&rayon={asked}")).criteria
    result = queries.find(criteria)
    assert (result.widened_to_km, result.count) == (widened, 1)
    assert [found.pk for found in result.rows] == [row.pk]
    assert result.criteria.radius_km == widened


def test_nothing_within_fifty_kilometres_is_nothing():
    make_belfort()
    make_row(**north_of_belfort(51))
    result = queries.find(criteria_from(QueryDict("lieu=Belfort&rayon=5")).criteria)
    assert (result.count, result.widened_to_km, result.rows, result.num_pages) == (0, None, [], 1)


@pytest.mark.parametrize("query", ["q=macon", "", "lieu=Belfort&tri=distance"])
def test_pages_never_overlap_although_everything_is_equal(query):
    make_belfort()
    now = timezone.now()
    made = [make_row(published_at=now).pk for _ in range(45)]
    pages = [found(f"{query}&page={page}") for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert [row for page in pages for row in page] == sorted(made, reverse=True)


def test_a_page_beyond_the_end_is_the_last_one():
    rows = [make_row().pk for _ in range(21)]
    result = queries.find(Criteria(page=999_999))
    assert (result.page, result.num_pages, len(result.rows)) == (2, 2, 1)
    assert result.rows[0].pk in rows
    assert result.has_previous
    assert not result.has_next


def test_the_poles_and_the_other_side_of_the_earth_are_places_too():
    row = make_row(latitude=89.9, longitude=-170.0)
    result = queries.find(Criteria(place=Place("Pôle", 90.0, 10.0), radius_km=50))
    assert [found.pk for found in result.rows] == [row.pk]
    assert queries.find(Criteria(place=Place("Antipodes", -47.6, -173.1))).count == 0


def test_large_counts_are_kept_for_a_while_and_rows_stay_fresh(monkeypatch):
    monkeypatch.setattr("search.queries.searches.KEPT_FROM", 3)
    for _ in range(3):
        make_row()
    assert queries.find(Criteria()).count == 3
    newest = make_row(published_at=timezone.now())
    kept = queries.find(Criteria())
    assert kept.count == 3
    assert kept.rows[0].pk == newest.pk
    assert queries.find(Criteria(kinds=("session",))).count == 0


def test_small_counts_are_always_fresh():
    make_row()
    assert queries.find(Criteria()).count == 1
    make_row()
    assert queries.find(Criteria()).count == 2


def test_matching_gives_a_queryset_of_the_same_rows():
    row = make_row(title="Couvreur")
    make_row()
    criteria = criteria_from(QueryDict("q=couvreuse")).criteria
    assert list(queries.matching(criteria)) == [row]
