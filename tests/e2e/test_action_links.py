"""A link that acts, in a real browser, which says where a form was posted from."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from pages.models import JobOfferPage
from pages.moderation.links import PROLONG, link_path
from pages.moderation.models import ExpiryNotice
from tests.e2e import browser, cms
from tests.factories import JobOfferPageFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_offer_is_prolonged_from_a_mail(
    chromium: Browser,
    live_server: Any,
    screenshot: Any,
    javascript: bool,
) -> None:
    ends = (timezone.now() + timedelta(days=6)).replace(microsecond=0)

    def notice() -> str:
        offer = JobOfferPageFactory(title="Maçon ou maçonne")
        JobOfferPage.objects.filter(pk=offer.pk).update(expire_at=ends)
        made = ExpiryNotice.objects.create(page=offer, expire_at=ends, days=7)
        return link_path(made, PROLONG)

    address = f"{live_server.url}{cms.in_database(notice)}"
    with browser.context(chromium, browser.PHONE, javascript=javascript) as context:
        page = context.new_page()
        page.goto(address)
        if javascript:
            assert browser.axe_findings(page) == []
        screenshot(page, "proposal")
        page.get_by_role("button", name="Prolonger l’offre").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("C’est fait")
        screenshot(page, "done")
        page.goto(address)
        expect(page.get_by_role("main")).to_contain_text("Ce lien a déjà servi")
        if javascript:
            assert browser.axe_findings(page) == []
        screenshot(page, "used")
    found = cms.in_database(lambda: JobOfferPage.objects.get().expire_at)
    assert found == ends + timedelta(days=60)
