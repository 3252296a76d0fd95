"""Dates in the CMS by keyboard: what is no date stays as typed, and is refused beside its field."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from pages.models import JobOfferPage
from pages.moderation import services
from tests.e2e import browser, cms
from tests.editorial_factories import ContentPageFactory
from tests.factories import JobOfferPageFactory, UserFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

NO_DATE = ("31/02/2027", "bientôt")


@pytest.fixture
def offer(transactional_db: None) -> JobOfferPage:
    """Online, and written by the person whose browser is open."""
    cache.clear()
    page = JobOfferPageFactory(live=True, owner=UserFactory(superuser=True))
    page.save_revision().publish(skip_permission_checks=True)
    return JobOfferPage.objects.get()


@pytest.fixture
def page(chromium: Browser, offer: JobOfferPage, live_server: Any) -> Iterator[Page]:
    """The browser of that person."""
    with browser.context(chromium, browser.DESKTOP) as visitor:
        opened = visitor.new_page()
        cms.sign_in(opened, live_server.url, offer.owner.email)
        yield opened


def type_in(page: Page, field: str, text: str) -> None:
    """Type as a person does, and leave the field."""
    box = page.locator(field)
    # The chooser opens a moment after the field has the focus, and that of the next field too.
    is_open = f"() => jQuery('{field}').data('xdsoft_datetimepicker').is(':visible')"
    box.fill("")
    page.wait_for_function(is_open)
    box.press_sequentially(text)
    box.press("Tab")
    page.wait_for_function(f"() => !({is_open})()")
    expect(box).to_have_value(text)


def test_what_is_no_date_is_refused_beside_its_field(
    page: Page, offer: JobOfferPage, live_server: Any
) -> None:
    page.goto(f"{live_server.url}/cms/pages/{offer.pk}/edit/")
    for text in NO_DATE:
        type_in(page, "#id_starts_on", text)
    page.get_by_role("tab", name=re.compile("Publication")).click()
    type_in(page, "#id_expire_at", "31/02/2027 10:00")
    cms.action(page, re.compile("Enregistrer")).click()
    expect(page.locator(".messages")).to_contain_text("Des champs sont à corriger")
    expect(page.locator("#id_starts_on")).to_have_value("bientôt")
    expect(page.locator("#id_expire_at")).to_have_value("31/02/2027 10:00")
    for field in ("starts_on", "expire_at"):
        error = page.locator(f"[data-contentpath={field}] .w-field__errors")
        expect(error).to_contain_text("Écrivez une date")


def test_dialog_and_filters_say_it_too(page: Page, live_server: Any) -> None:
    content = ContentPageFactory()
    page.goto(f"{live_server.url}/cms/pages/{content.pk}/edit/")
    page.get_by_role(
        "button", name=re.compile("Basculer.*tat|Statut|état", re.IGNORECASE)
    ).first.click()
    page.get_by_role("button", name=re.compile("Définir|Programmer", re.IGNORECASE)).first.click()
    type_in(page, "#id_go_live_at", NO_DATE[0])
    # The reports and the lists of the CMS share one way to show that a filter is not one.
    for address in ("reports/site-history/", f"pages/{content.get_parent().pk}/"):
        page.goto(f"{live_server.url}/cms/{address}")
        page.get_by_role("button", name=re.compile("filtres", re.IGNORECASE)).first.click()
        page.get_by_role("button", name=re.compile("^Date", re.IGNORECASE)).first.click()
        box = page.locator("input[name$=_from]:visible").first
        box.press_sequentially(NO_DATE[1])
        with page.expect_response(lambda response: "_from" in response.url):
            box.press("Tab")
        expect(box).to_have_value(NO_DATE[1])
        expect(page.get_by_text("La liste n’est pas filtrée.")).to_be_visible()


def test_tab_is_told_of_a_prolongation_and_keeps_it(
    page: Page, offer: JobOfferPage, live_server: Any, settings: Any
) -> None:
    settings.WAGTAIL_EDITING_SESSION_PING_INTERVAL = 500
    page.goto(f"{live_server.url}/cms/pages/{offer.pk}/edit/")
    colleague = cms.in_database(lambda: UserFactory(first_name="Nadia", last_name="Perrin"))
    cms.in_database(lambda: services.prolong(page=offer, user=colleague))
    told = page.locator("#meanwhile")
    expect(told).to_contain_text("Nadia Perrin a prolongé cette annonce jusqu’au")
    page.locator("#id_summary").fill("Un autre résumé.")
    cms.action(page, re.compile("Enregistrer")).click()
    dialog = page.get_by_role("dialog").filter(has_text="Si vous continuez")
    expect(dialog).to_contain_text("Nadia Perrin a prolongé")
    dialog.get_by_role("button", name=re.compile("Continuer|Poursuivre|Enregistrer")).click()
    expect(told).to_contain_text("Rien n’est encore enregistré")
    expect(told).to_contain_text("Retirer de la liste le")
    expect(told).not_to_contain_text("Description")
    expect(page.locator("#id_summary")).to_have_value("Un autre résumé.")
    cms.action(page, re.compile("Enregistrer")).click()
    expect(page.locator(".messages")).to_contain_text("mise à jour")
    end = cms.in_database(lambda: JobOfferPage.objects.get().expire_at)
    draft = cms.in_database(lambda: JobOfferPage.objects.get().get_latest_revision_as_object())
    assert draft.summary == "Un autre résumé."
    assert abs((draft.expire_at - end).total_seconds()) < 60
