import functools
import html
import json
import re
from unittest.mock import ANY

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from search.parameters import places
from snippets.models import SiteSettings
from tests.factories import CommuneFactory, JobOfferPageFactory
from tests.search import rows as index

pytestmark = pytest.mark.django_db

HOSTILE = "\"><script>alert(1)</script>'"
make_row = functools.partial(index.make_row, contract="cdi")


@pytest.fixture(autouse=True)
def belfort():
    places.forget_communes()
    yield CommuneFactory(belfort=True)
    places.forget_communes()


def get(client, query="", **kwargs):
    return client.get(f"/offres/{query}", **kwargs)


def text_of(response):
    return html.unescape(response.content.decode())


def titles(response):
    return re.findall(r'<h3>\s*<a href="[^"]+">([^<]+)</a>', text_of(response))


def test_works_without_javascript(client):
    make_row(title="Soudeur ou soudeuse", contract="cdd")
    response = get(client)
    page = text_of(response)
    assert response.status_code == 200
    assert titles(response) == ["Soudeur ou soudeuse"]
    assert '<form class="search-form"' in page
    assert 'method="get"' in page
    for name in ("q", "lieu", "rayon", "type", "contrat", "domaine", "temps", "horaires", "depuis"):
        assert f'name="{name}"' in page
    assert "<details" in page
    assert "1\u00a0offre</h2>" in page


def test_no_inline_script_or_style(client):
    make_row()
    page = text_of(get(client, "?q=soudeur&lieu=Belfort"))
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r'\sstyle="', page)
    assert not re.search(r"\son[a-z]+=", page)


def test_content_policy_lets_the_tiles_in(client):
    policy = get(client)["Content-Security-Policy"].split("; ")
    assert "img-src 'self' data: https://data.geopf.fr" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy


@pytest.mark.parametrize("rows", [1, 20])
def test_queries_do_not_depend_on_the_number_of_rows(client, rows):
    for _ in range(rows):
        make_row()
    query = "?lieu=Belfort&rayon=10&contrat=cdi"
    get(client, query)
    with CaptureQueriesContext(connection) as queries:
        response = get(client, query)
    assert len(titles(response)) == rows
    assert len(queries) == 1


def test_first_request_of_a_process_stays_in_the_budget(client):
    make_row()
    with CaptureQueriesContext(connection) as queries:
        get(client, "?lieu=Belfort&rayon=10&contrat=cdi")
    assert len(queries) <= 6


def test_search_keeps_what_was_typed(client):
    page = text_of(get(client, "?q=soudeur+tig&lieu=Belfort&rayon=10&contrat=cdi&siae=1"))
    assert 'value="soudeur tig"' in page
    assert 'value="Belfort"' in page
    assert re.search(r'value="10" selected', page)
    assert re.search(r'id="f-contrat-cdi"\s+checked', page)
    assert re.search(r'id="f-siae-1"\s+checked', page)


def test_chips_remove_one_filter_each(client):
    page = text_of(get(client, "?lieu=Belfort&rayon=10&contrat=cdi&contrat=cdd&page=3"))
    chips = re.findall(r'class="chip"\s+href="([^"]+)"\s+data-remove="(\w+)"', page)
    assert chips == [
        ("/offres/?rayon=10&contrat=cdi&contrat=cdd", "lieu"),
        ("/offres/?lieu=Belfort&rayon=10&contrat=cdd", "contrat"),
        ("/offres/?lieu=Belfort&rayon=10&contrat=cdi", "contrat"),
    ]


def test_pages_keep_the_filters(client):
    for _ in range(45):
        make_row()
    page = text_of(get(client, "?contrat=cdi&page=2"))
    assert "Page 2 sur 3" in page
    assert 'rel="prev"' in page
    assert "/offres/?contrat=cdi&page=3" in page
    assert 'href="/offres/?contrat=cdi"' in page


def test_page_beyond_the_end_is_the_last_one(client):
    for _ in range(21):
        make_row()
    assert "Page 2 sur 2" in text_of(get(client, "?page=999999999999999999999"))


def test_sort_is_offered_where_it_means_something(client):
    make_row()
    assert "Trier par" not in text_of(get(client))
    page = text_of(get(client, "?lieu=Belfort"))
    assert '<option value="distance"' in page
    assert '<option value="pertinence"' not in page


def test_count_of_each_filter_value(client):
    make_row(contract="cdi")
    make_row(contract="cdd")
    make_row(contract="cdd")
    page = text_of(get(client, "?contrat=cdi"))
    counts = json.loads(re.search(r'data-counts="(\{.*?\})"', page)[1])
    assert counts["contrat-cdd"] == "2"
    assert counts["contrat-cdi"] == "1"
    assert counts["contrat-interim"] == "0"
    assert '<span id="n-contrat-cdd">2</span>' in page


def test_widened_radius_is_explained(client):
    CommuneFactory(
        insee_code="90033", name="Delle", postal_codes=["90100"], latitude=47.509, longitude=6.999
    )
    make_row()
    page = text_of(get(client, "?lieu=Delle&rayon=5"))
    assert "Aucune offre à moins de 5\u00a0km\u00a0; 1\u00a0offre à moins de 20\u00a0km." in page
    assert "1\u00a0offre à moins de 20\u00a0km de Delle (90100)" in page


def test_nothing_found_is_not_a_dead_end(client):
    SiteSettings.objects.create(contact_phone="03 84 00 00 00")
    page = text_of(get(client, "?q=astronaute&contrat=cdi"))
    assert "Aucune offre" in page
    assert "Rien ne correspond pour l’instant" in page
    assert 'href="/offres/?q=astronaute"' in page
    assert "garder seulement les mots et le lieu" not in text_of(get(client, "?q=astronaute"))
    assert "tel:+33" in page


def test_spelling_is_suggested_as_a_link(client):
    JobOfferPageFactory.row(title="Soudeur / Soudeuse")
    page = text_of(get(client, "?q=soudeurr&contrat=cdi&sans_correction=1"))
    assert 'Vouliez-vous dire <a href="/offres/?q=soudeur&contrat=cdi">soudeur</a>' in page


def test_unknown_place_is_explained_beside_the_field(client):
    page = text_of(get(client, "?lieu=Belfore"))
    assert 'aria-invalid="true" aria-describedby="erreur-lieu"' in re.sub(r"\s+", " ", page)
    assert 'id="erreur-lieu"' in page
    assert "Vouliez-vous dire Belfort (90000)" in page
    assert 'value="Belfore"' in page


def test_nearest_places_are_links_that_keep_the_search(client):
    page = text_of(get(client, "?q=soudeur&lieu=Belfore&rayon=10&contrat=cdi&bbox=6,47,7,48"))
    link = "/offres/?q=soudeur&contrat=cdi&lieu=Belfort+%2890000%29&rayon=10"
    assert f'<a href="{link}">Chercher près de Belfort (90000)</a>' in page
    followed = text_of(client.get(link))
    assert "à moins de 10\u00a0km de Belfort (90000)" in followed
    assert "Chercher près de" not in followed


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=-1",
        "?page=un",
        "?rayon=999",
        "?rayon=nan",
        "?rayon=1e400",
        "?bbox=1,2,3",
        "?bbox=7,48,6,47",
        "?bbox=a,b,c,d",
        "?depuis=jamais",
        "?tri=zz",
        "?type=zz&contrat=zz&domaine=zz",
        "?position=91,181",
        "?q=%E2%82%AC%F0%9F%98%80",
        f"?q={'a' * 5000}",
        "?q=%25s%28%29%27%22%5C%3A%26%7C%21",
        "?q=%20&lieu=%20&rayon=",
    ],
)
def test_bad_input_gets_a_page(client, query):
    make_row()
    response = get(client, query)
    assert response.status_code == 200
    assert titles(response) or "Rien ne correspond" in text_of(response)


@pytest.mark.parametrize("query", ["?q=%00", "?q=%FF%FE"])
def test_unreadable_address_gets_the_french_error_page(client, query):
    response = get(client, query)
    assert response.status_code == 400
    assert "Cette adresse n’est pas lisible" in text_of(response)


def test_problems_are_said_with_what_was_wrong(client):
    page = text_of(get(client, "?tri=zz&rayon=999"))
    assert "Une partie de la recherche a été adaptée" in page
    assert "«\u00a0zz\u00a0» n’est pas un choix possible." in page
    assert "Valeur ramenée à 50" in page


@pytest.mark.parametrize("name", ["q", "lieu", "rayon", "tri", "type", "position", "bbox"])
def test_hostile_parameters_are_escaped(client, name):
    response = client.get("/offres/", {name: HOSTILE})
    assert "<script>alert" not in response.content.decode()


def test_hostile_title_is_escaped(client):
    make_row(title=HOSTILE, organisation_name=HOSTILE)
    assert "<script>alert" not in get(client).content.decode()


def test_filtered_pages_are_not_indexed(client):
    assert "noindex" not in text_of(get(client))
    assert "noindex" not in text_of(get(client, "?page=1"))
    assert 'content="noindex, follow"' in text_of(get(client, "?contrat=cdi"))


def test_htmx_gets_the_list_alone_and_the_address_to_show(client):
    make_row()
    response = get(
        client, "?q=&lieu=Belfort&rayon=20&bbox=&tri=date", headers={"HX-Request": "true"}
    )
    page = text_of(response)
    assert "<html" not in page
    assert page.lstrip().startswith('<section class="results"')
    assert response["HX-Push-Url"] == "/offres/?lieu=Belfort&rayon=20"
    # The list and the whole page are two answers of one address, for caches as well.
    assert {"HX-Request", "HX-History-Restore-Request"} <= set(response["Vary"].split(", "))


def test_restored_history_gets_the_whole_page(client):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in text_of(get(client, headers=headers))


def test_map_is_told_what_to_show(client):
    place = text_of(get(client, "?lieu=Belfort&rayon=10&contrat=cdi&tri=date"))
    assert 'data-lat="47.63860"' in place
    assert 'data-radius="10"' in place
    assert 'data-query="contrat=cdi&position=47.6386%2C6.8631&rayon=10"' in place
    box = text_of(get(client, "?bbox=6.8,47.5,7.0,47.7"))
    assert 'data-bbox="6.80000,47.50000,7.00000,47.70000"' in box
    assert "dans cette zone" in box


def test_only_reading_is_allowed(client):
    assert client.post("/offres/").status_code == 405
    assert client.head("/offres/").status_code == 200


def test_communes_for_the_form(client):
    response = client.get(reverse("search:communes"), {"q": "bel"})
    assert response.json() == {
        "results": [{"value": "Belfort (90000)", "label": "Belfort", "detail": "90000"}]
    }
    assert "max-age=3600" in response["Cache-Control"]


@pytest.mark.parametrize("text", ["", "zz", "x" * 3000, HOSTILE])
def test_communes_of_nothing(client, text):
    assert client.get(reverse("search:communes"), {"q": text}).json() == {"results": ANY}
