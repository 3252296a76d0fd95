"""The choosers of the CMS: who is answered, and what a suspended organisation is called."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.chooser import ChooserViewSet

from pages.choosers import OrganisationChooser
from snippets.models import SiteDocument
from tests.factories import CommuneFactory, OccupationFactory, OrganisationFactory, UserFactory
from tests.pages.moderation.conftest import with_level

pytestmark = pytest.mark.django_db
viewsets.populate()
CHOOSERS = sorted(
    {viewset.name for viewset in viewsets.viewsets if isinstance(viewset, ChooserViewSet)}
)
OFFICERS = {
    "choose_commune",
    "choose_occupation",
    "choose_organisation",
    "wagtailsnippetchoosers_search_adreport",
    "wagtailsnippetchoosers_snippets_commune",
    "wagtailsnippetchoosers_snippets_occupation",
    "wagtailsnippetchoosers_snippets_organisation",
}
VIEWS = (
    ("choose", ()),
    ("choose_results", ()),
    ("chosen", ("1",)),
    ("chosen_multiple", ()),
    ("create", ()),
)


@pytest.fixture
def stranger(client):
    """Somebody who may enter the CMS and see nothing there."""
    group = Group.objects.create(name="lecture")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = UserFactory()
    user.groups.add(group)
    client.force_login(user)
    return client


def address(chooser, view, args=()):
    return reverse(f"{chooser}:{view}", args=args)


def test_every_chooser_is_here():
    assert {"wagtailimages_chooser", "wagtaildocs_chooser", *OFFICERS} < set(CHOOSERS)


@pytest.mark.parametrize("chooser", CHOOSERS)
def test_no_chooser_answers_who_may_not_see_its_model(stranger, chooser):
    for view, args in VIEWS:
        response = stranger.get(address(chooser, view, args))
        assert (response.status_code, response["Location"]) == (302, "/cms/"), view


def test_an_image_or_a_document_asked_by_its_key_is_not_named(client):
    document = SiteDocument.objects.create(title="Bilan", file=ContentFile(b"x", "bilan.txt"))
    url = address("wagtaildocs_chooser", "chosen", (document.pk,))
    several = f"{address('wagtaildocs_chooser', 'chosen_multiple')}?id={document.pk}"
    client.force_login(with_level("employment_officer"))
    for asked in (url, several):
        assert client.get(asked).status_code == 302
    client.force_login(with_level("communication"))
    for asked in (url, several):
        assert "Bilan" in client.get(asked).content.decode()


@pytest.mark.parametrize("chooser", CHOOSERS)
def test_officers_keep_what_an_offer_is_written_with(client, chooser):
    client.force_login(with_level("employment_officer"))
    expected = 200 if chooser in OFFICERS else 302
    assert client.get(address(chooser, "choose")).status_code == expected
    assert client.get(address(chooser, "choose_results")).status_code == expected


def test_officers_choose_a_commune_and_a_trade(client):
    commune, occupation = CommuneFactory(belfort=True), OccupationFactory()
    client.force_login(with_level("employment_officer"))
    for chooser, row in (("choose_commune", commune), ("choose_occupation", occupation)):
        assert str(row) in client.get(address(chooser, "choose")).json()["html"]
        chosen = client.get(address(chooser, "chosen", (row.pk,))).json()
        assert chosen["result"]["id"] == row.pk


@pytest.mark.parametrize(
    "chooser", ["choose_organisation", "wagtailsnippetchoosers_snippets_organisation"]
)
def test_a_suspended_organisation_is_marked_wherever_it_is_chosen(client, chooser):
    user = with_level("employment_officer")
    suspended = OrganisationFactory(
        name="Bois de l’Est",
        suspended_at=timezone.now(),
        suspended_by=user,
        suspension_reason="Fausses offres",
    )
    other = OrganisationFactory(name="Bois du Nord")
    client.force_login(user)
    for query in ("", "?multiple=1", "?q=bois", "?q=bois&multiple=1"):
        pages = (
            client.get(address(chooser, "choose") + query).json()["html"],
            client.get(address(chooser, "choose_results") + query).content.decode(),
        )
        for html in pages:
            assert "Bois de l’Est (suspendue)" in html, query
            assert "Bois du Nord (suspendue)" not in html
    chosen = client.get(address(chooser, "chosen", (suspended.pk,))).content.decode()
    keys = f"?id={suspended.pk}&id={other.pk}&multiple=1"
    several = client.get(address(chooser, "chosen_multiple") + keys).json()["result"]
    assert "(suspendue)" in chosen
    names = {row.get("title") or row.get("string") for row in several}
    assert names == {"Bois de l’Est (suspendue)", "Bois du Nord"}
    widget = OrganisationChooser().render("organisation", suspended.pk, {"id": "x"})
    assert "Bois de l’Est (suspendue)" in widget
