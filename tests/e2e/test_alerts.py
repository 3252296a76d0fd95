"""A search is saved and confirmed, its new offer arrives once, and stops in one click; hearts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from post_office.models import Email

from pages.models import JobOfferPage
from pages.moderation import services
from portal.candidates.models import Favourite, SavedSearch
from portal.candidates.services.sending import send_due_alerts
from snippets.models import SiteSettings
from tests.e2e import browser as tools
from tests.e2e import cms
from tests.factories import PASSWORD, CommuneFactory, JobOfferPageFactory
from tests.pages.moderation.conftest import approve, with_level
from tests.portal.candidates.things import candidate, make_alert

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
ADDRESS = "eloise@exemple.test"
TITLE = "Soudeur ou soudeuse"


@pytest.fixture
def site(live_server):
    """One offer online, without a map."""
    SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
    CommuneFactory(belfort=True)
    JobOfferPageFactory(title="Maçon ou maçonne")
    return live_server


def publish() -> None:
    """Publish an offer as the team does: sent to review, then approved."""
    author = with_level("communication", email="autrice@exemple.test")
    moderator = with_level("communication", email="relectrice@exemple.test")
    page = JobOfferPageFactory(title=TITLE, live=False, owner=author)
    services.submit(page=page, user=author)
    approve(JobOfferPage.objects.get(pk=page.pk), moderator)


def path_in_mail(base: str, action: str) -> str:
    """The address of a link of the last message, on the server of the test."""
    message = cms.in_database(lambda: Email.objects.filter(to=ADDRESS).latest("pk").message)
    return f"{base}{re.search(rf'/alertes/{action}/[^/]+/', message)[0]}"


def messages() -> list[str]:
    """The subjects of what was sent about new offers."""
    rows = Email.objects.filter(to=ADDRESS, subject__contains="ouvelle").order_by("pk")
    return list(rows.values_list("subject", flat=True))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_visitor_gets_one_alert_and_stops_it(site, chromium, screenshot, javascript):
    base = site.url
    with tools.context(chromium, tools.PHONE, javascript=javascript) as visitor:
        page = visitor.new_page()
        page.goto(f"{base}/offres/?q=soudeur&lieu=Belfort&rayon=20")
        page.get_by_role("link", name="Recevoir les nouvelles offres").click()
        expect(page.get_by_text("Soudeur, à 20\u00a0km de Belfort")).to_be_visible()
        page.get_by_label("Votre adresse e-mail").fill("pas une adresse")
        page.get_by_role("button", name="Recevoir l’alerte").click()
        expect(page.get_by_role("alert")).to_contain_text("L’alerte n’est pas créée")
        if javascript:
            tools.look(page, screenshot, "new")
        page.get_by_label("Votre adresse e-mail").fill(ADDRESS)
        page.get_by_role("button", name="Recevoir l’alerte").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Regardez vos messages")
        page.goto(path_in_mail(base, "confirmer"))
        page.get_by_role("button", name="Oui, je veux cette alerte").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("l’alerte commence")
        if javascript:
            tools.look(page, screenshot, "confirmed")

        cms.in_database(publish)
        tomorrow = timezone.now() + timedelta(days=1)
        cms.in_database(lambda: send_due_alerts(tomorrow))
        assert cms.in_database(messages) == [f"Nouvelle offre\u00a0: {TITLE}"]
        cms.in_database(lambda: send_due_alerts(tomorrow))
        cms.in_database(lambda: send_due_alerts(tomorrow + timedelta(days=1)))
        assert len(cms.in_database(messages)) == 1

        page.goto(path_in_mail(base, "arreter"))
        page.get_by_role("button", name="Arrêter cette alerte").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("l’alerte est arrêtée")
        expect(page.get_by_role("button", name="Reprendre l’alerte")).to_be_visible()
        if javascript:
            tools.look(page, screenshot, "stopped")
    assert cms.in_database(lambda: SavedSearch.objects.active().count()) == 0


def test_favourites_of_a_browser_are_taken_over_once(site, chromium, screenshot):
    base = site.url
    person = cms.in_database(candidate)
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        with tools.no_errors(page) as complaints:
            page.goto(f"{base}/offres/")
            heart = page.get_by_role("button", name="Garder l’offre Maçon ou maçonne")
            expect(heart).to_have_attribute("aria-pressed", "false")
            heart.press("Enter")
            expect(heart).to_have_attribute("aria-pressed", "true")
            status = page.locator("#hearts-status")
            expect(status).to_have_text("L’offre est gardée sur cet appareil.")
            page.reload()
            expect(heart).to_have_attribute("aria-pressed", "true")
            tools.look(page, screenshot, "search")
            page.goto(f"{base}/favoris/")
            expect(page.get_by_role("link", name="Maçon ou maçonne")).to_be_visible()
            tools.look(page, screenshot, "visitor")

            page.get_by_role("main").get_by_role("link", name="Connectez-vous").click()
            page.get_by_label("Adresse e-mail").fill(person.email)
            page.get_by_label("Mot de passe").fill(PASSWORD)
            page.get_by_role("button", name="Se connecter").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Mes favoris")
            expect(page.get_by_role("link", name="Maçon ou maçonne")).to_be_visible()
            tools.look(page, screenshot, "list")
            assert page.evaluate("localStorage.getItem('declic.favourites')") is None
            assert cms.in_database(lambda: Favourite.objects.owned_by(person).count()) == 1
            heart.click()
            expect(heart).to_have_attribute("aria-pressed", "false")
            expect(status).to_contain_text("n’est plus dans vos favoris")
        assert complaints == []
    assert cms.in_database(lambda: Favourite.objects.owned_by(person).count()) == 0


def test_hearts_and_profile_work_without_javascript(site, chromium, screenshot):
    base = site.url
    person = cms.in_database(candidate)
    with tools.context(chromium, tools.PHONE, javascript=False) as visitor:
        page = visitor.new_page()
        page.goto(f"{base}/offres/")
        expect(page.locator(".heart")).to_be_hidden()
        page.goto(f"{base}/favoris/")
        expect(page.get_by_text("a besoin de JavaScript")).to_be_visible()
        cms.enter(page, base, person.email)
        page.goto(f"{base}/offres/")
        page.get_by_role("button", name="Garder l’offre Maçon ou maçonne").click()
        expect(page).to_have_url(f"{base}/offres/")
        expect(page.get_by_text("L’offre est dans vos favoris.")).to_be_visible()
        page.goto(f"{base}/mon-espace/favoris/")
        page.get_by_role("button", name="Garder l’offre Maçon ou maçonne").click()
        page.get_by_role("button", name="Annuler").click()
        expect(page.get_by_role("link", name="Maçon ou maçonne")).to_be_visible()

        page.goto(f"{base}/mon-espace/profil/metiers/?seule=1")
        page.get_by_label("Métier", exact=True).fill("macon")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text("C’est enregistré.")).to_be_visible()
        expect(page.get_by_text("Maçon / Maçonne")).to_be_visible()
        expect(page.get_by_role("heading", name="Dire où vous cherchez")).to_be_visible()


def test_the_space_says_what_to_do_next(site, chromium):
    base = site.url
    person = cms.in_database(candidate)
    cms.in_database(lambda: make_alert(person, "q=macon", since=timezone.now() - timedelta(days=2)))
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        cms.enter(page, base, person.email)
        page.goto(f"{base}/mon-espace/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Éloïse")
        page.get_by_role("link", name=re.compile("Voir les offres")).click()
        expect(page.get_by_role("link", name="Maçon ou maçonne")).to_be_visible()
        page.goto(f"{base}/mon-espace/")
        expect(page.get_by_role("link", name=re.compile("Voir les offres"))).to_have_count(0)
