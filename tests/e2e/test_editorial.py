"""A news page of five kinds of blocks: written in the CMS, previewed, published, found."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from tests.e2e import browser, cms
from tests.editorial_factories import ImageFactory, news_index
from tests.factories import JobOfferPageFactory, UserFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TITLE = "Un job dating à Delle"
TILES = re.compile(r"^https://data\.geopf\.fr/")


@pytest.fixture
def editor(transactional_db: None) -> tuple[str, int]:
    """(e-mail address of somebody of the communication, id of the index of news)."""
    JobOfferPageFactory(title="Soudeuse à Belfort")
    ImageFactory(title="Poignée de main", size=(1600, 1000))
    user = UserFactory()
    user.groups.add(Group.objects.get(name="communication"))
    cache.clear()
    return user.email, news_index().pk


def write_news(page: Page) -> None:
    """The title, the introduction and five blocks of different kinds."""
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_introduction").fill("Douze entreprises vous rencontrent en une matinée.")
    cms.write_rich_text(page, cms.add_block(page, "Texte"), "Venez avec vos questions et votre CV.")
    quote = cms.add_block(page, "Citation")
    cms.write(quote, "text", "J’ai trouvé mon poste en trois semaines.")
    cms.write(quote, "author", "Inès, 24 ans")
    figures = cms.add_block(page, "Chiffres clés")
    cms.write(figures, "figure", "320")
    cms.write(figures, "legend", "offres publiées cette année")
    faq = cms.add_block(page, "Questions fréquentes")
    cms.write(faq, "title", "Vos questions")
    cms.write(faq, "question", "Faut-il s’inscrire ?")
    cms.write_rich_text(page, faq, "Non, venez quand vous voulez.")
    offers = cms.add_block(page, "Liste d’offres")
    cms.write(offers, "title", "Des offres près de Delle")


def test_news_from_the_editor_to_the_public(
    chromium: Browser,
    live_server: Any,
    editor: tuple[str, int],
    screenshot: Any,
) -> None:
    url, (email, index) = live_server.url, editor
    with browser.context(chromium, browser.DESKTOP) as context:
        context.route(TILES, lambda route: route.abort())
        page = context.new_page()
        cms.sign_in(page, url, email)
        page.goto(f"{url}/cms/pages/add/pages/newspage/{index}/")
        write_news(page)
        screenshot(page, "editor")
        page.locator("[data-side-panel-toggle=preview]").first.click()
        preview = page.frame_locator("iframe[title=Prévisualisation]").first
        expect(preview.get_by_text("J’ai trouvé mon poste")).to_be_visible()
        cms.action(page, re.compile("^Publier")).click()
        expect(page.locator(".messages")).to_contain_text(TITLE)
        expect(page.locator(".messages")).to_contain_text("publiée")

    with browser.context(chromium, browser.PHONE) as context:
        visitor = context.new_page()
        with browser.no_errors(visitor) as complaints:
            visitor.goto(f"{url}/recherche/?q=JOB DATING delle")
            expect(visitor.get_by_role("link", name=TITLE)).to_be_visible()
            assert browser.axe_findings(visitor) == []
            screenshot(visitor, "search")
            visitor.goto(f"{url}/actualites/")
            assert browser.axe_findings(visitor) == []
            screenshot(visitor, "list")
            visitor.get_by_role("link", name=TITLE).click()
            expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)
            expect(visitor.get_by_role("link", name="Soudeuse à Belfort")).to_be_visible()
            answer = visitor.get_by_text("Non, venez quand vous voulez.")
            expect(answer).to_be_hidden()
            visitor.get_by_text("Faut-il s’inscrire").press("Enter")
            expect(answer).to_be_visible()
            assert browser.axe_findings(visitor) == []
            screenshot(visitor, "news")
        assert complaints == []
