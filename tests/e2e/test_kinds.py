"""A session and a volunteering opportunity, from the editor to what the public finds."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from pages.models import RecruitmentSessionPage, VolunteeringPage
from tests.e2e import browser, cms
from tests.e2e.test_publish_and_find import TILES, show_map, signed_in
from tests.factories import (
    CommuneFactory,
    OccupationFactory,
    OrganisationFactory,
    UserFactory,
    index_of,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

START = (timezone.localtime() + timedelta(days=12)).replace(hour=14, minute=0)
SESSION = "Job dating des métiers du soin"
MISSION = "Aider aux devoirs le mercredi"


@pytest.fixture
def editor(transactional_db: None) -> dict[str, Any]:
    """Somebody of the communication, who also moderates, and the addresses of the editors."""
    CommuneFactory(belfort=True)
    OccupationFactory(code="J1501", label="Aide-soignant / Aide-soignante")
    OrganisationFactory(name="Résidence des Tilleuls")
    OrganisationFactory(name="Les Mains tendues", kind="association", siret="", naf_code="")
    user = UserFactory()
    user.groups.add(Group.objects.get(name="communication"))
    return {
        "email": user.email,
        **{
            model.kind: f"/cms/pages/add/pages/{model._meta.model_name}/{index_of(model).pk}/"
            for model in (RecruitmentSessionPage, VolunteeringPage)
        },
    }


def describe(page: Page, title: str, organisation: str, text: str) -> None:
    """Fill in what the two kinds share, the pin included."""
    page.locator("#id_title").fill(title)
    cms.choose(page, "Choisir une organisation", organisation)
    page.locator("#id_summary").fill(text)
    page.locator("[data-contentpath=description] [contenteditable=true]").first.click()
    page.keyboard.type(text)
    cms.choose(page, "Choisir une commune", "belf")
    cms.click_map(page)


def submit_in_error(page: Page) -> None:
    """Submit, and wait for the editor to be there again with its errors, its map included.

    An editor in error tries to save once, when it opens, and says that it could not.
    """
    with page.expect_navigation():
        cms.action(page, re.compile("^Envoyer en relecture")).click()
    expect(page.locator(".messages")).to_contain_text("Des champs sont à corriger")
    expect(page.locator("#id_location_map.leaflet-container")).to_be_visible()
    expect(page.locator("[data-w-autosave-state-value=paused]").first).to_be_attached()


def correct(page: Page, field: str, value: str) -> None:
    """Type another value."""
    page.locator(field).fill(value)
    page.locator(field).press("Tab")


def test_a_session_goes_from_the_editor_to_the_agenda_the_list_the_map_and_a_calendar(
    chromium: Browser,
    live_server: Any,
    editor: dict[str, Any],
    screenshot: Any,
) -> None:
    url = live_server.url
    with browser.context(chromium, browser.DESKTOP) as context:
        page = signed_in(context, url, editor["email"])
        page.goto(f"{url}{editor['session']}")
        describe(page, SESSION, "tilleuls", "Vous rencontrez trois employeurs du soin.")
        page.locator("#id_session_type").select_option(label="Job dating")
        page.locator("#id_place_name").fill("Maison du peuple")
        page.locator("#id_starts_at").fill(f"{START:%d/%m/%Y} 14:00")
        page.locator("#id_ends_at").fill(f"{START:%d/%m/%Y} 13:00")
        page.locator("#id_capacity").fill("12")
        page.locator("#id_slot_minutes").fill("30")
        page.locator("#id_interviewers").fill("2")
        submit_in_error(page)
        expect(page.get_by_text("La fin doit être après le début")).to_be_visible()
        correct(page, "#id_ends_at", f"{START:%d/%m/%Y} 17:00")
        screenshot(page, "editor")
        cms.submit(page)
        cms.approve(page, f"{url}/cms/", SESSION, "la session")
    with browser.context(chromium, browser.DESKTOP) as context:
        context.route(TILES, lambda route: route.abort())
        visitor = context.new_page()
        visitor.goto(f"{url}/sessions/")
        expect(visitor.get_by_role("link", name=SESSION)).to_be_visible()
        assert browser.axe_findings(visitor) == []
        screenshot(visitor, "agenda")
        visitor.goto(f"{url}/offres/?q=soin&type=session&lieu=Belfort&rayon=10")
        expect(visitor.get_by_role("link", name=SESSION)).to_be_visible()
        show_map(visitor, browser.DESKTOP)
        expect(visitor.locator(".leaflet-marker-icon.pin-one")).to_have_count(1)
        assert browser.axe_findings(visitor) == []
        screenshot(visitor, "found")
        visitor.goto(f"{url}/sessions/")
        visitor.get_by_role("link", name=SESSION).click()
        expect(visitor.get_by_role("heading", level=1)).to_have_text(SESSION)
        expect(visitor.get_by_text("16\u00a0h\u00a030")).to_be_visible()
        assert browser.axe_findings(visitor) == []
        screenshot(visitor, "session")
        address = visitor.locator("a[href$='session.ics']").get_attribute("href")
        calendar = visitor.request.get(f"{url}{address}").body()
    event = Calendar.from_ical(calendar).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == SESSION
    begins = event["DTSTART"].dt
    assert begins.astimezone(timezone.get_default_timezone()).strftime("%d/%m/%Y %H:%M") == (
        f"{START:%d/%m/%Y} 14:00"
    )


# The session goes the same way. A mission's own fields: `tests/pages/test_volunteering.py`; its
# editor: `tests/pages/moderation/test_dates_over.py`; its list and its page: the walk of screens.
@pytest.mark.full
def test_a_mission_goes_from_the_editor_to_the_list_and_the_map(
    chromium: Browser,
    live_server: Any,
    editor: dict[str, Any],
    screenshot: Any,
) -> None:
    url = live_server.url
    with browser.context(chromium, browser.DESKTOP) as context:
        page = signed_in(context, url, editor["email"])
        page.goto(f"{url}{editor['volunteering']}")
        describe(page, MISSION, "mains", "Vous aidez deux enfants à faire leurs devoirs.")
        page.locator("#id_cause").select_option(label="Éducation et soutien scolaire")
        page.locator("#id_hours").fill("2")
        page.get_by_label("Mercredi").check()
        page.locator("#id_places").fill("0")
        submit_in_error(page)
        expect(page.locator("#panel-child-annonce-la_mission-section")).to_contain_text(
            "Écrivez 1 ou plus"
        )
        correct(page, "#id_places", "3")
        cms.submit(page)
        cms.approve(page, f"{url}/cms/", MISSION, "la mission")
    with browser.context(chromium, browser.DESKTOP) as context:
        context.route(TILES, lambda route: route.abort())
        visitor = context.new_page()
        visitor.goto(f"{url}/benevolat/?lieu=Belfort")
        expect(visitor.get_by_role("link", name=MISSION)).to_be_visible()
        show_map(visitor, browser.DESKTOP)
        expect(visitor.locator(".leaflet-marker-icon.pin-one")).to_have_count(1)
        screenshot(visitor, "found")
        visitor.goto(f"{url}/benevolat/")
        visitor.get_by_role("link", name=MISSION).click()
        expect(visitor.get_by_text("Régulier, 2\u00a0h par semaine")).to_be_visible()
        assert browser.axe_findings(visitor) == []
        screenshot(visitor, "mission")
