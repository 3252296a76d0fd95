"""The schema: complete, in two formats, and of one piece with the views."""

import json
import re

import pytest
import yaml

from config.api_docs import schema
from search.api import base
from search.api.urls import urlpatterns
from search.parameters.filters import OpportunityFilterSet

pytestmark = pytest.mark.django_db
V1 = {path: item["get"] for path, item in schema()["paths"].items()}
VIEWS = {pattern.callback.view_class for pattern in urlpatterns}


def parameters(path: str, place: str = "query") -> dict[str, dict]:
    return {item["name"]: item for item in V1[path]["parameters"] if item["in"] == place}


def test_every_address_of_version_1_is_described():
    described = {re.sub(r"\{\w+\}", "X", path) for path in V1}
    real = {"/api/v1/" + re.sub(r"<\w+:\w+>", "X", str(item.pattern)) for item in urlpatterns}
    assert described == real
    assert all(issubclass(view, base.PublicView) for view in VIEWS)
    assert len({operation["operationId"] for operation in V1.values()}) == len(V1)


def test_the_search_has_the_parameters_of_the_filter_set_and_no_other():
    names = set(OpportunityFilterSet.base_filters)
    assert set(parameters("/api/v1/opportunities/")) == names | {"fields"}
    assert set(parameters("/api/v1/opportunities.geojson")) == names | {"fields"}
    clusters = set(parameters("/api/v1/clusters/"))
    assert clusters == names - {"tri", "page"} | {"zone", "zoom"}


def test_each_parameter_is_read_by_its_own_field():
    """What the schema lists is what the view reads: both are the fields of its form."""
    for pattern in urlpatterns:
        view = pattern.callback.view_class
        address = re.sub(r"<\w+:\w+>", "X", str(pattern.pattern))
        (path,) = (path for path in V1 if re.sub(r"\{\w+\}", "X", path) == f"/api/v1/{address}")
        described = parameters(path)
        fields = view.form().fields
        assert list(described) == list(fields)
        for name, field in fields.items():
            assert described[name]["schema"] == field.schema()
            assert described[name]["description"] == field.label
            assert described[name].get("required", False) is (name in view.required)


def test_parts_of_addresses_are_described():
    for path in V1:
        assert set(parameters(path, "path")) == set(re.findall(r"\{(\w+)\}", path))


def test_every_operation_tells_its_problems_and_headers():
    for operation in V1.values():
        answers = operation["responses"]
        assert {"200", "304", "400", "405", "406", "412", "429"} <= set(answers)
        (content,) = answers["200"]["content"].values()
        assert content["examples"]
        assert {"ETag", "Last-Modified", "RateLimit-Remaining"} <= set(answers["200"]["headers"])
        assert operation["summary"]
        assert operation["description"]
    assert {"404", "410"} <= set(V1["/api/v1/opportunities/{id}/"]["responses"])


def test_every_reference_leads_somewhere():
    text = json.dumps(schema())
    for kind, name in re.findall(r'"#/components/(\w+)/(\w+)"', text):
        assert name in schema()["components"][kind]
    # Nothing is described that no address answers.
    named = {name for kind, name in re.findall(r'"#/components/(\w+)/(\w+)"', text)}
    assert set(schema()["components"]["schemas"]) == named


def test_every_property_has_a_type_and_every_object_is_closed():
    for name, component in schema()["components"]["schemas"].items():
        assert component["additionalProperties"] is False, name
        for member in component["properties"].values():
            assert {"type", "$ref", "allOf"} & set(member), (name, member)


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        ("", "*/*", "application/json"),
        ("", "application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json"),
        ("", "application/yaml", "application/yaml"),
        ("", "application/vnd.oai.openapi", "application/vnd.oai.openapi"),
        ("?format=yaml", "application/json", "application/yaml"),
        ("?format=json", "application/yaml", "application/json"),
    ],
)
def test_json_or_yaml(client, query, accept, media_type):
    response = client.get(f"/api/schema/{query}", headers={"Accept": accept})
    assert response.status_code == 200
    assert response["Content-Type"].split(";")[0] == media_type
    read = json.loads if "json" in media_type else yaml.safe_load
    content = read(response.content)
    assert content["openapi"].startswith("3.")
    assert set(content["paths"]) == set(V1)
    assert response["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize("query", ["format=xml", "format=", "format=json&format=yaml"])
def test_another_format_is_named(client, query):
    response = client.get(f"/api/schema/?{query}")
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == ["format"]
    assert client.get("/api/schema/", headers={"Accept": "text/csv"}).status_code == 406


def test_the_page_is_ours_alone_and_open_to_all(client):
    response = client.get("/api/docs/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "<title>API de Déclic\u00a0: documentation</title>" in page
    assert 'lang="fr"' in page
    # What there is before anything is drawn, or without JavaScript.
    assert page.count("<h1>") == page.count("<main>") == 1
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    script = client.get("/api/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert "/api/schema/" in script.content.decode()
