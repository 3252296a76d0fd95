"""Once a CV is ready: what may be downloaded, and where it leads."""

import re
from html import unescape

import pytest
from django.urls import reverse

from portal.accounts.level_names import LevelName
from portal.candidates.services.profile import save_profile
from portal.cv.models import Cv
from tests.factories import CommuneFactory, JobOfferPageFactory, OccupationFactory
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.applications.sending import only_application
from tests.portal.candidates.things import candidate

pytestmark = pytest.mark.django_db(transaction=False)

DOWNLOAD = re.compile(r"Télécharger|>PDF<|Autres formats|autre format")


@pytest.fixture
def person():
    return candidate(first_name="Nadia", last_name="Lefort")


@pytest.fixture
def browser(person):
    return signed_in(person)


def begun(browser, person) -> Cv:
    browser.post(reverse("cv:start"))
    return person.cvs.get()


def told(cv: Cv, **document) -> None:
    cv.document = {**cv.document, **document}
    cv.step = None
    cv.save()


def test_what_has_nothing_in_it_is_not_downloaded(browser, person):
    """Who one is, the trade and the licences come from the account and the profile."""
    save_profile(user=person, values={"licences": ["B"]})
    cv = begun(browser, person)
    told(cv, basics={**cv.document["basics"], "label": "Serveuse"})
    screens = [
        reverse("cv:home"),
        *(reverse(f"cv:{name}", args=[cv.pk]) for name in ("edit", "preview")),
        reverse("cv:step", args=[cv.pk, 3]),
    ]
    for screen in screens:
        assert not DOWNLOAD.search(browser.get(screen).text), screen
    told(cv, skills=[{"name": "Cuisiner"}])
    for screen in screens:
        assert DOWNLOAD.search(browser.get(screen).text), screen


def near_delle(person, **values) -> None:
    """Two offers of masons near Delle, one of a waiter; the person looks there."""
    delle = CommuneFactory(name="Delle", postal_codes=["90100"], latitude=47.508, longitude=6.997)
    far = CommuneFactory(name="Lepuix", postal_codes=["90200"], latitude=47.81, longitude=6.81)
    JobOfferPageFactory.rows(2, commune=delle)
    waiter = OccupationFactory(code="G1803", label="Serveur / Serveuse de restaurant")
    cited = "<p>Vous nettoyez la cage du chat de la danseuse.</p>"
    JobOfferPageFactory.row(commune=delle, title="Serveur", occupation=waiter, description=cited)
    JobOfferPageFactory.row(commune=far)
    save_profile(user=person, values={"commune": delle, **values})


@pytest.mark.parametrize(
    ("label", "said", "found"),
    [
        ("Maçonne", "Voir 2 offres près de Delle", 2),
        ("Serveuse", "Voir une offre près de Delle", 1),
        # None of that trade, which an offer only cites: those of any trade, and it says so.
        ("Danseuse", "Voir 3 offres près de Delle", 3),
    ],
)
def test_the_last_step_leads_to_the_offers_that_the_search_finds(
    browser, person, label, said, found
):
    near_delle(person, radius_km=10)
    cv = begun(browser, person)
    told(cv, skills=[{"name": "x"}], basics={"name": "Nadia", "label": label})
    page = browser.get(reverse("cv:preview", args=[cv.pk])).text
    address = unescape(re.search(rf'<a class="btn btn-quiet" href="([^"]+)">.*{said}</a>', page)[1])
    assert "lieu=Delle" in address
    assert "rayon=10" in address
    assert ("Tous les métiers." in page) == (label == "Danseuse")
    assert browser.get(address).context["screen"].count == found
    assert ("voir 3 offres près de Delle</a>" in page) == (found < 3)


def test_without_a_commune_the_whole_territory_counts_and_nothing_is_said_so(browser, person):
    cv = begun(browser, person)
    told(cv, skills=[{"name": "x"}])
    address = reverse("cv:preview", args=[cv.pk])
    assert "Il n’y a pas d’offre" in browser.get(address).text
    JobOfferPageFactory.rows(2)
    told(cv, basics={"location": {"city": "Nullepart"}})
    assert "Voir 2 offres</a>" in browser.get(address).text


def test_who_helps_is_not_led_to_the_offers_of_somebody_else(browser, person):
    near_delle(person)
    cv = begun(browser, person)
    told(cv, skills=[{"name": "x"}])
    helper = person_with(LevelName.ADVISER)
    cv.helpers.create(user=helper)
    page = signed_in(helper).get(reverse("cv:preview", args=[cv.pk])).text
    assert "Télécharger" in page
    assert "Delle" not in page


def test_from_an_offer_to_the_application_with_the_cv_that_was_made_for_it(browser, person):
    offer = JobOfferPageFactory.row(title="Maçon à Delle")
    apply = f"/postuler/{offer.pk}/"
    way = re.search(r'href="([^"]+)">Faire mon CV', browser.get(apply).text)[1]
    assert offer.title in browser.get(way).text
    cv = begun(browser, person)
    preview = reverse("cv:preview", args=[cv.pk])
    assert "Postuler avec ce CV" not in browser.get(preview).text
    told(cv, skills=[{"name": "Maçonner"}])
    older = person.cvs.create(title="Plus récent", slot=2, document={})
    page = browser.get(preview).text
    assert page.count("btn-action") == page.count("Postuler avec ce CV") == 1
    way = re.search(r'href="([^"]+)">Postuler avec ce CV', page)[1]
    form = browser.get(way).context["form"]
    assert form["cv"].value() == f"cv-{cv.pk}" != f"cv-{older.pk}"
    browser.post(way, {"cv": form["cv"].value(), "message": ""})
    assert only_application().cv.title == cv.title
    # They have applied: nothing leads there any more.
    assert "Postuler avec ce CV" not in browser.get(preview).text


@pytest.mark.parametrize("number", ["0", "x", "99999999999999999999", "987654"])
def test_an_offer_that_is_not_there_is_not_spoken_of(browser, person, number):
    page = browser.get(reverse("cv:start"), {"offre": number}, follow=True)
    assert page.redirect_chain == [(f"{reverse('cv:home')}?offre={number}", 302)]
    assert "postuler avec" not in page.text
    assert not person.cvs.exists()


def test_another_persons_cv_is_not_chosen(browser, person):
    offer = JobOfferPageFactory.row()
    theirs = candidate().cvs.create(title="x", slot=1, document={})
    mine = person.cvs.create(title="y", slot=1, document={})
    form = browser.get(f"/postuler/{offer.pk}/?cv={theirs.pk}").context["form"]
    assert form["cv"].value() == f"cv-{mine.pk}"
