"""Documented parameters two by two: no fault, no English; what is right is never refused."""

import datetime
import itertools
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from config.content_api import DocumentsEndpoint, ImagesEndpoint, PagesEndpoint
from tests.config.test_api_addresses import V1
from tests.config.test_content_api import make_document, make_image
from tests.editorial_factories import NewsPageFactory
from tests.factories import JobOfferPageFactory, OccupationFactory, OrganisationFactory
from tests.search.rows import make_belfort, make_row
from tests.search.sessions import make_session

pytestmark = [pytest.mark.full, pytest.mark.django_db]

_TODAY = timezone.localdate()
_BY_NAME = {
    "q": "maçon",
    "lieu": "Belfort",
    "position": "47.64,6.86",
    "bbox": "6.5,47.3,7.2,47.9",
    "zone": "6.6,47.4,7.1,47.8",
    "zoom": "10",
    "from": str(_TODAY),
    "to": str(_TODAY + datetime.timedelta(days=30)),
    "heures_min": "10",
    "heures_max": "39",
    "commune": "90010",
}
_CONTENT = {
    "id": "1",
    "title": "Couvreur",
    "slug": "couvreur",
    "limit": "5",
    "offset": "1",
    "search": "couvreur",
    "search_operator": "or",
    "order": "-title",
    "fields": "*",
    "show_in_menus": "true",
    "type": "pages.JobOfferPage,pages.NewsPage",
    "child_of": "root",
    "descendant_of": "root",
}
# What Wagtail cannot do, and says.
_APART = [{"child_of", "descendant_of"}]
_ODD = ("", "é", "-1", "0", "9" * 30, "(", "a,b", "random", "\u202e", "%")
_ENGLISH = re.compile(r"\b(?:the|not|must|cannot|does|exist|invalid|value|error|while|is)\b")


def _value(parameter: dict[str, Any]) -> str:
    """A right one."""
    if parameter["name"] in _BY_NAME:
        return _BY_NAME[parameter["name"]]
    schema = parameter["schema"]
    schema = schema.get("items", schema)
    found = [value for value in schema.get("enum", ()) if value != ""]
    return str(found[0] if found else schema.get("minimum", "1"))


def _problem(response: Any, asked: str) -> None:
    """A refusal is whole, and French."""
    assert response["Content-Type"] == "application/problem+json", asked
    told = response.json()
    said = " ".join([told["title"], told["detail"], *(e["reason"] for e in told.get("errors", ()))])
    assert not _ENGLISH.search(re.sub("«[^»]*»", "", said)), (asked, said)


def _ask(client: Any, path: str, values: dict[str, str], *, expected: set[int]) -> None:
    asked = f"{path}?{urlencode(values)}"
    response = client.get(asked)
    assert response.status_code in expected, (asked, response.text)
    if response.status_code != 200:
        _problem(response, asked)


def _pairs(client: Any, path: str, values: dict[str, str], needed: dict[str, str]) -> None:
    """Each two of them right, then one of them odd."""
    for one, other in itertools.combinations(values, 2):
        both = {**needed, one: values[one], other: values[other]}
        is_possible = {one, other} not in _APART
        _ask(client, path, both, expected={200} if is_possible else {400})
        for odd in _ODD:
            _ask(client, path, {**both, one: odd}, expected={200, 400, 404})
            _ask(client, path, {**both, other: odd}, expected={200, 400, 404})


@pytest.mark.parametrize("path", V1)
def test_parameters_of_version_1_two_by_two(client, path):
    make_belfort()
    row = make_row(organisation_id=OrganisationFactory(slug="batir").pk)
    make_session()
    OccupationFactory.create_batch(2)
    query = [item for item in V1[path]["parameters"] if item["in"] == "query"]
    values = {item["name"]: _value(item) for item in query}
    needed = {item["name"]: values[item["name"]] for item in query if item.get("required")}
    address = path.replace("{id}", str(row.pk)).replace("{key}", "batir")
    _ask(client, address, needed, expected={200})
    _pairs(client, address, values, needed)


@pytest.mark.parametrize(
    ("kind", "endpoint"),
    [("pages", PagesEndpoint), ("images", ImagesEndpoint), ("documents", DocumentsEndpoint)],
)
def test_parameters_of_version_2_two_by_two(client, settings, tmp_path, kind, endpoint):
    settings.MEDIA_ROOT = tmp_path
    JobOfferPageFactory.row(title="Couvreur")
    NewsPageFactory(title="Un couvreur raconte")
    make_image("couvreur")
    make_document("couvreur")
    known = endpoint.known_query_parameters | endpoint.filterable
    values = {name: value for name, value in _CONTENT.items() if name in known}
    assert {"search", "order", "fields", "limit"} <= set(values)
    _pairs(client, f"/api/v2/{kind}/", values, {})
