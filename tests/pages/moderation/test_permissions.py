"""Nobody publishes, unpublishes, moves or deletes around the workflow: real requests."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from pages.models import HomePage, JobOfferIndexPage, JobOfferPage
from tests.factories import JobOfferPageFactory
from tests.form_data import form_data
from tests.pages.moderation.conftest import with_level


def plain(level):
    """Somebody with a level as it is declared."""
    return with_level(level)


def with_publish_by_mistake(level):
    """The same, whose group was given `publish` at the very top of the tree."""
    user = with_level(level)
    GroupPagePermission.objects.create(
        group=user.groups.get(),
        page=Page.get_first_root_node(),
        permission=Permission.objects.get(codename="publish_page"),
    )
    return user


STAFF = [
    pytest.param(make, level, id=f"{level}-{make.__name__}")
    for make in (plain, with_publish_by_mistake)
    for level in ("communication", "employment_officer")
]


def state(page):
    page = Page.objects.get(pk=page.pk)
    return (page.live, page.path, page.title)


def bulk(client, action, page, **data):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return client.post(f"{url}?id={page.pk}", data)


def attack(client, page, home):
    """Every address of Wagtail's that takes a page on or off line, moves it or deletes it."""
    pages = "wagtailadmin_pages"
    yield client.post(reverse(f"{pages}:unpublish", args=[page.pk]))
    yield client.post(reverse(f"{pages}:delete", args=[page.pk]))
    yield client.post(reverse(f"{pages}:move_confirm", args=[page.pk, home.pk]))
    yield client.post(reverse(f"{pages}:set_page_position", args=[page.pk]) + "?position=0")
    yield client.post(
        reverse(f"{pages}:set_privacy", args=[page.pk]), {"restriction_type": "login"}
    )
    yield bulk(client, "publish", page)
    yield bulk(client, "unpublish", page)
    yield bulk(client, "delete", page)
    yield bulk(client, "move", page, chooser=home.pk)
    yield client.post(
        reverse(f"{pages}:convert_alias", args=[page.pk]),
    )


@pytest.mark.parametrize(("make", "level"), STAFF)
@pytest.mark.parametrize("target", ["live offer", "index"])
def test_wagtails_own_screens_leave_opportunities_alone(client, db, make, level, target):
    client.force_login(make(level))
    offer = JobOfferPageFactory.row()
    page = offer if target == "live offer" else JobOfferIndexPage.objects.get()
    home = HomePage.objects.get()
    before = state(page)
    for response in attack(client, page, home):
        assert response.status_code in (200, 302, 403, 404, 405), response
        assert state(page) == before
    assert not page.get_view_restrictions().exists()


@pytest.mark.parametrize(("make", "level"), STAFF)
def test_a_draft_is_published_by_no_screen(client, db, make, level):
    user = make(level)
    client.force_login(user)
    draft = JobOfferPageFactory(live=False, owner=user)
    bulk(client, "publish", draft)
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    html = client.get(edit).content.decode()
    assert "action-publish" not in html
    data = form_data(html, "page-edit-form")
    data["action-publish"] = "true"
    client.post(edit, data)
    assert not Page.objects.get(pk=draft.pk).live


@pytest.mark.parametrize(("make", "level"), STAFF)
def test_an_offer_is_not_published_by_creating_or_copying_it(client, db, make, level):
    client.force_login(make(level))
    offer = JobOfferPageFactory.row()
    index = JobOfferIndexPage.objects.get()
    add = reverse("wagtailadmin_pages:add", args=["pages", "jobofferpage", index.pk])
    html = client.get(add).content.decode()
    assert "action-publish" not in html
    data = form_data(html, "page-edit-form")
    data.update({"title": "Créée", "action-publish": "true"})
    client.post(add, data)
    for alias in ("", "on"):
        client.post(
            reverse("wagtailadmin_pages:copy", args=[offer.pk]),
            {
                "new_title": "Copie",
                "new_slug": f"copie{alias}",
                "new_parent_page": index.pk,
                "publish_copies": "on",
                "copy_subpages": "",
                "alias": alias,
            },
        )
    assert list(JobOfferPage.objects.filter(live=True)) == [offer]


def test_a_draft_that_nobody_has_read_may_be_thrown_away(client, officer, submitted):
    client.force_login(officer)
    draft = JobOfferPageFactory(live=False)
    for page in (draft, submitted):
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert set(JobOfferPage.objects.all()) == {submitted}


def test_a_withdrawn_offer_stays(client, moderator, live):
    client.force_login(moderator)
    from pages.moderation import services

    services.withdraw(page=live, user=moderator, reason="x")
    client.post(reverse("wagtailadmin_pages:delete", args=[live.pk]))
    bulk(client, "delete", live)
    assert JobOfferPage.objects.filter(pk=live.pk).exists()


def test_communication_publishes_the_home_page_and_nothing_else_of_it(client, db):
    user = with_level("communication")
    client.force_login(user)
    home = HomePage.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=[home.pk])
    data = form_data(client.get(edit).content.decode(), "page-edit-form")
    data.update({"title": "Bienvenue", "calls-count": "0", "action-publish": "true"})
    client.post(edit, data)
    home.refresh_from_db()
    assert home.title == "Bienvenue"
    assert not home.has_unpublished_changes
    client.post(reverse("wagtailadmin_pages:unpublish", args=[home.pk]))
    client.post(reverse("wagtailadmin_pages:delete", args=[home.pk]))
    client.post(
        reverse("wagtailadmin_pages:set_privacy", args=[home.pk]), {"restriction_type": "login"}
    )
    home.refresh_from_db()
    assert home.live
    assert not home.get_view_restrictions().exists()


def test_officer_edits_offers_and_not_the_home_page(client, db):
    client.force_login(with_level("employment_officer"))
    home = reverse("wagtailadmin_pages:edit", args=[HomePage.objects.get().pk])
    offer = JobOfferPageFactory.row(owner=with_level("communication"))
    assert client.get(home).status_code == 302
    assert client.get(reverse("wagtailadmin_pages:edit", args=[offer.pk])).status_code == 200


@pytest.mark.parametrize("action", ["", "action-publish", "action-submit"])
def test_the_slug_of_an_index_is_frozen(client, admin_user, action):
    client.force_login(admin_user)
    index = JobOfferIndexPage.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=[index.pk])
    data = form_data(client.get(edit).content.decode(), "page-edit-form")
    data["slug"] = "autres"
    if action:
        data[action] = "true"
    response = client.post(edit, data)
    assert "gardez" in response.content.decode()
    index.refresh_from_db()
    assert index.slug == "offres"
    assert index.get_latest_revision_as_object().slug == "offres"
