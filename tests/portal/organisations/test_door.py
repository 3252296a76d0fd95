"""A company finds its way: from the home page and `/employeurs/` to the registration."""

import html
import importlib
import re

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from pages.models import Navigation
from pages.navigation import menus
from tests.editorial_factories import ContentPageFactory
from tests.portal.accounts.people import person_with, signed_in

pytestmark = pytest.mark.django_db

DOOR = "/espace-pro/"
_BUTTON = re.compile(
    r'<a class="btn btn-(?:action|quiet)"\s+(?:rel="nofollow"\s+)?href="([^"]+)">(.*?)</a>',
    re.DOTALL,
)


def shown(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def first_button(page: str) -> tuple[str, str]:
    """The address and the words of the first action button of a page's content."""
    content = page[page.index("<main") :]
    found = _BUTTON.search(content)
    return found[1], re.sub(r"<.*?>", "", found[2], flags=re.DOTALL).strip()


def test_the_home_page_leads_companies_to_their_door(client):
    page = shown(client, "/")
    # Above what only those who look for a job read.
    door = page.index(f'<a href="{DOOR}">Je recrute</a>')
    assert door < page.index('id="near-title"')


def test_the_page_for_employers_is_there_before_staff_wrote_one(client):
    assert first_button(shown(client, "/employeurs/")) == (DOOR, "Publier une offre")


def test_the_page_that_staff_wrote_keeps_its_words_under_the_button(client):
    ContentPageFactory(title="Recruter chez nous", slug="employeurs", introduction="Nos conseils.")
    page = shown(client, "/employeurs/")
    assert "Recruter chez nous" in page
    assert "Nos conseils." in page
    assert first_button(page) == (DOOR, "Publier une offre")


def test_another_page_has_no_such_button(client):
    page = ContentPageFactory(title="Se former", slug="se-former")
    assert "Publier une offre" not in shown(client, page.url)


def test_a_page_for_employers_that_was_renamed_is_followed(client):
    page = ContentPageFactory(title="Recruter", slug="recruter")
    Redirect.objects.create(old_path="/employeurs", redirect_page=page)
    response = client.get("/employeurs/")
    assert (response.status_code, response.url) == (301, page.url)


def test_the_door_leads_to_the_registration_and_to_the_space(client):
    page = shown(client, DOOR)
    register, space = reverse("organisations:register"), reverse("organisations:choice")
    assert f'href="/compte/inscription/?next={register}"' in page.replace("&amp;", "&")
    assert f'?next={space}"' in page
    # The next page is kept through the form of a new account.
    assert f'value="{register}"' in shown(client, f"{reverse('account_signup')}?next={register}")


def test_the_door_opens_on_the_organisations_of_whoever_is_signed_in():
    client = signed_in(person_with("candidate"))
    assert client.get(DOOR).url == reverse("organisations:choice")
    assert "Inscrire une organisation" in shown(client, reverse("organisations:choice"))


def test_the_menu_of_the_site_leads_to_the_door_and_never_to_the_cms(client):
    page = shown(client, "/recherche/")
    assert re.search(rf'<a href="{DOOR}">.*?Espace pro</a>', page, re.DOTALL)
    assert "/cms/" not in page


@pytest.mark.parametrize(("level", "expected"), [("communication", True), ("candidate", False)])
def test_the_cms_is_reached_from_the_space_of_who_may(level, expected):
    client = signed_in(person_with(level))
    link = f'href="{reverse("wagtailadmin_home")}"'
    assert (link in shown(client, reverse("organisations:choice"))) is expected


def test_menus_of_existing_sites_lead_companies_to_the_door_and_keep_the_rest():
    def link(label: str, address: str) -> dict:
        return {"label": label, "page": None, "address": address}

    saved = Navigation.load()
    saved.main_menu = [
        {"type": "link", "value": link("Offres", "/offres/")},
        {"type": "link", "value": link("Espace pro", "/cms/")},
    ]
    saved.footer_columns = [
        {
            "type": "column",
            "value": {
                "title": "Ce site",
                "links": [link("Espace pro ", "/cms/"), link("Agents du Département", "/cms/")],
            },
        }
    ]
    saved.save()
    migration = importlib.import_module("pages.migrations.0010_espace_pro_leads_to_organisations")
    for _ in range(2):
        migration.lead_companies_to_their_space(apps, None)
    Navigation.objects.get().save()  # forgets what is kept of the menus
    found = menus()
    assert [item.url for item in found.main] == ["/offres/", DOOR]
    assert [item.url for item in found.columns[0].links] == [DOOR, "/cms/"]
