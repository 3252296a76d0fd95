"""The list that other sites show in a frame, and the page that explains it."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.parameters import places
from tests.factories import JobOfferPageFactory
from tests.search.rows import make_belfort, make_row

pytestmark = pytest.mark.django_db

ORIGIN = "https://www.departement.exemple"
HOSTILE = "\"><script>alert(1)</script>'"


@pytest.fixture(autouse=True)
def belfort(settings):
    settings.BASE_URL = "https://declic.example"
    places.forget_communes()
    make_belfort()
    yield
    places.forget_communes()


def text_of(response):
    return html.unescape(response.content.decode())


def titles(response):
    return re.findall(r"<h2>\s*<a [^>]*>([^<]+)</a>", text_of(response))


def policy(response):
    directives = response["Content-Security-Policy"].split(";")
    return dict(directive.strip().split(" ", 1) for directive in directives)


def test_only_the_list_may_be_framed_by_the_sites_that_are_named(client, settings):
    settings.EMBED_ORIGINS = [ORIGIN, "https://*.belfort.exemple"]
    offer = JobOfferPageFactory.row()
    response = client.get("/integration/offres/")
    assert "X-Frame-Options" not in response
    assert policy(response) == {
        "default-src": "'none'",
        "style-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": f"'self' {ORIGIN} https://*.belfort.exemple",
    }
    for address in ("/", "/offres/", "/integration/", offer.url, "/offres/flux.rss", "/cms/login/"):
        other = client.get(address)
        assert other["X-Frame-Options"] == "SAMEORIGIN", address
        assert policy(other)["frame-ancestors"] == "'self'", address


def test_no_other_site_may_frame_it_unless_named(client):
    assert policy(client.get("/integration/offres/"))["frame-ancestors"] == "'self'"


def test_has_neither_cookie_nor_script_and_may_be_kept(client):
    make_row()
    response = client.get("/integration/offres/")
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=300"
    page = text_of(response)
    assert "<script" not in page
    assert not re.search(r'\s(style|on[a-z]+)="', page)
    assert "csrf" not in page
    assert '<html lang="fr">' in page


def test_links_leave_the_frame_and_are_absolute(client):
    row = make_row(title="Soudeur ou soudeuse", text="soudeur")
    page = text_of(client.get("/integration/offres/?q=soudeur&contrat=&nombre=3"))
    links = re.findall(r"<a ([^>]+)>", page)
    assert links == [
        f'href="https://declic.example{row.url}" target="_top" rel="noopener"',
        'href="https://declic.example/offres/?q=soudeur" target="_top" rel="noopener"',
    ]
    assert "<h1>Offres “soudeur”</h1>" in page
    assert "Voir toutes les offres" in page


@pytest.mark.parametrize(
    ("query", "count", "said"),
    [
        ("", 5, ""),
        ("?nombre=1", 1, ""),
        ("?nombre=20", 20, ""),
        ("?nombre=21", 20, "Valeur ramenée à 20"),
        ("?nombre=0", 1, "Valeur ramenée à 1"),
        ("?nombre=-5", 1, "Valeur ramenée à 1"),
        ("?nombre=dix", 5, "n’est pas un nombre"),
        (f"?nombre={'9' * 10_000}", 5, "n’est pas un nombre"),
        ("?nombre=3&page=2", 3, ""),
    ],
)
def test_number_is_brought_to_the_nearest(client, query, count, said):
    for _ in range(22):
        make_row()
    response = client.get(f"/integration/offres/{query}")
    assert response.status_code == 200
    assert len(titles(response)) == count
    assert (said in text_of(response)) if said else ('class="problems"' not in text_of(response))


def test_same_search_as_the_page(client):
    near = make_row(title="Maçon", contract="cdi")
    make_row(title="Maçon", contract="cdd")
    make_row(title="Maçon", contract="cdi", latitude=48.9)
    response = client.get("/integration/offres/?lieu=Belfort&contrat=cdi")
    assert response.context["lines"][0].url.endswith(near.url)
    assert titles(response) == ["Maçon"]
    assert "CDI" in text_of(response)


def test_empty_list_says_so_and_leads_on(client):
    page = text_of(client.get("/integration/offres/?q=introuvable"))
    assert "Aucune annonce pour l’instant" in page
    assert 'href="https://declic.example/offres/?q=introuvable"' in page


def test_wrong_values_are_told_and_replaced(client):
    make_row()
    response = client.get("/integration/offres/?lieu=Atlantide&type=rien&rayon=x")
    page = text_of(response)
    assert response.status_code == 200
    assert "Nous ne connaissons pas «\u00a0Atlantide\u00a0»" in page
    assert "«\u00a0rien\u00a0» n’est pas un choix possible" in page
    assert len(titles(response)) == 1


def test_hostile_words_stay_words(client):
    make_row(title=HOSTILE, organisation_name=HOSTILE)
    for address in ("/integration/offres/", "/integration/"):
        source = client.get(address, {"q": HOSTILE}).content.decode()
        assert "<script>alert" not in source


@pytest.mark.parametrize("rows", [1, 20])
def test_queries_do_not_depend_on_the_number_of_rows(client, rows):
    for _ in range(rows):
        make_row()
    address = "/integration/offres/?lieu=Belfort&nombre=20"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert len(titles(client.get(address))) == rows
    assert len(queries) == 1


def code_of(response):
    match = re.search(r"<textarea[^>]*>(.*?)</textarea>", response.content.decode(), re.DOTALL)
    return html.unescape(match[1])


def test_code_to_copy_shows_the_chosen_list(client):
    make_row(title="Soudeur", text="soudeur", contract="cdi")
    query = {"q": "soudeur", "lieu": "Belfort", "rayon": "10", "nombre": "7", "contrat": "cdi"}
    response = client.get("/integration/", query)
    code = code_of(response)
    (address,) = re.findall(r'src="([^"]+)"', code)
    address = html.unescape(address)
    assert address.startswith("https://declic.example/integration/offres/?")
    assert titles(client.get(address.removeprefix("https://declic.example"))) == ["Soudeur"]
    assert "nombre=7" in address
    assert 'title="Offres “soudeur” près de Belfort (90000)"' in code
    page = text_of(response)
    assert "Filtres gardés\u00a0: CDI." in page
    assert '<input type="hidden" name="contrat" value="cdi">' in page
    assert f'src="{address.removeprefix("https://declic.example")}"' in page


def test_code_survives_hostile_words(client):
    code = code_of(client.get("/integration/", {"q": HOSTILE}))
    assert code.count("<") == 2
    assert len(re.findall(r'[a-z]+="', code)) == 6


def test_typed_place_replaces_the_part_of_the_map(client):
    code = code_of(client.get("/integration/?bbox=6,47,7,48&lieu=Belfort"))
    assert "bbox" not in code
    assert "lieu=Belfort" in code
    assert "bbox=6" in code_of(client.get("/integration/?bbox=6,47,7,48"))


def test_explained_page_says_who_may(client, settings):
    assert "Aucun ne l’est pour l’instant" in text_of(client.get("/integration/"))
    settings.EMBED_ORIGINS = [ORIGIN]
    assert f"peuvent afficher la liste\u00a0: {ORIGIN}." in text_of(client.get("/integration/"))


def test_explained_page_shows_what_is_wrong_beside_the_field(client):
    page = text_of(client.get("/integration/?lieu=Atlantide&nombre=99"))
    assert 'aria-describedby="erreur-lieu"' in page
    assert "Nous ne connaissons pas «\u00a0Atlantide\u00a0»" in page
    assert 'id="erreur-nombre"' in page
    assert "notice-danger" not in page
    page = text_of(client.get("/integration/?contrat=rien"))
    assert "notice-danger" in page
    assert "Contrat\u00a0: «\u00a0rien\u00a0» n’est pas un choix possible." in page


def test_search_page_leads_there_with_its_filters(client):
    make_row(contract="cdi")
    page = text_of(client.get("/offres/?contrat=cdi"))
    assert 'href="/integration/?contrat=cdi"' in page
