"""Bulk actions of the CMS with ids that no page has."""

import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    ["id=abc", "id=%C3%A9", "id=all&childOf=abc", "id=all&childOf=999999", "id=9" + "9" * 300],
)
@pytest.mark.parametrize("action", ["publish", "delete"])
def test_an_impossible_id_is_not_found(client, action, query):
    client.force_login(UserFactory(superuser=True))
    address = f"/cms/bulk/wagtailcore/page/{action}/?{query}"
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_an_unknown_model_is_not_found(client):
    client.force_login(UserFactory(superuser=True))
    assert client.get("/cms/bulk/nothing/here/delete/?id=1").status_code == 404


def test_the_door_of_the_cms_is_kept(client):
    address = "/cms/bulk/wagtailcore/page/publish/?id=1"
    assert client.get(address).url.startswith("/compte/connexion/")
    client.force_login(UserFactory())
    assert client.get(address).status_code == 302
