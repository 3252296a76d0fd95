"""An optional consent: asked without a tick, given and withdrawn where it is told."""

import pytest

from portal.accounts.consents import CAMPAIGNS, TERMS, give_consent
from portal.accounts.models import Consent
from tests.factories import PASSWORD, UserFactory
from tests.portal.accounts.people import signed_in

pytestmark = pytest.mark.django_db
GIVE = "/compte/accords/campaigns/donner/"


@pytest.fixture
def person():
    return UserFactory()


@pytest.fixture
def browser(person):
    return signed_in(person)


def given(person):
    return Consent.objects.given().filter(user=person, purpose=CAMPAIGNS.purpose)


@pytest.mark.parametrize(("ticked", "expected"), [({}, 0), ({"wants_campaigns": "on"}, 1)])
def test_registering_asks_without_a_tick(client, ticked, expected):
    page = client.get("/compte/inscription/").text
    box = page.partition('name="wants_campaigns"')[2].partition(">")[0]
    assert "checked" not in box
    assert "required" not in box
    client.post(
        "/compte/inscription/",
        {
            "first_name": "Inès",
            "last_name": "Morel",
            "email": "ines@exemple.test",
            "password1": PASSWORD,
            **ticked,
        },
    )
    answers = Consent.objects.filter(user__email="ines@exemple.test")
    assert answers.filter(purpose=TERMS.purpose).count() == 1
    assert answers.filter(purpose=CAMPAIGNS.purpose).count() == expected


@pytest.mark.parametrize("page", ["/compte/mes-donnees/", "/compte/courriels/"])
def test_it_is_given_then_withdrawn_where_it_is_told(browser, person, page):
    assert f'action="{GIVE}"' in browser.get(page).text
    for _ in range(2):
        browser.post(GIVE)
    consent = given(person).get()
    shown = browser.get(page).text
    assert f'action="{GIVE}"' not in shown
    assert f'action="/compte/accords/{consent.pk}/retirer/"' in shown
    browser.post(f"/compte/accords/{consent.pk}/retirer/")
    assert not given(person).exists()
    assert f'action="{GIVE}"' in browser.get(page).text


@pytest.mark.parametrize("purpose", ["terms", "autre"])
def test_what_nobody_asks_is_not_given(browser, person, purpose):
    assert browser.post(f"/compte/accords/{purpose}/donner/").status_code == 404
    assert not Consent.objects.filter(user=person).exists()


def test_giving_by_address_alone_gives_nothing(browser, person):
    assert browser.get(GIVE).status_code == 405
    assert not given(person).exists()


def test_a_yes_to_an_older_text_is_asked_again_only_by_its_new_version(person):
    give_consent(user=person, text=CAMPAIGNS)
    assert given(person).get().version == CAMPAIGNS.version
