"""The public way in, the sponsor's own space, the coordinator's list and sheet."""

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from config.structure import after_migrate
from pages.models import ContentPage
from portal.sponsorship.sponsors.models import Sponsor
from snippets.models import SiteSettings
from tests.factories import CommuneFactory, UserFactory
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.sponsorship.people import SAID, coordinator, make_sponsor
from tests.states import fresh

pytestmark = pytest.mark.django_db
LIST = "/parrainage/coordination/parrains/"


@pytest.fixture(scope="module")
def chief(lasting):
    return coordinator()


@pytest.fixture
def browser(chief):
    return signed_in(chief)


def test_the_home_page_leads_to_the_page_that_leads_to_the_form(client):
    assert 'href="/devenir-parrain/"' in client.get("/").content.decode()
    page = client.get("/devenir-parrain/").content.decode()
    assert "Devenir parrain ou marraine" in page
    assert 'href="/parrainage/devenir/"' in page
    door = client.get("/parrainage/devenir/").content.decode()
    assert "/compte/inscription/?next=/parrainage/devenir/" in door or "?next=/parrainage" in door
    assert client.post("/parrainage/devenir/", SAID).status_code == 302
    assert not Sponsor.objects.exists()


def test_a_page_that_is_off_line_or_renamed_is_no_dead_end(client):
    page = ContentPage.objects.get(slug="devenir-parrain")
    page.unpublish()
    assert client.get("/devenir-parrain/")["Location"] == "/parrainage/devenir/"
    ContentPage.objects.filter(pk=page.pk).update(
        slug="parrainer", url_path="/home/parrainer/", live=True
    )
    Redirect.objects.create(old_path="/devenir-parrain", redirect_page=page)
    moved = client.get("/devenir-parrain/")
    assert (moved.status_code, moved.url) == (301, "/parrainer/")
    # A migrate lays no second one.
    after_migrate("default")
    assert not ContentPage.objects.filter(slug="devenir-parrain").exists()


def test_the_form_asks_what_is_missing_and_is_asked_once(chief):
    commune = CommuneFactory(belfort=True)
    user = UserFactory()
    browser = signed_in(user)
    empty = browser.post("/parrainage/devenir/", {})
    assert empty.status_code == 422
    assert set(empty.context["form"].errors) == {
        "phone",
        "profession",
        "domains",
        "commune",
        "modes",
        "availability",
    }
    many = browser.post("/parrainage/devenir/", {**SAID, "domains": list("ABCD")})
    assert "3\u00a0domaines au plus" in many.content.decode()
    typed = {**SAID, "commune": commune.name}
    page = browser.post("/parrainage/devenir/", typed, follow=True).content.decode()
    assert "La coordination vous appelle d’ici le" in page
    assert browser.get("/parrainage/devenir/")["Location"] == "/parrainage/"
    sponsor = Sponsor.objects.get(user=user)
    assert (sponsor.commune, sponsor.availability) == (commune, SAID["availability"])


def test_a_sponsor_changes_their_availability_and_capacity():
    sponsor = make_sponsor(commune=CommuneFactory(belfort=True))
    browser = signed_in(sponsor.user)
    form = browser.get("/parrainage/modifier/").context["form"]
    typed = {
        **form.initial,
        "availability": ["tue_pm"],
        "capacity": "3",
        "languages": ["ar"],
        "radius_km": "50",
    }
    browser.post("/parrainage/modifier/", typed)
    found = fresh(sponsor)
    assert (found.availability, found.capacity, found.languages) == (["tue_pm"], 3, ["ar"])
    assert (found.radius_km, found.commune) == (50, sponsor.commune)
    too_many = browser.post("/parrainage/modifier/", {**typed, "capacity": "6"})
    assert too_many.status_code == 422
    assert "Mardi après-midi" in browser.get("/parrainage/").content.decode()


def test_the_list_has_the_late_ones_first_and_costs_the_same_for_twenty(browser):
    SiteSettings.objects.update_or_create(pk=1, defaults={"sponsor_contact_days": 10})
    make_sponsor("applied", days_ago=2)
    one = queries_of(browser, LIST)
    late = make_sponsor("applied", days_ago=11)
    for number in range(19):
        state = ("accepted", "paused", "contacted")[number % 3]
        make_sponsor(state, commune=CommuneFactory(), signed=number % 2 == 0)
    assert queries_of(browser, LIST) == one
    rows = [sponsor for sponsor, _ in browser.get(LIST).context["rows"]]
    assert (len(rows), rows[0], rows[0].is_late) == (21, late, True)
    assert {row.is_late for row in rows[1:]} == {False}
    home = browser.get("/parrainage/coordination/").content.decode()
    assert "1\u00a0personne attend un appel" in home


def test_the_list_is_filtered_by_state_domain_and_name(browser):
    wanted = make_sponsor(
        domains=["G"], user=UserFactory(first_name="Élodie", last_name="Grosjean")
    )
    make_sponsor("applied", domains=["G"])
    make_sponsor(domains=["F"], user=UserFactory(last_name="Grosjean"))
    page = browser.get(LIST, {"etat": "accepted", "domaine": "G", "q": "grosj"})
    assert [row for row, _ in page.context["rows"]] == [wanted]
    assert browser.get(LIST, {"etat": "nonsense", "page": "x"}).status_code == 200


def test_the_sheet_proposes_what_the_state_allows_and_does_it(browser):
    sponsor = make_sponsor("applied", days_ago=20)
    sheet = f"{LIST}{sponsor.pk}/"
    page = browser.get(sheet).content.decode()
    assert "En retard" in page
    assert "Accueillir" not in page
    browser.post(f"{sheet}contact/")
    assert browser.post(f"{sheet}entretien/", {"note": ""}).status_code == 422
    browser.post(f"{sheet}entretien/", {"note": "Disponible le soir."})
    page = browser.get(sheet).content.decode()
    assert "Disponible le soir." in page
    assert "Accueillir" in page
    browser.post(f"{sheet}accueillir/", {"reason": "Bon entretien"})
    assert fresh(sponsor).state == "accepted"
    # A button of a page that is not fresh any more: said, and nothing done.
    stale = browser.post(f"{sheet}contact/", follow=True).content.decode()
    assert "Rechargez la page" in stale
    assert browser.get(f"{LIST}999999/").status_code == 404


def test_the_interview_note_is_the_coordinator_s_alone():
    sponsor = make_sponsor(interview_note="NOTE-MARQUEUR")
    shown = signed_in(sponsor.user).get("/parrainage/").content.decode()
    assert "NOTE-MARQUEUR" not in shown
    assert Client().get(f"{LIST}{sponsor.pk}/").status_code == 302
