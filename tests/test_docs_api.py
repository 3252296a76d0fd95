"""The examples of `docs/api.md`, run against a real server: each answers what it shows."""

import json
import re
from pathlib import Path

import pytest
import requests

from tests.editorial_factories import ImageFactory, NewsPageFactory
from tests.factories import JobOfferPageFactory, OccupationFactory, OrganisationFactory
from tests.search.rows import make_belfort, make_row
from tests.search.sessions import make_session

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (Path(__file__).resolve().parents[1] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r'```\ncurl "\$SITE([^"]+)"\n```\n\n```json\n(.*?)```', re.DOTALL)
EXAMPLES = EXAMPLE.findall(TEXT)


def missing(shown, given, where: str = "") -> list[str]:
    """What is shown and not given: members of objects, and those of the first item of lists."""
    if isinstance(shown, dict):
        return [
            problem
            for name, value in shown.items()
            for problem in (
                missing(value, given[name], f"{where}.{name}")
                if isinstance(given, dict) and name in given
                else [f"{where}.{name}"]
            )
        ]
    if isinstance(shown, list) and shown and isinstance(shown[0], dict):
        return missing(shown[0], given[0], f"{where}[0]") if given else [f"{where}[0]"]
    return []


@pytest.fixture
def row(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_belfort()
    company = OrganisationFactory(name="Bâtir Ensemble")
    OccupationFactory(code="H2913", label="Soudeur / Soudeuse")
    JobOfferPageFactory.row()
    make_session()
    NewsPageFactory(image=ImageFactory())
    return make_row(title="Soudeur", organisation_id=company.pk)


def test_every_command_of_the_document_is_an_example_that_is_run():
    assert len(EXAMPLES) == TEXT.count("curl ") >= 10


def test_an_example_answers_what_it_shows(live_server, row):
    """All on one site: they read, and change nothing."""
    for path, shown in EXAMPLES:
        response = requests.get(live_server.url + path.replace("$ID", str(row.pk)), timeout=30)
        expected = json.loads(shown)
        assert response.status_code == expected.get("status", 200), (path, response.text)
        given = response.json()
        assert missing(expected, given) == [], path
        if "errors" in expected:
            fields = [
                {error["field"] for error in answer["errors"]} for answer in (expected, given)
            ]
            assert fields[0] == fields[1], path
        if "fields=" in path and "/v1/" in path:
            item = given["features"][0]["properties"] if "features" in given else given
            asked = re.search(r"fields=([\w,]+)", path)[1].split(",")
            assert sorted(item) == sorted(asked), path
        # An example that shows a result finds one.
        for members in ("results", "items", "features"):
            if expected.get(members):
                assert given[members], path


def test_the_settings_that_the_document_names_exist(settings):
    for name in set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", TEXT)) - {"CACHE_URL"}:
        assert hasattr(settings, name), name
