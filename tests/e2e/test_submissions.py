"""An organisation proposes an offer from a phone; it is refused, corrected, approved and found."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from pages.models import JobOfferPage
from portal.accounts.actors import SITE
from portal.accounts.models import Membership, User
from portal.accounts.services.memberships import add_member
from tests.e2e import browser, cms
from tests.e2e.cms import in_database
from tests.e2e.test_publish_and_find import TILES, show_map, signed_in
from tests.factories import (
    CommuneFactory,
    OccupationFactory,
    OrganisationFactory,
    UserFactory,
    job_offer_index,
)
from tests.pages.moderation.conftest import with_level
from tests.sign_in import session_cookie

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TITLE = "Soudeur ou soudeuse TIG"
SPACE = "/mon-organisation/atelier-remond/"


@pytest.fixture
def people(transactional_db: None) -> dict[str, str]:
    """The manager of a verified company, a colleague and a moderator, by e-mail."""
    job_offer_index()
    CommuneFactory(belfort=True)
    OccupationFactory(code="H2913", label="Soudeur / Soudeuse")
    company = OrganisationFactory(
        name="Atelier Rémond",
        slug="atelier-remond",
        kind="company",
        verified_at=timezone.now(),
    )
    found = {"moderator": with_level("communication").email}
    for role in ("manager", "colleague"):
        user = UserFactory()
        add_member(organisation=company, user=user, role=Membership.Role.MEMBER, actor=SITE)
        found[role] = user.email
    cache.clear()
    return found


def member(context: Any, base_url: str, email: str) -> Page:
    """The organisation's space, for one of its members."""
    context.route(TILES, lambda route: route.abort())
    page = context.new_page()
    cookie = in_database(lambda: session_cookie(User.objects.get(email=email), base_url))
    context.add_cookies([cookie])
    page.goto(f"{base_url}{SPACE}")
    return page


def write_the_job(page: Page) -> None:
    """What the first step asks, the occupation as it is typed in full."""
    page.get_by_label("Intitulé du poste").fill(TITLE)
    page.locator("#id_occupation").fill("Soudeur / Soudeuse")
    page.get_by_label(re.compile("^Résumé")).fill("Vous assemblez des cuves en inox.")
    page.get_by_label("Ce que la personne fera").fill("Vous lisez un plan.\n\n- soudure TIG")


def write_the_contract(page: Page) -> None:
    """What the second step asks."""
    page.get_by_label("Contrat").select_option(label="CDI")
    page.get_by_label(re.compile("^Heures par semaine")).fill("35")
    page.get_by_label(re.compile("^Salaire minimum")).fill("2000")
    page.get_by_label(re.compile("^Période")).select_option(label="par mois")


def write(page: Page) -> None:
    """Fill in what an offer needs, on one page."""
    write_the_job(page)
    write_the_contract(page)
    page.locator("#id_commune").fill("Belfort")


def go_on(page: Page, step: int) -> None:
    """Save a step, and read that the next one is shown."""
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text(f"Étape {step} sur 4")).to_be_visible()


def send(page: Page) -> None:
    """Send, and read that it is sent."""
    page.get_by_role("button", name="Envoyer en relecture").click()
    expect(page.get_by_role("status").first).to_contain_text("envoyée en relecture")


def refuse(page: Page, base_url: str) -> None:
    """Refuse the offer in the CMS, with a reason and a comment."""
    page.goto(f"{base_url}/cms/offres-emploi/")
    page.get_by_role("link", name=TITLE).first.click()
    cms.action(page, re.compile("^Refuser")).click()
    dialog = page.locator(".modal-content")
    dialog.get_by_label("Motif").select_option(index=1)
    dialog.get_by_label("Ce que l’auteur doit corriger").fill("Dites avec qui on travaille.")
    dialog.get_by_role("button", name=re.compile("^Refuser")).click()
    expect(page.locator(".messages")).to_contain_text("est refusée")


def test_an_offer_goes_from_a_phone_to_the_map(
    chromium: Browser, live_server: Any, people: dict[str, str], screenshot: Any
) -> None:
    url = live_server.url
    phone = browser.PHONE
    with browser.context(chromium, phone) as context:
        manager = member(context, url, people["manager"])
        expect(manager.get_by_text("pas encore d’annonce")).to_be_visible()
        assert browser.axe_findings(manager) == []
        manager.get_by_role("link", name="Proposer une offre d’emploi").click()
        manager.get_by_role("button", name="Continuer").click()
        summary = manager.get_by_role("alert")
        expect(summary).to_contain_text("L’annonce n’est pas enregistrée")
        assert browser.axe_findings(manager) == []
        write_the_job(manager)
        summary_of_job = manager.get_by_label(re.compile("^Résumé"))
        summary_of_job.fill("Jeune homme pour assembler des cuves.")
        expect(manager.locator("#champ-summary")).to_contain_text("L’âge n’est pas un critère")
        summary_of_job.fill("Vous assemblez des cuves en inox.")
        expect(manager.locator("#champ-summary .field-remarks li")).to_have_count(0)
        occupation = manager.locator("#id_occupation")
        occupation.fill("")
        occupation.press_sequentially("soud", delay=40)
        manager.get_by_role("option", name=re.compile("Soudeuse")).click()
        expect(occupation).to_have_value("Soudeur / Soudeuse")
        go_on(manager, 2)
        assert browser.axe_findings(manager) == []
        expect(manager.get_by_label(re.compile("^Durée"))).to_be_hidden()
        manager.get_by_label("Contrat").select_option(label="CDD")
        expect(manager.get_by_label(re.compile("^Durée"))).to_be_visible()
        write_the_contract(manager)
        screenshot(manager, "contract")
        go_on(manager, 3)
        manager.locator("#id_commune").fill("Belfort")
        manager.locator(".pin-map.leaflet-container").scroll_into_view_if_needed()
        manager.locator(".pin-map").click(position={"x": 140, "y": 140})
        expect(manager.locator("#id_location")).to_have_value(cms.PIN)
        screenshot(manager, "form")
        go_on(manager, 4)
        expect(manager.get_by_label(re.compile("^Adresse web"))).to_be_hidden()
        screenshot(manager, "answer")
        send(manager)
        assert browser.axe_findings(manager) == []
        placed = in_database(lambda: JobOfferPage.objects.get().get_latest_revision_as_object())

        with browser.context(chromium, browser.DESKTOP) as other:
            moderator = signed_in(other, url, people["moderator"])
            refuse(moderator, url)
            manager.goto(f"{url}{SPACE}")
            manager.get_by_role("link", name=TITLE).first.click()
            expect(manager.get_by_text("Dites avec qui on travaille.").first).to_be_visible()
            assert browser.axe_findings(manager) == []
            screenshot(manager, "refused")
            manager.get_by_role("link", name="Corriger").click()
            manager.get_by_label("Ce que la personne fera").fill("Vous travaillez à quatre.")
            send(manager)
            cms.approve(moderator, f"{url}/cms/offres-emploi/", TITLE, "l’offre")

        manager.reload()
        expect(manager.get_by_text("En ligne", exact=True)).to_be_visible()
        screenshot(manager, "online")

    with browser.context(chromium, phone) as context:
        context.route(TILES, lambda route: route.abort())
        visitor = context.new_page()
        visitor.goto(f"{url}/offres/?q=soudeuse&lieu=Belfort&rayon=100")
        expect(visitor.get_by_role("link", name=TITLE)).to_be_visible()
        show_map(visitor, phone)
        expect(visitor.locator(".leaflet-marker-icon.pin-one")).to_have_count(1)
        found = visitor.request.get(f"{url}/api/v1/opportunities/", params={"q": "soudeur"}).json()
    row = found["results"][0]
    assert (row["latitude"], row["longitude"]) == pytest.approx((placed.latitude, placed.longitude))


def test_what_is_changed_behind_the_moderators_dialog_is_not_published(
    chromium: Browser, live_server: Any, people: dict[str, str]
) -> None:
    url = live_server.url
    with (
        browser.context(chromium, browser.PHONE) as one,
        browser.context(chromium, browser.DESKTOP) as two,
    ):
        manager = member(one, url, people["manager"])
        manager.goto(f"{url}{SPACE}proposer/offre/?etape=tout")
        write(manager)
        send(manager)
        moderator = signed_in(two, url, people["moderator"])
        moderator.goto(f"{url}/cms/offres-emploi/")
        moderator.get_by_role("link", name=TITLE).first.click()
        cms.action(moderator, re.compile("^Approuver")).click()
        dialog = moderator.locator(".modal-content")
        boxes = dialog.get_by_role("checkbox")
        expect(boxes.first).to_be_visible()
        for index in range(boxes.count()):
            boxes.nth(index).check()

        manager.get_by_role("button", name="Reprendre pour modifier").click()
        manager.get_by_role("link", name="Modifier").click()
        manager.get_by_label(re.compile("^Résumé")).fill("Jamais relu.")
        send(manager)

        dialog.get_by_role("button", name=re.compile("^Approuver")).click()
        expect(dialog).to_contain_text("a recommencé depuis")
    page = in_database(lambda: JobOfferPage.objects.get())
    assert not page.live


def test_two_colleagues_and_no_javascript(
    chromium: Browser, live_server: Any, people: dict[str, str], screenshot: Any
) -> None:
    url = live_server.url
    with (
        browser.context(chromium, browser.PHONE, javascript=False) as one,
        browser.context(chromium, browser.PHONE, javascript=False) as two,
    ):
        manager = member(one, url, people["manager"])
        browser.follow(manager.get_by_role("link", name="Proposer une offre d’emploi"))
        browser.follow(manager.get_by_role("link", name="Voir tout le formulaire sur une page"))
        write(manager)
        browser.follow(manager.get_by_role("button", name="Enregistrer le brouillon"))
        colleague = member(two, url, people["colleague"])
        for person in (manager, colleague):
            person.goto(f"{url}{SPACE}")
            person.get_by_role("link", name=TITLE).first.click()
            browser.follow(person.get_by_role("link", name="Modifier"))
        manager.get_by_label(re.compile("^Résumé")).fill("Le résumé de la gérante.")
        browser.follow(manager.get_by_role("button", name="Enregistrer le brouillon"))
        colleague.get_by_label(re.compile("^Résumé")).fill("Le résumé du collègue.")
        send_button = colleague.get_by_role("button", name="Envoyer en relecture")
        send_button.click()
        expect(colleague.get_by_role("alert")).to_contain_text("a écrit en même temps que vous")
        expect(colleague.get_by_text("Le résumé de la gérante.")).to_be_visible()
        expect(colleague.get_by_label(re.compile("^Résumé"))).to_have_value(
            "Le résumé du collègue."
        )
        screenshot(colleague, "two-texts")
        # By keyboard: the link of the notice, then the button.
        colleague.get_by_role("alert").get_by_role("link", name="Résumé").press("Enter")
        colleague.locator("#champ-summary").get_by_label("Prendre le sien").press("Space")
        expect(colleague.get_by_label("Prendre le sien")).to_be_checked()
        send(colleague)
    page = in_database(lambda: JobOfferPage.objects.get().get_latest_revision_as_object())
    assert page.summary == "Le résumé de la gérante."
    assert page.precision == "commune"
