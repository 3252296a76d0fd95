"""The API of the CMS tells what a screen shows, changes nothing, and never fails."""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import get_resolver, reverse
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Collection, GroupCollectionPermission

from tests.editorial_factories import ImageFactory
from tests.factories import JobOfferPageFactory, UserFactory
from tests.pages.moderation.conftest import with_level

ROOT = "/cms/api/main"
ACTIONS = sorted(PagesAdminAPIViewSet.actions)
BIG = "9" * 25
PARAMETERS = (
    "limit",
    "offset",
    "id",
    "child_of",
    "ancestor_of",
    "translation_of",
    "fields",
    "order",
    "search",
    "search_operator",
    "type",
    "locale",
    "title",
    "for_explorer",
    "has_children",
    "first_published_at",
    "tags",
    "width",
    "_",
)
VALUES = ("", "x", "-1", BIG, "root", "((", "%00")
BODIES = (
    {"data": {}},
    {"data": {"revision_id": BIG, "destination_page_id": "x", "locale": "zz"}},
    {"data": {}, "content_type": "application/json"},
    {"data": "[]", "content_type": "application/json"},
    {"data": "{", "content_type": "application/json"},
    {"data": "x", "content_type": "text/plain"},
)


@pytest.fixture
def offer(db):
    return JobOfferPageFactory.row()


@pytest.fixture
def staff(client, offer):
    """Somebody whom nothing would be refused to for a lack of rights."""
    client.force_login(UserFactory(superuser=True))
    client.raise_request_exception = False
    return client


def test_the_routes_are_those_that_are_tried_here():
    resolver = get_resolver()
    assert reverse("wagtailadmin_api:pages:listing") == f"{ROOT}/pages/"
    names = {
        pattern.name
        for endpoint in ("pages", "images", "documents")
        for pattern in resolver.resolve(f"{ROOT}/{endpoint}/").func.cls.get_urlpatterns()
    }
    assert names == {"listing", "detail", "find", "action"}


def ask(send, *args, **kwargs):
    """The status of an answer, in a savepoint: a fault would spoil what follows."""
    with transaction.atomic():
        status = send(*args, **kwargs).status_code
        transaction.set_rollback(status >= 500)
    return status


def test_no_question_is_a_fault(staff, offer):
    image = ImageFactory()
    lists = [f"{ROOT}/{name}/" for name in ("pages", "images", "documents")]
    found = [f"{ROOT}/pages/{offer.pk}/", f"{ROOT}/images/{image.pk}/"]
    for path in [*lists, *found]:
        assert ask(staff.get, path) == 200, path
    for path in (f"{ROOT}/pages/{BIG}/", f"{ROOT}/documents/{BIG}/"):
        assert ask(staff.get, path) == 404, path
    pages, *library = lists
    asked = [f"{pages}?{name}={value}" for name in PARAMETERS for value in VALUES]
    asked += [f"{path}?{name}={BIG}" for path in library for name in PARAMETERS]
    asked += [f"{path}?fields={value}" for path in found for value in VALUES]
    asked += [f"{path}find/?{name}={BIG}" for path in lists for name in ("id", "html_path", "x")]
    for address in asked:
        assert ask(staff.get, address) in {200, 400, 404}, address


@pytest.mark.parametrize("action", [*ACTIONS, "unknown"])
def test_no_action_can_be_posted_in_any_form(staff, offer, action):
    revision = offer.save_revision()
    before = (offer.get_latest_revision().pk, offer.revisions.count())
    good = {"revision_id": revision.pk, "destination_page_id": offer.get_parent().pk}
    for body in (*BODIES, {"data": good}, {"data": good, "content_type": "application/json"}):
        path = f"{ROOT}/pages/{offer.pk}/action/{action}/"
        assert ask(staff.post, path, **body) == 405
    offer.refresh_from_db()
    assert (offer.get_latest_revision().pk, offer.revisions.count()) == before
    assert offer.live


def test_the_menu_still_reads_the_tree(client, offer):
    client.force_login(with_level("communication"))
    answer = client.get(
        f"{ROOT}/pages/?child_of={offer.get_parent().pk}&for_explorer=1&fields=parent"
    )
    assert [page["id"] for page in answer.json()["items"]] == [offer.pk]


def test_images_are_told_to_who_may_choose_them(client, offer):
    hidden = Collection.get_first_root_node().add_child(name="Réservé")
    image, secret = ImageFactory(), ImageFactory(collection=hidden)
    client.force_login(UserFactory(superuser=True))
    told = [row["id"] for row in client.get(f"{ROOT}/images/").json()["items"]]
    assert told == [image.pk, secret.pk]
    officer = with_level("employment_officer")
    GroupCollectionPermission.objects.filter(group__in=Group.objects.all()).delete()
    client.force_login(officer)
    assert client.get(f"{ROOT}/images/").json()["items"] == []
    assert client.get(f"{ROOT}/images/{image.pk}/").status_code == 404
