"""Name and address from a SIRET: proposed, never imposed, and missed without harm."""

from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from snippets.models import Organisation
from tests.factories import CommuneFactory, UserFactory, valid_siret
from tests.portal.accounts.people import signed_in

pytestmark = pytest.mark.django_db

URL = "/organisations/inscription/"
SIRET = valid_siret(7)
PLACE = {
    "siret": SIRET,
    "adresse": "12 RUE DE LA GARE 90000 BELFORT",
    "code_postal": "90000",
    "commune": "90010",
    "activite_principale": "43.32A",
}
COMPANY = {"nom_raison_sociale": "MENUISERIE DU LION", "matching_etablissements": [PLACE]}


@pytest.fixture
def register(httpserver: HTTPServer, settings: Any) -> HTTPServer:
    settings.COMPANY_REGISTER_URL = httpserver.url_for("/search")
    return httpserver


@pytest.fixture
def browser(db: None) -> Any:
    CommuneFactory(belfort=True)
    return signed_in(UserFactory())


def fill(browser: Any, **fields: str) -> Any:
    typed = {"kind": "company", "siret": SIRET, "email": "contact@exemple.test", **fields}
    return browser.post(URL, {**typed, "fill": "1"})


def values(response: Any) -> dict[str, Any]:
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields}


def test_the_register_fills_in_what_it_knows_and_nothing_is_registered(register, browser):
    register.expect_request("/search").respond_with_json({"results": [COMPANY]})
    response = fill(browser, phone="03 84 00 00 00")
    shown = values(response)
    assert response.status_code == 200
    assert shown["name"] == "Menuiserie du Lion"
    assert shown["address"] == "12 rue de la gare"
    assert shown["naf_code"] == "43.32A"
    assert shown["commune"] == "90010"
    assert (shown["kind"], shown["phone"]) == ("company", "03 84 00 00 00")
    assert b"v\xc3\xa9rifiez-les" in response.content
    assert not Organisation.objects.exists()
    fill(browser)
    assert len(register.log) == 1


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"results": []}, "n’est pas dans le registre"),
        ({"results": [{"siege": {"siret": "00000000000000"}}]}, "n’est pas dans le registre"),
        ({"results": [None]}, "ne répond pas"),
        (["nonsense"], "ne répond pas"),
    ],
)
def test_a_register_that_cannot_tell_leaves_the_form_to_fill_in(
    register, browser, answer, sentence
):
    register.expect_request("/search").respond_with_json(answer)
    response = fill(browser, name="Menuiserie du Lion")
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert values(response)["name"] == "Menuiserie du Lion"


def test_a_register_that_is_away_leaves_the_form_to_fill_in(browser):
    assert "ne répond pas" in fill(browser).content.decode()


def test_a_number_that_cannot_be_asks_nobody(register, browser):
    response = fill(browser, siret="123")
    assert "14\u00a0chiffres" in response.content.decode()
    assert register.log == []


def test_without_a_register_there_is_no_button(settings, browser):
    assert "d’après le SIRET" in browser.get(URL).content.decode()
    settings.COMPANY_REGISTER_URL = ""
    assert "d’après le SIRET" not in browser.get(URL).content.decode()
