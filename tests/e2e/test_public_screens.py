"""The public screens in a real browser: accessibility, weight, without and with JavaScript."""

import gzip
import json
import re
from datetime import timedelta

import brotli
import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.rich_text import RichText

from pages.models import JobOfferPage, Navigation
from search.parameters import places
from snippets.models import Commune, SiteSettings
from tests.e2e import browser as tools
from tests.editorial_factories import ContentPageFactory, NewsPageFactory
from tests.factories import CommuneFactory, JobOfferPageFactory, OrganisationFactory
from tests.search.rows import make_row

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

BELFORT = "SRID=4326;POINT(6.8631 47.6386)"
FIRST_VIEW_BYTES = 120_000
FIRST_VIEW_REQUESTS = 13
MAP_BYTES = 60_000
# What has the focus and is covered by the bar at the foot of the screen.
UNDER_THE_BAR = """() => {
  const bar = document.querySelector(".apply-main");
  const found = [];
  for (const one of document.querySelectorAll("main a[href], main button, main summary")) {
    one.focus();
    if (document.activeElement !== one || bar.contains(one)) continue;
    if (one.getBoundingClientRect().bottom > bar.getBoundingClientRect().top) {
      found.push(one.textContent.trim());
    }
  }
  return found;
}"""


@pytest.fixture
def site(live_server):
    """A site with 25 offers of Belfort and Delle, and no outside tile layer."""
    known = {"tile_url": "", "contact_phone": "01 99 00 12 34"}
    SiteSettings.objects.update_or_create(pk=1, defaults=known)
    places.forget_communes()
    belfort = CommuneFactory(belfort=True)
    delle = CommuneFactory(
        insee_code="90033", name="Delle", postal_codes=["90100"], latitude=47.509, longitude=6.999
    )
    organisation = OrganisationFactory(name="Menuiserie des Vosges")
    for number in range(23):
        make_row(
            title=f"Cuisinier ou cuisinière {number}",
            text="Cuisinier ou cuisinière",
            contract="cdi",
            precision="commune",
        )
    JobOfferPageFactory(
        title="Soudeur ou soudeuse",
        commune=belfort,
        organisation=organisation,
        location=BELFORT,
        contract="cdd",
        duration_months=6,
    )
    JobOfferPageFactory(title="Maçon ou maçonne", commune=delle, organisation=organisation)
    yield live_server
    places.forget_communes()


@pytest.fixture
def visit(site, chromium):
    """Open an address on a phone; console errors and policy breaches fail the test at its end."""
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        with tools.no_errors(page) as complaints:

            def open_(path: str):
                page.goto(f"{site.url}{path}")
                return page

            yield open_
        assert complaints == []


def heading(page):
    return page.locator("#results-heading")


FOOTER = (
    (
        "Chercher",
        "Toutes les offres",
        "Sessions de recrutement",
        "Préparer un entretien",
        "Se déplacer pour travailler",
        "Faire garder ses enfants",
    ),
    ("S’engager", "Missions bénévoles", "Devenir bénévole", "Parrainage"),
    ("S’informer", "Employeurs", "Actualités", "Questions fréquentes"),
)


def link(label):
    return {"label": label, "page": None, "address": "/offres/"}


def height_of(page, selector="html"):
    return page.locator(selector).evaluate("one => Math.max(one.scrollHeight, one.offsetHeight)")


def test_home_and_what_ends_every_page_are_short_on_a_phone(visit):
    """Half of what they were: 7,000 pixels, 1,130 for the foot, 17,600 for the register."""
    soon = timezone.now() + timedelta(days=3)
    for number in range(4):
        title = f"Job dating de l’industrie et du bâtiment {number}"
        make_row(kind="session", title=title, starts_at=soon, ends_at=soon + timedelta(hours=3))
        NewsPageFactory(title=f"Quatre entreprises vous reçoivent à Belfort {number}")
    columns = [
        {"type": "column", "value": {"title": title, "links": [link(label) for label in labels]}}
        for title, *labels in FOOTER
    ]
    Navigation.objects.create(footer_columns=json.dumps(columns))
    page = visit("/")
    assert page.locator(".home .card-offer").count() == 2
    assert page.locator(".next-sessions > li").count() == 3
    assert page.locator(".news-card").count() == 3
    assert height_of(page) <= 3_500
    assert height_of(page, ".site-footer") <= 565
    assert page.locator(".hero-phone").bounding_box()["height"] >= 44
    assert height_of(visit("/donnees-personnelles/")) <= 2_500
    # On a desktop, the card of actions stays in sight beside the text.
    text = [("text", RichText("<p>Apportez votre CV.</p>" * 60))]
    page = visit(ContentPageFactory(body=text).url)
    tools.resize(page, tools.DESKTOP)
    card = page.locator(".actions")
    page.mouse.wheel(0, 1_500)
    page.wait_for_function("() => scrollY > 1000")
    assert 0 <= card.bounding_box()["y"] < 100


def unfold(page):
    """On a phone the form is one line."""
    page.locator(".search-fold > summary").click()


def test_what_is_not_found_is_as_accessible_as_what_is(site, chromium, screenshot):
    gone = JobOfferPage.objects.get(title="Maçon ou maçonne")
    gone.unpublish()
    addresses = {
        "found": "/offres/?q=cuisinier&lieu=Belfort&rayon=10&contrat=cdi",
        "nothing": "/offres/?q=astronaute&lieu=Nulle&rayon=99&tri=zz",
        "gone": f"/offres/{gone.slug}/",
        "missing": "/rien/",
    }
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        for name, address in addresses.items():
            page.goto(f"{site.url}{address}")
            tools.look(page, screenshot, name)


def transferred(response) -> int:
    """Bytes as production sends them: static files by WhiteNoise in Brotli, pages in gzip."""
    body = response.body()
    kind = response.headers.get("content-type", "")
    if "font" in kind or "woff" in response.url or "image/png" in kind:
        return len(body)
    if "text/html" in kind or "json" in kind:
        return len(gzip.compress(body, 6))
    return len(brotli.compress(body))


def test_search_page_is_light(site, chromium):
    # The territory is a part of the map's own weight.
    call_command("load_communes", verbosity=0)
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        responses = []
        page.on("response", lambda response: responses.append(response))
        page.goto(f"{site.url}/offres/", wait_until="networkidle")
        assert {response.url.split("/")[2] for response in responses} == {
            site.url.removeprefix("http://")
        }
        assert len(responses) <= FIRST_VIEW_REQUESTS
        assert sum(map(transferred, responses)) <= FIRST_VIEW_BYTES
        assert page.evaluate("typeof window.L") == "undefined"

        seen = len(responses)
        page.get_by_role("button", name="Carte").click()
        page.locator(".pin").first.wait_for()
        page.locator(".town:not([hidden])").first.wait_for()
        assert 0 < sum(map(transferred, responses[seen:])) <= MAP_BYTES


def test_search_works_without_javascript(site, chromium):
    with tools.context(chromium, tools.PHONE, javascript=False) as visitor:
        page = visitor.new_page()
        page.goto(f"{site.url}/offres/")
        expect(page.get_by_role("button", name="Carte")).to_be_hidden()
        expect(page.get_by_role("button", name="Autour de moi")).to_be_hidden()
        # The list is the way: nothing speaks of a map that will not come.
        assert not re.search(r"\bcarte\b", page.locator("main").inner_text(), re.IGNORECASE)
        unfold(page)
        page.get_by_label("Où ?").fill("Belfort")
        page.get_by_text("Contrat", exact=True).first.click()
        page.get_by_label("CDD (", exact=False).first.check()
        page.get_by_role("button", name="Rechercher").click()
        expect(heading(page)).to_have_text(re.compile("1.offre à moins de 20.km de Belfort"))
        expect(page.locator("#search-line")).to_have_text(
            re.compile("^Belfort · 20.km · 1.filtre$")
        )
        # On one line, not letter by letter.
        assert page.get_by_role("button", name="Trier").bounding_box()["height"] < 60
        page.locator(".chip", has_text="CDD").click()
        expect(heading(page)).to_have_text(re.compile("25.offres"))
        page.get_by_role("link", name="Page suivante").click()
        expect(page.get_by_text("Page 2 sur 2")).to_be_visible()
        page.get_by_role("link", name="Page précédente").click()
        page.get_by_role("link", name="Soudeur ou soudeuse").click()
        expect(page.get_by_role("link", name="Postuler", exact=True)).to_be_visible()


def test_menu_is_folded_on_a_phone_with_and_without_scripts(site, chromium):
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        page.goto(f"{site.url}/")
        menu = page.get_by_role("navigation", name="Menu principal")
        account = menu.get_by_role("link", name="Mon compte")
        expect(account).to_be_hidden()
        button = menu.get_by_role("button", name="Menu")
        button.press("Enter")
        expect(account).to_be_visible()
        assert button.get_attribute("aria-expanded") == "true"
        assert tools.axe_findings(page) == []
        account.press("Escape")
        expect(account).to_be_hidden()
        expect(button).to_be_focused()
    with tools.context(chromium, tools.PHONE, javascript=False) as visitor:
        page = visitor.new_page()
        page.goto(f"{site.url}/offres/")
        account = page.get_by_role("link", name="Mon compte")
        expect(account).to_be_hidden()
        page.get_by_role("link", name="Menu", exact=True).click()
        expect(account).to_be_visible()
        page.get_by_role("link", name="Fermer le menu").click()
        expect(account).to_be_hidden()


def test_filters_refresh_the_list_and_announce_the_count(visit):
    page = visit("/offres/")
    # Results come first, and nothing lies over them.
    first = page.locator(".card-offer h3 a").first
    assert first.bounding_box()["y"] < tools.PHONE["height"] / 2
    first.click(trial=True)
    unfold(page)
    page.get_by_text("Contrat", exact=True).first.click()
    page.get_by_label("CDD (", exact=False).first.check()
    expect(heading(page)).to_have_text(re.compile("^1.offre$"))
    expect(page.locator("#search-line")).to_have_text(re.compile("^1.filtre$"))
    expect(page.locator("#search-status")).to_have_text(re.compile("^1.offre$"))
    expect(page).to_have_url(re.compile(r"/offres/\?contrat=cdd$"))
    page.keyboard.press("Escape")
    # Who searches is led to what is found.
    page.get_by_role("button", name="Rechercher").press("Enter")
    expect(heading(page)).to_be_focused()
    expect(page.get_by_label("Où ?")).to_be_hidden()
    page.locator(".chip", has_text="CDD").click()
    expect(heading(page)).to_have_text(re.compile("^25.offres$"))
    expect(page.locator("#f-contrat-cdd")).not_to_be_checked()
    # The list was made again around it.
    page.get_by_role("button", name="Carte").click()
    page.get_by_role("button", name="Liste").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("link", name="Page suivante").click()
    expect(page.get_by_text("Page 2 sur 2")).to_be_visible()
    expect(heading(page)).to_be_focused()
    page.evaluate("history.back()")
    expect(page.get_by_text("Page 1 sur 2")).to_be_visible()
    page.evaluate("history.back()")
    expect(heading(page)).to_have_text(re.compile("^1.offre$"))
    expect(page.locator("#f-contrat-cdd")).to_be_checked()


def test_communes_are_completed_with_the_keyboard(site, chromium):
    with tools.context(chromium, tools.DESKTOP) as visitor:
        page = visitor.new_page()
        page.goto(site.url)
        field = page.get_by_label("Où ?")
        field.focus()
        field.press_sequentially("del")
        option = page.get_by_role("option", name="Delle")
        expect(option).to_be_visible()
        expect(field).to_have_attribute("aria-expanded", "true")
        assert tools.axe_findings(page) == []
        field.press("ArrowDown")
        expect(option).to_have_attribute("aria-selected", "true")
        field.press("Enter")
        expect(field).to_have_value("Delle (90100)")
        expect(option).to_be_hidden()


def test_around_me_searches_from_a_rounded_position(site, chromium):
    here = {"latitude": 47.638612345, "longitude": 6.863112345}
    with tools.context(
        chromium, tools.PHONE, geolocation=here, permissions=["geolocation"]
    ) as visitor:
        page = visitor.new_page()
        page.goto(f"{site.url}/offres/")
        unfold(page)
        page.get_by_role("button", name="Autour de moi").click()
        expect(heading(page)).to_have_text(re.compile("à moins de 20.km de vous"))
        expect(page).to_have_url(re.compile(r"position=47\.639%2C6\.863"))


def open_map(page):
    """On a phone the map opens in a dialog."""
    page.get_by_role("button", name="Carte").click()
    page.locator(".pin").first.wait_for()


def test_a_marker_opens_its_offer_with_the_keyboard(visit):
    page = visit("/offres/?contrat=cdd")
    open_map(page)
    marker = page.get_by_role("button", name="Emploi : Soudeur ou soudeuse")
    marker.focus()
    marker.press("Enter")
    sheet = page.get_by_role("region", name="Offres choisies sur la carte")
    expect(sheet.get_by_role("link", name="Soudeur ou soudeuse")).to_be_visible()
    for said in ("Menuiserie des Vosges", "Belfort", "CDD"):
        expect(sheet.get_by_text(said, exact=True)).to_be_visible()
    expect(sheet.get_by_role("heading")).to_be_focused()
    assert tools.axe_findings(page) == []
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(marker).to_be_focused()


def test_a_pile_of_offers_is_listed(site, chromium):
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        page.goto(f"{site.url}/offres/?contrat=cdi&lieu=Belfort&rayon=5")
        open_map(page)
        page.get_by_role("button", name="23 offres à cet endroit").click()
        sheet = page.get_by_role("region", name="Offres choisies sur la carte")
        expect(sheet.get_by_role("heading")).to_have_text("23 offres ici (les 10 premières)")
        expect(sheet.get_by_role("link")).to_have_count(10)
        expect(sheet.get_by_text("Belfort, lieu approximatif").first).to_be_visible()
        expect(sheet.get_by_text("CDI", exact=True).first).to_be_visible()
        # On paper, no empty frame: what the map shows, in words.
        page.emulate_media(media="print")
        expect(page.locator("#map-dialog")).to_be_hidden()
        printed = page.locator("#map-printed")
        expect(printed.get_by_role("heading")).to_have_text(
            "23 offres sur cette partie de la carte."
        )
        expect(printed.get_by_text("23 offres à cet endroit")).to_be_visible()
        expect(printed.get_by_role("link")).to_have_count(10)
        page.emulate_media(media="screen")
        page.get_by_role("button", name="Liste").click()
        expect(page.locator("#map-dialog")).to_be_hidden()
        page.emulate_media(media="print")
        expect(printed).to_be_hidden()
        expect(page.locator("#results .card-offer").first).to_be_visible()


def test_list_and_map_light_each_other(site, chromium):
    with tools.context(chromium, tools.DESKTOP) as visitor:
        page = visitor.new_page()
        page.goto(f"{site.url}/offres/?contrat=cdd")
        marker = page.locator(".pin")
        card = page.locator("#results .card-offer")
        marker.wait_for()
        card.hover()
        expect(marker).to_have_class(re.compile("is-lit"))
        page.mouse.move(0, 0)
        expect(marker).not_to_have_class(re.compile("is-lit"))
        marker.focus()
        expect(card).to_have_class(re.compile("is-lit"))


def test_zone_of_the_map_becomes_the_search(site, chromium):
    with tools.context(chromium, tools.DESKTOP) as visitor:
        page = visitor.new_page()
        page.goto(f"{site.url}/offres/?lieu=Delle&rayon=5")
        page.locator(".pin").first.wait_for()
        zone = page.get_by_role("button", name="Rechercher dans cette zone")
        expect(zone).to_be_hidden()
        page.get_by_role("button", name="Zoomer", exact=True).click()
        zone.click()
        expect(heading(page)).to_have_text(re.compile("1.offre dans cette zone"))
        expect(page).to_have_url(re.compile("bbox="))
        expect(page.locator(".chip", has_text="Zone de la carte")).to_be_visible()


def test_offer_keeps_its_button_within_reach(visit):
    page = visit(JobOfferPage.objects.get(title="Soudeur ou soudeuse").url)
    button = page.locator(".apply-main .btn-action")
    expect(button).to_be_in_viewport()
    assert button.bounding_box()["height"] >= 44
    page.mouse.wheel(0, 2000)
    expect(button).to_be_in_viewport()
    expect(page.get_by_role("link", name="Je préfère qu’on m’aide")).to_be_visible()
    page.evaluate("window.scrollTo(0, 0)")
    assert page.evaluate(UNDER_THE_BAR) == []


def test_a_place_typed_before_the_script_came_is_completed(site, chromium):
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        held = []
        page.route(re.compile(r"/combobox[^/]*\.js"), lambda route: held.append(route))
        page.goto(f"{site.url}/offres/")
        unfold(page)
        with page.expect_request(re.compile(r"/combobox[^/]*\.js")):
            page.get_by_label("Où\u00a0?").press_sequentially("del")
        assert not page.get_by_role("option", name="Delle").is_visible()
        held[0].continue_()
        expect(page.get_by_role("option", name="Delle")).to_be_visible()


@pytest.mark.parametrize("with_contours", [True, False])
def test_map_of_an_offer_without_tiles_shows_contours_or_nothing(site, chromium, with_contours):
    if with_contours:
        west, south, east, north = 6.84, 47.62, 6.89, 47.66
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        contour = {"type": "Polygon", "coordinates": [ring]}
        Commune.objects.filter(name="Belfort").update(contour=contour)
    with tools.context(chromium, tools.DESKTOP) as visitor:
        page = visitor.new_page()
        with tools.no_errors(page) as complaints:
            page.goto(f"{site.url}{JobOfferPage.objects.get(title='Soudeur ou soudeuse').url}")
            map_ = page.locator(".place-map.leaflet-container")
            map_.wait_for(state="attached")
            if with_contours:
                map_.locator(".leaflet-territory-pane path").first.wait_for()
                page.wait_for_function(
                    "() => document.querySelector('.place-map path').getBoundingClientRect().width"
                    " < document.querySelector('.place-map').getBoundingClientRect().width"
                )
                expect(map_.locator(".pin")).to_be_visible()
            else:
                expect(map_).to_be_hidden()
                expect(page.get_by_role("heading", name="Où et comment venir")).to_be_visible()
        assert complaints == []
