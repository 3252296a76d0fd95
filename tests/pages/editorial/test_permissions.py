"""Who writes and publishes editorial pages: real requests to Wagtail's screens."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from pages.models import ContentPage, HomePage, JobOfferIndexPage, NewsIndexPage, NewsPage
from tests.editorial_factories import ContentPageFactory, NewsPageFactory, home_page, news_index
from tests.factories import JobOfferPageFactory
from tests.pages.moderation.conftest import with_level
from tests.pages.moderation.test_permissions import bulk, with_publish_by_mistake

pytestmark = pytest.mark.django_db
PAGES = "wagtailadmin_pages"


@pytest.fixture
def communication(client):
    client.force_login(with_level("communication"))
    return client


@pytest.fixture
def officer(client):
    client.force_login(with_level("employment_officer"))
    return client


def form(**fields):
    """What the editor sends for a news page."""
    body = [("text", rich_text("<h2>Le jour J</h2><p>Venez nombreux.</p>"))]
    return nested_form_data(
        {
            "title": "Un job dating à Delle",
            "slug": "job-dating-delle",
            "date": "2027-01-12",
            "introduction": "Douze entreprises vous rencontrent.",
            "image": "",
            "body": streamfield(body),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            **fields,
        }
    )


def add_url(model, parent):
    return reverse(f"{PAGES}:add", args=["pages", model, parent.pk])


def edit_url(page):
    return reverse(f"{PAGES}:edit", args=[page.pk])


def live(page):
    return Page.objects.get(pk=page.pk).live


def test_news_is_created_and_published_in_one_go(communication):
    response = communication.post(
        add_url("newspage", news_index()), form(**{"action-publish": "true"})
    )
    assert response.status_code == 302, response.context["form"].errors
    page = NewsPage.objects.get()
    assert page.live
    assert page.live_revision_id
    assert page.body[0].block_type == "text"


def test_a_draft_is_saved_then_previewed_then_published(communication):
    add = add_url("newspage", news_index())
    early = reverse(f"{PAGES}:preview_on_add", args=["pages", "newspage", news_index().pk])
    assert communication.post(early, form()).json()["is_valid"]
    assert "Venez nombreux." in communication.get(f"{early}?mode=").content.decode()
    communication.post(add, form(introduction=""))
    page = NewsPage.objects.get()
    assert not page.live
    refused = communication.post(edit_url(page), form(introduction="", **{"action-publish": "1"}))
    assert "introduction" in refused.context["form"].errors
    preview = reverse(f"{PAGES}:preview_on_edit", args=[page.pk])
    assert communication.post(preview, form()).json()["is_valid"]
    shown = communication.get(f"{preview}?mode=&in_preview_panel=true").content.decode()
    assert "Venez nombreux." in shown
    communication.post(edit_url(page), form(**{"action-publish": "true"}))
    assert live(page)


def test_bulk_publish_and_unpublish(communication):
    drafts = [ContentPageFactory(live=False), NewsPageFactory(live=False)]
    for page in drafts:
        bulk(communication, "publish", page)
        assert live(page)
        bulk(communication, "unpublish", page)
        assert not live(page)


def test_bulk_publish_says_what_is_incomplete_and_publishes_nothing(communication):
    whole, broken = ContentPageFactory(live=False), NewsPageFactory(live=False)
    draft = broken.get_latest_revision_as_object()
    draft.body = [("text", "<h4>Trop bas</h4>")]
    draft.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = communication.post(f"{url}?id={whole.pk}&id={broken.pk}", follow=True)
    assert broken.title in response.content.decode()
    assert "il manque des informations" in response.content.decode()
    assert not live(whole)
    assert not live(broken)


def test_a_page_below_is_checked_when_it_goes_with_its_parent(communication):
    parent = ContentPageFactory(live=False)
    below = ContentPageFactory(live=False, parent=parent)
    draft = below.get_latest_revision_as_object()
    draft.introduction = ""
    draft.save_revision(clean=False)
    bulk(communication, "publish", parent, include_descendants="on")
    assert not live(parent)
    assert not live(below)


def test_what_follows_from_publish_on_editorial_pages(communication):
    section, page = ContentPageFactory(), ContentPageFactory()
    communication.post(reverse(f"{PAGES}:move_confirm", args=[page.pk, section.pk]))
    page.refresh_from_db()
    assert page.get_parent() == section.page_ptr
    communication.post(reverse(f"{PAGES}:move_confirm", args=[page.pk, home_page().pk]))
    page.refresh_from_db()
    assert page.get_parent().specific == home_page()
    communication.post(reverse(f"{PAGES}:unpublish", args=[page.pk]))
    assert not live(page)
    communication.post(reverse(f"{PAGES}:delete", args=[page.pk]))
    assert not Page.objects.filter(pk=page.pk).exists()


def test_a_section_is_not_deleted_with_what_it_holds(communication):
    section = ContentPageFactory()
    ContentPageFactory(parent=section)
    communication.post(reverse(f"{PAGES}:delete", args=[section.pk]))
    assert ContentPage.objects.filter(path__startswith=section.path).count() == 2


@pytest.mark.parametrize("model", [HomePage, NewsIndexPage])
def test_the_pages_that_the_site_stands_on_stay(communication, model):
    page, section = model.objects.get(), ContentPageFactory()
    before = (page.path, page.url_path)
    communication.post(reverse(f"{PAGES}:unpublish", args=[page.pk]))
    communication.post(reverse(f"{PAGES}:delete", args=[page.pk]))
    communication.post(reverse(f"{PAGES}:move_confirm", args=[page.pk, section.pk]))
    communication.post(reverse(f"{PAGES}:set_page_position", args=[page.pk]) + "?position=3")
    communication.post(
        reverse(f"{PAGES}:set_privacy", args=[page.pk]), {"restriction_type": "login"}
    )
    for action in ("unpublish", "delete", "move"):
        bulk(communication, action, page, chooser=section.pk)
    page = model.objects.get()
    assert page.live
    assert (page.path, page.url_path) == before
    assert not page.get_view_restrictions().exists()


def test_the_address_of_the_news_does_not_change(communication):
    index = news_index()
    data = nested_form_data(
        {
            "title": "Nouvelles",
            "slug": "nouvelles",
            "introduction": "",
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            "action-publish": "true",
        }
    )
    response = communication.post(edit_url(index), data)
    assert "gardez" in response.content.decode()
    communication.post(edit_url(index), data | {"slug": "actualites"})
    index.refresh_from_db()
    assert (index.title, index.slug, index.has_unpublished_changes) == (
        "Nouvelles",
        "actualites",
        False,
    )


@pytest.mark.parametrize("make", [with_level, with_publish_by_mistake])
def test_an_employment_officer_neither_writes_nor_publishes_them(client, make):
    client.force_login(make("employment_officer"))
    online, draft = NewsPageFactory(), ContentPageFactory(live=False)
    before = Page.objects.count()
    assert client.get(edit_url(draft)).status_code == 302
    client.post(edit_url(online), form(**{"action-publish": "true"}))
    client.post(add_url("newspage", news_index()), form(**{"action-publish": "true"}))
    bulk(client, "publish", draft)
    for page in (online, draft):
        client.post(reverse(f"{PAGES}:unpublish", args=[page.pk]))
        client.post(reverse(f"{PAGES}:delete", args=[page.pk]))
    online.refresh_from_db()
    assert online.live
    assert online.title != "Un job dating à Delle"
    assert not live(draft)
    assert Page.objects.count() == before


def test_an_offer_never_lands_among_editorial_pages(communication):
    offer, section = JobOfferPageFactory(live=False), ContentPageFactory()
    for parent in (home_page(), section, news_index()):
        communication.post(reverse(f"{PAGES}:move_confirm", args=[offer.pk, parent.pk]))
        communication.post(
            reverse(f"{PAGES}:copy", args=[offer.pk]),
            {
                "new_title": "Copie",
                "new_slug": "copie",
                "new_parent_page": parent.pk,
                "publish_copies": "on",
            },
        )
        communication.post(
            add_url("jobofferpage", parent), {"title": "x", "action-publish": "true"}
        )
    index = JobOfferIndexPage.objects.get()
    assert [page.get_parent().pk for page in type(offer).objects.all()] == [index.pk]
    assert not type(offer).objects.filter(live=True).exists()


def test_publishing_offers_and_editorial_pages_together_publishes_the_latter_only(communication):
    offer, news = JobOfferPageFactory(live=False), NewsPageFactory(live=False)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    communication.post(f"{url}?id={offer.pk}&id={news.pk}")
    assert live(news)
    assert not live(offer)
    home = home_page()
    communication.post(f"{url}?id={home.pk}", {"include_descendants": "on"})
    assert not live(offer)
