"""Wagtail's content checker, with our rules, in the editor, its preview and on the site."""

import json
import re

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.userbar import ContentCheckerItem

from pages.editorial.checker import ContentChecker
from pages.models import HomePage
from tests.editorial_factories import ContentPageFactory, NewsPageFactory
from tests.factories import JobOfferPageFactory
from tests.pages.moderation.conftest import with_level

pytestmark = pytest.mark.django_db
RULES = {"heading-order", "empty-heading", "link-name", "image-alt", "alt-text-quality"}


def configuration(response):
    source = response.content.decode()
    script = re.search(r'<script id="[^"]*axe-configuration"[^>]*>(.*?)</script>', source)
    return json.loads(script[1])


@pytest.fixture
def editor(client):
    client.force_login(with_level("communication"))
    return client


def test_every_rule_has_a_french_message():
    assert set(ContentChecker.axe_run_only) == set(ContentChecker.axe_messages)
    assert set(ContentCheckerItem.axe_run_only) <= set(ContentChecker.axe_run_only)


@pytest.mark.parametrize("factory", [ContentPageFactory, NewsPageFactory])
def test_it_is_active_in_the_editor_and_on_the_page(editor, factory):
    page = factory()
    for address in (reverse("wagtailadmin_pages:edit", args=[page.pk]), page.url):
        found = configuration(editor.get(address))
        assert set(found["options"]["runOnly"]) >= RULES
        assert found["context"]["include"] == ["main"]
        assert found["messages"]["heading-order"]["error_name"] == "Un titre saute un niveau"


def test_visitors_do_not_load_it(client):
    source = client.get(ContentPageFactory().url).content.decode()
    assert "userbar" not in source
    assert "axe-configuration" not in source


@pytest.mark.parametrize("make", [JobOfferPageFactory, HomePage.objects.get], ids=["offer", "home"])
def test_the_preview_is_checked_too(client, make):
    """« Vérifications » looks with what the preview loads: it found nothing at all there."""
    page = make()
    client.force_login(with_level("communication"))
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert "axe-configuration" not in client.get(address).text
    session = client.cookies["sessionid"].value
    request = RequestFactory().get("/", headers={"cookie": f"sessionid={session}"})
    shown = page.make_preview_request(
        request, page.default_preview_mode, {"in_preview_panel": True}
    )
    shown.render()
    assert configuration(shown)["context"]["include"] == ["main"]
