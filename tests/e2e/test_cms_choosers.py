"""Dialogs of the CMS in a real browser: what their scripts must do."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from pages.models import RecruitmentSessionPage
from pages.moderation import services
from tests.e2e import browser, cms
from tests.factories import (
    JobOfferPageFactory,
    OccupationFactory,
    OrganisationFactory,
    UserFactory,
    index_of,
)
from tests.pages.moderation.conftest import act, refusal, with_level

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
TILES = "https://data.geopf.fr"


@pytest.fixture
def page(
    chromium: Browser, transactional_db: None, live_server: Any
) -> Iterator[tuple[Page, list[str]]]:
    """The browser of a moderator, and the script errors it met."""
    email = with_level("communication", email="claire@exemple.test").email
    with browser.context(chromium, browser.DESKTOP) as visitor:
        visitor.route(f"{TILES}/**", lambda route: route.abort())
        opened, crashes = visitor.new_page(), []
        opened.on("pageerror", lambda error: crashes.append(str(error)))
        cms.sign_in(opened, live_server.url, email)
        yield opened, crashes


def search(dialog: Locator, page: Page, text: str) -> None:
    """Type another search, and wait for what replaces the list."""
    with page.expect_response(lambda response: "q=" in response.url and response.ok):
        dialog.locator("#id_q").fill(text)
    expect(dialog.get_by_text(text, exact=False).first).to_be_visible()


OBJECT = {"partners": "organisation", "occupations": "occupation", "offers": "offer"}


@pytest.mark.parametrize(
    ("names", "formset"),
    [
        (("Atelier Bleu", "Menuiserie Verte"), "partners"),
        # The same script: what each of them lists is in `tests/pages/test_choosers.py`.
        pytest.param(
            ("Maçon / Maçonne", "Cuisinier / Cuisinière"), "occupations", marks=pytest.mark.full
        ),
        pytest.param(("Offre de maçon", "Offre de cuisinier"), "offers", marks=pytest.mark.full),
    ],
)
def test_what_was_ticked_before_another_search_is_chosen_too(
    page: tuple[Page, list[str]], live_server: Any, names: Any, formset: str
) -> None:
    opened, crashes = page

    def rows() -> str:
        for name in ("Atelier Bleu", "Menuiserie Verte"):
            OrganisationFactory(name=name)
        OccupationFactory(code="F1703", label="Maçon / Maçonne")
        OccupationFactory(code="G1602", label="Cuisinier / Cuisinière")
        for title in ("Offre de maçon", "Offre de cuisinier"):
            JobOfferPageFactory(title=title)
        index = index_of(RecruitmentSessionPage)
        return f"/cms/pages/add/pages/recruitmentsessionpage/{index.pk}/"

    opened.goto(live_server.url + cms.in_database(rows))
    opened.locator(f"#id_{formset}-OPEN_MODAL").click()
    dialog = opened.locator(".modal-content")
    first, second = names
    words = [name.split()[-1] for name in names]
    search(dialog, opened, words[0])
    dialog.locator("tr", has_text=first).get_by_role("checkbox").check()
    search(dialog, opened, words[1])
    kept = dialog.get_by_role("group", name="Déjà cochés")
    expect(kept.get_by_role("checkbox", name=first)).to_be_checked()
    dialog.locator("tr", has_text=second).get_by_role("checkbox").check()
    # Back in the list, it is ticked there and nowhere else.
    search(dialog, opened, words[0])
    expect(dialog.locator("tr", has_text=first).get_by_role("checkbox")).to_be_checked()
    # It goes as soon as it is unticked.
    kept.get_by_role("checkbox", name=second).click()
    expect(kept).to_be_hidden()
    search(dialog, opened, words[1])
    dialog.locator("tr", has_text=second).get_by_role("checkbox").check()
    dialog.locator("[data-multiple-choice-submit]").click()
    expect(dialog).to_have_count(0)
    inputs = opened.locator(f"input[name^='{formset}-'][name$='-{OBJECT[formset]}']")
    values = inputs.evaluate_all("all => all.map(one => one.value).filter(Boolean)")
    assert len(values) == 2
    assert crashes == []


def test_the_second_moderator_reads_who_has_decided_and_goes_on(
    page: tuple[Page, list[str]], live_server: Any
) -> None:
    opened, crashes = page

    def submitted() -> Any:
        offer = JobOfferPageFactory(live=False, owner=UserFactory(), title="Maçon à Belfort")
        services.submit(page=offer, user=offer.owner)
        offer.refresh_from_db()
        return offer

    def refuse() -> None:
        colleague = with_level("employment_officer", first_name="Sophie", last_name="Kessler")
        act(offer, colleague, "reject", refusal(offer))

    offer = cms.in_database(submitted)
    opened.goto(f"{live_server.url}/cms/pages/{offer.pk}/edit/")
    cms.in_database(refuse)
    cms.action(opened, "Approuver et publier").click()
    dialog = opened.locator(".modal-content")
    expect(dialog).to_contain_text("Sophie Kessler l’a refusée le")
    dialog.get_by_role("link", name="Voir ce qui attend une relecture").click()
    opened.wait_for_url("**/rapports/en-attente/")
    assert crashes == []
