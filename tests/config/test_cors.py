"""Other sites may read the API in their visitors' browsers, and nothing else."""

import pytest

pytestmark = pytest.mark.django_db
ELSEWHERE = {"Origin": "https://ailleurs.example"}
PREFLIGHT = {**ELSEWHERE, "Access-Control-Request-Method": "GET"}


def test_any_site_may_read_the_api_and_its_headers(client):
    response = client.get("/api/v1/communes/", headers=ELSEWHERE)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    exposed = {name.strip() for name in response["Access-Control-Expose-Headers"].split(",")}
    assert {"ETag", "Last-Modified", "RateLimit-Remaining", "Retry-After"} <= exposed


@pytest.mark.parametrize("path", ["/api/v1/opportunities/", "/api/v2/pages/", "/api/schema/"])
def test_a_preflight_allows_reading_only(client, path):
    response = client.options(
        path, headers={**PREFLIGHT, "Access-Control-Request-Headers": "if-none-match"}
    )
    assert response.status_code == 200
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "if-none-match" in response["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("path", ["/offres/", "/cms/login/", "/organisations/x/", "/"])
def test_screens_are_closed_to_other_sites(client, path):
    assert "Access-Control-Allow-Origin" not in client.get(path, headers=ELSEWHERE)
    assert "Access-Control-Allow-Origin" not in client.options(path, headers=PREFLIGHT)
