"""Every address that an API gives answers, and every endpoint in the type that it announces."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from config.api_docs import RENDERERS, schema
from tests.config.test_content_api import make_document, make_image, whole_body
from tests.factories import (
    JobOfferPageFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
    VolunteeringPageFactory,
)

pytestmark = pytest.mark.django_db

BASE = "https://declic.example"
OURS = (f"{BASE}/", "http://testserver/")
V1 = {path: item["get"] for path, item in schema()["paths"].items()}
BOX = "6.5,47.3,7.2,47.9"
# What an operation cannot do without, and the parts of addresses, filled by `world`.
NEEDED = {"bbox": BOX, "zoom": "10"}
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")
_LINKED_DATA = re.compile(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', re.DOTALL)


@pytest.fixture
def world(settings, tmp_path) -> dict[str, Any]:
    """Something of each kind, with what refers to it; more offers than a page of results."""
    settings.MEDIA_ROOT = tmp_path
    settings.BASE_URL = settings.WAGTAILAPI_BASE_URL = BASE
    organisation = OrganisationFactory(logo=make_image("logo"))
    offers = [JobOfferPageFactory.row(organisation=organisation) for _ in range(21)]
    RecruitmentSessionPageFactory.row(organisation=organisation)
    VolunteeringPageFactory.row(organisation=organisation)
    news, known = whole_body(1)
    link = (
        f'<p><a linktype="page" id="{known["target"].pk}">Lire</a> <a href="/offres/">ici</a></p>'
    )
    JobOfferPageFactory.row(organisation=organisation, description=f"<p>{link}</p>")
    make_document("plan")
    return {"id": offers[0].pk, "key": organisation.slug, "news": news.pk}


def asked(path: str, world: dict[str, Any]) -> str:
    """The address of an operation of the schema, with what it needs."""
    operation = V1[path]
    query = "&".join(
        f"{item['name']}={NEEDED[item['name']]}"
        for item in operation["parameters"]
        if item["in"] == "query" and item.get("required")
    )
    address = re.sub(r"\{(\w+)\}", lambda part: str(world[part[1]]), path)
    return f"{address}?{query}" if query else address


def starts(world: dict[str, Any]) -> Iterator[str]:
    """Where other programs begin to read."""
    yield from (asked(path, world) for path in V1)
    for kind in ("pages", "images", "documents"):
        yield f"/api/v2/{kind}/?limit=50"
        yield f"/api/v2/{kind}/?fields=*&search=a"
    yield f"/api/v2/pages/{world['news']}/"
    for name in ("JobOfferPage", "RecruitmentSessionPage", "VolunteeringPage", "NewsPage"):
        yield f"/api/v2/pages/?type=pages.{name}&fields=*&limit=50"
    yield from ("/offres/flux.rss", "/sessions/agenda.ics", "/sitemap.xml", "/integration/offres/")


def said(response: Any) -> str:
    """What a program reads of an answer: of a page, the structured data alone."""
    if response.streaming:
        b"".join(response.streaming_content)
        return ""
    kind = response["Content-Type"].split(";")[0]
    if kind == "text/html" and response.request["PATH_INFO"] != "/integration/offres/":
        return " ".join(_LINKED_DATA.findall(response.text))
    if kind == "text/calendar":
        return response.text.replace("\r\n ", "")
    return response.text if "image" not in kind and "pdf" not in kind else ""


def addresses(text: str) -> set[str]:
    """Those of this site, and none of a host that nobody set."""
    found = {unescape(address).rstrip(").,;") for address in _ADDRESS.findall(text)}
    assert not [address for address in found if "localhost" in address]
    return {address for address in found if address.startswith(OURS)}


# Where the text of the page of help leads whoever has an account.
OF_ONES_OWN = {"/mon-espace/", "/mon-espace/cv/", "/compte/mot-de-passe/oublie/"}


def test_every_address_that_an_api_gives_answers(client, world):
    waiting, seen, refused = list(starts(world)), set(OF_ONES_OWN), {}
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        response = client.get(path, follow=True)
        if response.status_code != 200 or "/compte/" in response.request["PATH_INFO"]:
            refused[path] = response.status_code
            continue
        for address in addresses(said(response)):
            parts = urlsplit(address)
            waiting.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    assert refused == {}
    for part in ("/api/v2/images/", "/media/images/", "/documents/", "page=2", "sitemap-", ".ics"):
        assert [path for path in seen if part in path], part


def test_the_addresses_of_examples_have_the_shape_of_ours():
    written = _ADDRESS.findall(json.dumps(schema()))
    found = {address for address in written if address.startswith("https://emploi.example/")}
    assert found
    for address in found:
        assert resolve(urlsplit(address).path), address


def test_every_operation_answers_in_the_type_that_it_announces(client, world):
    for path, operation in V1.items():
        (kind,) = operation["responses"]["200"]["content"]
        for accept in (kind, f"{kind};q=0.9, text/html;q=0.1", "application/json", "*/*"):
            response = client.get(asked(path, world), headers={"Accept": accept})
            assert response.status_code == 200, (path, accept, response.text)
            assert response["Content-Type"].split(";")[0] == kind
        refused = client.get(asked(path, world), headers={"Accept": "text/csv"})
        assert refused.status_code == 406
        assert refused["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("kind", ["pages", "images", "documents"])
def test_the_content_answers_in_json(client, kind):
    response = client.get(f"/api/v2/{kind}/", headers={"Accept": "application/json"})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("renderer", RENDERERS)
def test_the_schema_answers_in_each_of_its_types(client, renderer):
    response = client.get("/api/schema/", headers={"Accept": renderer.media_type})
    assert response.status_code == 200
    assert response["Content-Type"].split(";")[0] == renderer.media_type
