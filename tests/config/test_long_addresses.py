"""A long address costs nothing and is never told back."""

import re

import pytest
from django.conf import settings as site

from config.middleware import MAX_ADDRESS

pytestmark = pytest.mark.django_db
WORD = "zebulon" * 1000
PIECE = "zebulon" * 60
PUBLIC = (
    "/offres/?q={}",
    "/offres/?lieu={}",
    "/offres/?metier={}",
    "/offres/?rayon={}",
    "/offres/?tri={}",
    "/offres/?page={}",
    "/offres/?{}=1",
    "/offres/?q=%00{}",
    "/offres/{}/",
    "/recherche/?q={}",
    "/benevolat/?q={}",
    "/sessions/?mois={}",
    "/offres/communes/?q={}",
    "/n-existe-pas/?q={}",
    "/{}/",
    "/favoris/?x={}",
    "/_util/authenticate_with_password/?next=/{}",
    "/compte/connexion/?next=/{}",
    "/compte/inscription/?next=/{}",
    "/cms/login/?next=/{}",
    "/api/v1/opportunities/?q={}",
    "/api/v1/opportunities/?{}=1",
    "/api/v1/{}/",
    "/api/v2/pages/?search={}",
    "/api/v2/pages/?{}=1",
    "/api/v2/pages/?fields={}",
    "/api/v2/pages/?order={}",
    "/api/v2/pages/?type={}",
    "/api/v2/pages/find/?{}=1",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_long_word_is_not_told_back(client, address):
    answer = client.get(address.format(WORD))
    assert answer.status_code < 500
    assert PIECE not in answer.text
    if answer.status_code == 302:
        assert PIECE not in answer.url


@pytest.mark.parametrize("address", ["/offres/?q={}", "/{}/", "/cms/?x={}", "/compte/?{}"])
def test_an_address_of_no_link_is_refused_in_french(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        answer = client.get(address.format("é" * MAX_ADDRESS))
    assert answer.status_code == 400
    assert "Cette adresse est trop longue" in answer.text
    assert "é" * 100 not in answer.text


def test_programs_are_told_as_they_are_used_to(client):
    answer = client.get(f"/api/v1/opportunities/?q={'a' * MAX_ADDRESS}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["detail"] == "L’adresse est trop longue."


def test_what_people_search_is_far_from_the_bound(client):
    assert client.get(f"/offres/?q={'soudeur+' * 25}&lieu=Belfort").status_code == 200


def test_every_documented_command_bounds_the_request_line():
    files = (
        "docs/deployment.md",
        "deployment/systemd/declic-web.service",
        "site/demo/startup.py",
        "README.md",
        "Makefile",
    )
    text = "\n".join((site.BASE_DIR / file).read_text(encoding="utf-8") for file in files)
    text = re.sub(r'\\\n\s*|"\s*\n\s*(?:#[^\n]*\n\s*)*f?"', " ", text)
    commands = re.findall(r"^.*gunicorn config\.wsgi.*$", text, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        assert re.search(r"--limit-request-line 8190\b", command), command
