"""Every page of the demo, as the public asks for it."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Page

from pages.models import OPPORTUNITY_MODELS
from pages.models.states import State
from search.queries import organisations as queries
from snippets.models import Organisation
from tests.sizes import at_size

pytestmark = pytest.mark.django_db


def faults(client, addresses, *, status=200):
    """Addresses that do not answer as they should, with what they answer.

    An undefined variable raises (see conftest).
    """
    found = {}
    for address in addresses:
        response = client.get(address, follow=True)
        titles = len(re.findall(r"<h1[\s>]", response.content.decode()))
        if (response.status_code, titles) != (status, 1):
            found[address] = (response.status_code, titles)
    return found


def test_every_page_is_served(made, client):
    pages = [page.url for page in Page.objects.live().public().filter(depth__gt=1)]
    assert len(pages) > made["offers"]
    assert faults(client, pages[:: at_size(5, 1)]) == {}


def address(organisation):
    return reverse("search:organisation", args=[organisation.slug])


def test_every_organisation_is_served(made, client):
    organisations = [address(found) for found in queries.visible()]
    assert len(organisations) > 50
    assert faults(client, organisations) == {}
    hidden = Organisation.objects.exclude(pk__in=queries.visible().values("pk"))
    assert hidden.count() == 2
    addresses = [address(found) for found in hidden]
    assert faults(client, addresses, status=404) == {}


def test_search_is_served(made, client):
    kinds = [f"/offres/?type={model.kind}" for model in OPPORTUNITY_MODELS]
    assert faults(client, ["/", "/offres/", *kinds, "/mentions-legales/", "/accessibilite/"]) == {}


@pytest.mark.parametrize("model", OPPORTUNITY_MODELS)
def test_what_is_over_is_gone(made, client, model):
    over = [page.url for page in model.objects.with_state().filter(state=State.EXPIRED)]
    assert over
    assert faults(client, over, status=410) == {}


def test_what_is_not_published_is_not_served(made, client):
    hidden = Page.objects.filter(live=False, first_published_at=None, path__startswith="0001")
    assert len(hidden) >= 10
    assert {client.get(page.url).status_code for page in hidden} == {404}
