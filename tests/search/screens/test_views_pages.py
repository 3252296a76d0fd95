import datetime
import html
import json
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pages.models import JobOfferPage
from snippets.models import SiteSettings
from tests.factories import JobOfferPageFactory, OrganisationFactory
from tests.search.rows import make_row

pytestmark = pytest.mark.django_db

HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def text_of(response):
    return html.unescape(response.content.decode())


def settings_with(**values):
    SiteSettings.objects.update_or_create(pk=1, defaults=values)
    cache.clear()


# --- Home ---------------------------------------------------------------------------------------


def test_home_searches_at_once(client):
    JobOfferPageFactory.row(title="Soudeur ou soudeuse")
    page = text_of(client.get("/"))
    assert '<form action="/offres/" method="get" role="search"' in re.sub(r"\s+", " ", page)
    assert 'name="q"' in page
    assert 'name="lieu"' in page
    assert "1\u00a0offre en ligne" in page
    assert "Soudeur ou soudeuse" in page
    assert "Je recrute" in page


def test_home_without_any_offer(client):
    page = text_of(client.get("/"))
    assert "en ligne" not in page
    assert "Aucune offre pour l’instant" in page


def test_who_helps_is_led_to_missions_once_there_is_one(client):
    link = '<a href="/offres/?type=volunteering">Je veux aider</a>'
    assert link not in text_of(client.get("/"))
    make_row(kind="volunteering")
    assert link in text_of(client.get("/"))


# --- Offer --------------------------------------------------------------------------------------


def offer(client, **values):
    page = JobOfferPageFactory.row(**values)
    return page, client.get(page.url)


def test_offer_says_the_essential(client):
    page, response = offer(
        client,
        title="Maçon ou maçonne",
        transport_access="Bus 8, arrêt Mairie",
        expire_at=timezone.now() + datetime.timedelta(days=20),
    )
    shown = text_of(response)
    assert response.status_code == 200
    assert "<h1>Maçon ou maçonne</h1>" in shown
    assert "CDI" in shown
    assert "Bus 8, arrêt Mairie" in shown
    assert f'href="/organisations/{page.organisation.slug}/"' in shown
    assert "Publiée le" in shown
    assert "Je préfère qu’on m’aide" in shown
    assert f"/offres/{page.pk}/signaler/" in shown
    assert f"/offres/{page.pk}/qr.svg" in shown
    assert "https://wa.me/?text=" in shown


def test_offer_has_no_inline_code_but_structured_data(client):
    shown = text_of(offer(client)[1])
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", shown) == [
        '<script type="application/ld+json">'
    ]
    assert not re.search(r'\sstyle="', shown)


def test_structured_data_cannot_be_left(client):
    _, response = offer(client, title=HOSTILE, summary=HOSTILE)
    source = response.content.decode()
    assert "<script>alert" not in source
    assert "<img src=x" not in source
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', source, re.DOTALL)[1]
    assert json.loads(block)["title"] == HOSTILE


@pytest.mark.parametrize(
    ("values", "link", "word"),
    [
        (
            {"apply_by": "web", "apply_url": "https://emploi.exemple.test/1"},
            "https://emploi.exemple.test/1",
            "Postuler sur le site",
        ),
        (
            {"apply_by": "email", "contact_email_public": True},
            "mailto:recrutement@entreprise.test",
            "Envoyer un e-mail",
        ),
        ({"apply_by": "phone", "contact_phone_public": True}, "tel:", "Appeler"),
        (
            {"apply_by": "phone", "contact_email_public": True},
            "mailto:recrutement@entreprise.test?subject=",
            "Écrire à l’employeur",
        ),
        (
            {"apply_by": "email", "contact_phone_public": True},
            "tel:",
            "Appeler l’employeur",
        ),
        (
            {"apply_by": "email"},
            "/etre-rappele/?page=",
            "Demander à être rappelé·e",
        ),
    ],
)
def test_offer_has_one_button_that_works(client, values, link, word):
    shown = text_of(offer(client, **values)[1])
    (button,) = re.findall(r'<a class="btn btn-action"\s+href="([^"]*)"[^>]*>([^<]*)</a>', shown)
    assert button[0].startswith(link)
    assert button[1].strip() == word
    # Without a phone of the service too, nobody is left alone with it.
    assert "Je préfère qu’on m’aide" in shown or word == "Demander à être rappelé·e"


def test_private_contact_is_not_shown(client):
    shown = text_of(offer(client)[1])
    assert "recrutement@entreprise.test" not in shown
    assert "Camille Petit" not in shown
    assert "03 84 00 00 01" not in shown


def test_offer_without_a_pin_is_approximate(client):
    shown = text_of(offer(client)[1])
    assert "Lieu approximatif" in shown
    assert "data-exact" not in shown


def test_offer_with_a_pin(client):
    shown = text_of(offer(client, location="SRID=4326;POINT(6.8631 47.6386)")[1])
    assert "Lieu approximatif" not in shown
    assert 'data-exact="1"' in shown
    assert 'data-lat="47.6386"' in shown


def test_offer_shows_similar_ones(client):
    JobOfferPageFactory.row(title="Coffreur ou coffreuse")
    shown = text_of(offer(client)[1])
    assert "Offres qui ressemblent" in shown
    assert "Coffreur ou coffreuse" in shown


def test_offer_costs_at_most_fifteen_queries(client):
    page = JobOfferPageFactory.row()
    for _ in range(5):
        make_row()
    client.get(page.url)
    with CaptureQueriesContext(connection) as queries:
        client.get(page.url)
    assert len(queries) <= 15


# --- Gone ---------------------------------------------------------------------------------------


def test_expired_offer_answers_410_with_similar_ones(client):
    JobOfferPageFactory.row(title="Coffreur ou coffreuse")
    page = JobOfferPageFactory.row(title="Maçon ou maçonne")
    past = timezone.now() - datetime.timedelta(hours=1)
    JobOfferPage.objects.filter(pk=page.pk).update(expire_at=past)
    response = client.get(page.url)
    shown = text_of(response)
    assert response.status_code == 410
    assert "Cette offre n’est plus en ligne" in shown
    assert "Maçon ou maçonne" in shown
    assert "Coffreur ou coffreuse" in shown
    assert "noindex" in shown


@pytest.mark.parametrize("field", ["filled_at", "withdrawn_at"])
def test_offer_taken_down_answers_410(client, field):
    page = JobOfferPageFactory.row()
    setattr(page, field, timezone.now())
    page.save()
    page.unpublish()
    assert client.get(page.url).status_code == 410


def test_draft_does_not_exist(client):
    page = JobOfferPageFactory(live=False)
    response = client.get(f"/offres/{page.slug}/")
    assert response.status_code == 404
    assert "Cette page n’existe pas" in text_of(response)


# --- QR code ------------------------------------------------------------------------------------


def test_qr_code_of_an_offer(client):
    row = make_row(title=HOSTILE)
    response = client.get(reverse("search:qr", args=[row.pk]))
    drawing = response.content.decode()
    assert response["Content-Type"] == "image/svg+xml"
    assert drawing.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "<script" not in drawing
    assert "<img" not in drawing


@pytest.mark.parametrize("number", [1, 2**63, 10**30])
def test_qr_code_of_nothing(client, number):
    assert client.get(f"/offres/{number}/qr.svg").status_code == 404


def test_qr_code_of_an_expired_offer(client):
    row = make_row(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    assert client.get(reverse("search:qr", args=[row.pk])).status_code == 404


# --- Organisation -------------------------------------------------------------------------------


def test_organisation_shows_its_live_offers(client):
    organisation = OrganisationFactory(
        name="Vauclair Électricité",
        description="Nous rénovons des écoles.",
        website="https://vauclair.exemple.test",
    )
    JobOfferPageFactory.row(title="Électricien ou électricienne", organisation=organisation)
    JobOfferPageFactory(title="Brouillon", organisation=organisation, live=False)
    JobOfferPageFactory.row(title="Ailleurs")
    page = text_of(client.get(f"/organisations/{organisation.slug}/"))
    assert "<h1>Vauclair Électricité</h1>" in page
    assert "Nous rénovons des écoles." in page
    assert "https://vauclair.exemple.test" in page
    assert "1\u00a0offre en ligne" in page
    assert "Électricien ou électricienne" in page
    assert "Brouillon" not in page
    assert "Ailleurs" not in page


def test_organisation_without_offers_is_shown_once_verified(client):
    organisation = OrganisationFactory()
    address = f"/organisations/{organisation.slug}/"
    assert client.get(address).status_code == 404
    organisation.verified_at = timezone.now()
    organisation.save()
    assert "n’a pas d’offre en ce moment" in text_of(client.get(address))


def test_unknown_organisation(client):
    assert client.get("/organisations/inconnue/").status_code == 404


def test_hostile_organisation_is_escaped(client):
    organisation = OrganisationFactory(name=HOSTILE, description=HOSTILE, address=HOSTILE)
    JobOfferPageFactory.row(organisation=organisation)
    source = client.get(f"/organisations/{organisation.slug}/").content.decode()
    assert "<script>alert" not in source
    assert "<img src=x" not in source


@pytest.mark.parametrize("rows", [1, 20])
def test_organisation_costs_the_same_for_one_and_twenty_offers(client, rows):
    organisation = OrganisationFactory()
    for _ in range(rows):
        make_row(organisation_id=organisation.pk)
    address = f"/organisations/{organisation.slug}/"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) == 2


# --- Texts and errors ---------------------------------------------------------------------------


def test_legal_notice_has_a_default_and_can_be_edited(client):
    assert "Qui publie ce site" in text_of(client.get("/mentions-legales/"))
    settings_with(legal_notice="<p>Texte du service juridique.</p>")
    page = text_of(client.get("/mentions-legales/"))
    assert "Texte du service juridique." in page
    assert "Qui publie ce site" not in page


def test_accessibility_statement_is_honest_by_default(client):
    page = text_of(client.get("/accessibilite/"))
    assert "auto-évaluation" in page
    assert "Aucun organisme extérieur" in page
    assert "Défenseur des droits" in page
    settings_with(accessibility_statement="<p>Conforme depuis 2028.</p>")
    page = text_of(client.get("/accessibilite/"))
    assert "Conforme depuis 2028." in page
    assert "auto-évaluation" not in page


def test_robots(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Disallow: /cms/" in response.content.decode()


@pytest.mark.parametrize("address", ["/rien/", "/offres/rien/", "/rien/<script>"])
def test_unknown_page_has_a_way_out(client, address):
    response = client.get(address)
    assert response.status_code == 404
    page = response.content.decode()
    assert 'lang="fr"' in page
    assert 'href="/offres/"' in page
    assert "<script>" not in page


@pytest.mark.parametrize("name", ["400", "400_form", "403", "403_csrf", "404"])
def test_error_pages_render(rf, name):
    from django.template.loader import render_to_string

    page = render_to_string(f"{name}.html", request=rf.get("/"))
    assert "<h1>" in page
    assert "noindex" in page


def test_server_error_page_needs_neither_database_nor_context(django_assert_num_queries):
    from django.template.loader import render_to_string

    with django_assert_num_queries(0):
        page = render_to_string("500.html")
    assert "Le site a rencontré une erreur" in page


def test_form_without_its_token_is_explained():
    from django.test import Client

    row = make_row()
    response = Client(enforce_csrf_checks=True).post(f"/offres/{row.pk}/signaler/", {})
    assert response.status_code == 403
    assert "Le formulaire a expiré" in text_of(response)


@pytest.mark.parametrize(
    "address", ["/", "/offres/", "/mentions-legales/", "/accessibilite/", "/signalement/merci/"]
)
def test_every_page_has_its_landmarks(client, address):
    page = text_of(client.get(address))
    assert '<html lang="fr">' in page
    assert 'class="skip-link" href="#contenu"' in page
    assert page.count("<main ") == page.count("<header class") == page.count("<footer") == 1
    assert page.count("<h1") == 1
    assert len(re.findall(r"<title>\s*\S", page)) == 1
