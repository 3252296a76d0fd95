"""An editorial page that is renamed or moved leaves a redirect; an offer says itself it is over."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from tests.editorial_factories import ContentPageFactory, NewsPageFactory, home_page
from tests.factories import JobOfferPageFactory
from tests.pages.moderation.conftest import with_level

pytestmark = pytest.mark.django_db


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    """Publish a page under another slug, its transaction committed."""

    def rename(page, slug):
        draft = page.get_latest_revision_as_object()
        draft.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            draft.save_revision().publish(skip_permission_checks=True)

    return rename


def leads_to(client, old):
    response = client.get(old, follow=True)
    assert response.redirect_chain[0][1] == 301
    return response.request["PATH_INFO"]


def test_a_renamed_page_and_those_below_are_found_at_their_old_address(client, rename):
    section = ContentPageFactory(slug="formation")
    below = ContentPageFactory(slug="cpf", parent=section)
    rename(section, "se-former")
    assert leads_to(client, "/formation/") == "/se-former/"
    assert leads_to(client, "/formation/cpf/?x=1") == "/se-former/cpf/"
    rename(below, "mon-cpf")
    assert leads_to(client, "/formation/cpf/") == "/se-former/mon-cpf/"


def test_a_moved_page(client):
    section, page = ContentPageFactory(slug="aides"), ContentPageFactory(slug="permis")
    page.move(section, pos="last-child")
    assert leads_to(client, "/permis/") == "/aides/permis/"


def test_renamed_news(client, rename):
    rename(NewsPageFactory(slug="job-dating"), "job-dating-2027")
    assert leads_to(client, "/actualites/job-dating/") == "/actualites/job-dating-2027/"


def test_a_draft_that_is_renamed_changes_nothing(client):
    page = ContentPageFactory(slug="formation")
    draft = page.get_latest_revision_as_object()
    draft.slug = "brouillon"
    draft.save_revision()
    assert not Redirect.objects.exists()
    assert client.get("/formation/").status_code == 200


def test_an_offer_leaves_no_redirect(client, rename):
    offer = JobOfferPageFactory(slug="macon-abcd1234")
    rename(offer, "macon-efgh5678")
    assert not Redirect.objects.exists()
    assert client.get("/offres/macon-abcd1234/").status_code == 404


def test_communication_manages_redirects(client):
    client.force_login(with_level("communication"))
    assert "/cms/redirects/" in client.get("/cms/").content.decode()
    response = client.post(
        "/cms/redirects/add/",
        {
            "old_path": "/ancien-site/contact.php",
            "is_permanent": "on",
            "redirect_page": home_page().pk,
            "redirect_link": "",
            "site": "",
        },
    )
    assert response.status_code == 302
    redirect = Redirect.objects.get()
    assert leads_to(client, "/ancien-site/contact.php") == "/"
    client.post(f"/cms/redirects/{redirect.pk}/delete/")
    assert not Redirect.objects.exists()


def test_others_do_not(client):
    client.force_login(with_level("employment_officer"))
    assert "/cms/redirects/" not in client.get("/cms/").content.decode()
    client.post("/cms/redirects/add/", {"old_path": "/x", "redirect_link": "https://a.fr"})
    assert not Redirect.objects.exists()
