"""« Dupliquer »: what a copy keeps, what it starts without, and who may make one."""

import pytest
from django.urls import reverse
from django.utils import timezone

from pages.models import JobOfferPage, RecruitmentSessionPage, SessionPartner
from pages.moderation import services
from pages.moderation.copying import duplicate
from tests.factories import (
    JobOfferPageFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
    UserFactory,
)
from tests.pages.moderation.conftest import edit, with_level

PIN = "SRID=4326;POINT(6.863100 47.638600)"


def copy_url(page):
    return reverse("opportunity_duplicate", args=[page.pk])


def test_a_copy_says_what_the_latest_draft_says_and_is_new(live, author, officer):
    edit(live, author, location=PIN, skills=["Coffrage"], starts_on=timezone.localdate())
    copy = duplicate(page=live, user=officer)
    copy = JobOfferPage.objects.get(pk=copy.pk)
    draft = copy.get_latest_revision_as_object()
    for page in (copy, draft):
        assert (page.location, page.skills, page.title) == (PIN, ["Coffrage"], live.title)
        assert (page.organisation, page.contact_email) == (live.organisation, live.contact_email)
        assert (page.go_live_at, page.expire_at, page.starts_on) == (None, None, None)
        assert page.slug != live.slug
        assert page.slug.startswith("macon-a-belfort-")
    assert (copy.latitude, copy.longitude) == (47.6386, 6.8631)
    assert (copy.live, copy.first_published_at, copy.owner) == (False, None, officer)
    assert copy.current_workflow_state is None
    assert copy.get_parent().pk == live.get_parent().pk
    assert copy.revisions.count() == 1


def test_a_withdrawn_or_filled_page_gives_a_plain_draft(live, author, moderator):
    services.withdraw(page=live, user=moderator, reason="x")
    JobOfferPage.objects.filter(pk=live.pk).update(filled_at=timezone.now(), expired=True)
    copy = duplicate(page=live, user=author)
    assert (copy.withdrawn_at, copy.withdrawal_reason, copy.filled_at) == (None, "", None)
    assert not copy.expired
    assert JobOfferPage.objects.with_state().get(pk=copy.pk).state == "draft"


def test_a_session_keeps_its_partners_and_waits_for_its_date(author):
    partner = OrganisationFactory(name="Éts Müller")
    session = RecruitmentSessionPageFactory(
        partners=[SessionPartner(organisation=partner)], status="cancelled", owner=author
    )
    copy = RecruitmentSessionPage.objects.get(pk=duplicate(page=session, user=author).pk)
    assert [row.organisation for row in copy.partners.all()] == [partner]
    assert (copy.starts_at, copy.ends_at, copy.expire_at) == (None, None, None)
    assert (copy.status, copy.capacity) == ("scheduled", session.capacity)
    assert session.partners.count() == 1


def test_the_button_posts_and_opens_the_copy(client, live, officer):
    client.force_login(officer)
    assert copy_url(live) in client.get("/cms/offres-emploi/").content.decode()
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[live.pk])).content.decode()
    assert copy_url(live) in editor
    assert reverse("wagtailadmin_pages:copy", args=[live.pk]) not in editor
    assert client.get(copy_url(live)).status_code == 405
    response = client.post(copy_url(live))
    copy = JobOfferPage.objects.latest("pk")
    assert response.url == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    page = client.get(response.url)
    assert page.status_code == 200
    assert "Voici une copie de l’offre" in page.content.decode()


def test_who_may_not_add_may_not_copy(client, live):
    client.force_login(with_level("adviser"))
    assert client.post(copy_url(live)).status_code in (302, 403)
    assert not with_level("adviser").has_perm("pages.duplicate_opportunity", live)
    inactive = UserFactory(superuser=True, is_active=False)
    assert not inactive.has_perm("pages.duplicate_opportunity", live)
    assert JobOfferPage.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_own_copy_is_closed(client, live, officer, method):
    client.force_login(officer)
    address = reverse("wagtailadmin_pages:copy", args=[live.pk])
    data = {"new_title": "x", "new_slug": "x", "new_parent_page": live.get_parent().pk}
    assert getattr(client, method)(address, data).status_code == 302
    assert JobOfferPage.objects.count() == 1


def test_what_is_not_an_opportunity_is_not_copied(client, officer):
    page = JobOfferPageFactory()
    client.force_login(officer)
    for pk in (page.get_parent().pk, 999_999):
        assert client.post(reverse("opportunity_duplicate", args=[pk])).status_code == 404
