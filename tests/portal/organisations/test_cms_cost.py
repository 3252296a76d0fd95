"""Rights of organisations are memberships: the CMS pays nothing for their number."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.text import slugify
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from portal.accounts import levels
from portal.accounts.level_names import LevelName
from portal.accounts.models import Membership
from snippets.folding import fold_name
from snippets.models import Organisation
from tests.factories import JobOfferPageFactory, OrganisationFactory, UserFactory
from tests.portal.accounts.people import manager_of, officer

pytestmark = pytest.mark.django_db


def many(count):
    """Managed organisations, made in bulk: what counts is that they are there."""
    names = [f"Atelier {number}" for number in range(count)]
    rows = Organisation.objects.bulk_create(
        Organisation(name=name, folded_name=fold_name(name), slug=slugify(name)) for name in names
    )
    person = UserFactory()
    Membership.objects.bulk_create(
        Membership(organisation=row, user=person, role=Membership.Role.MANAGER, created_by=person)
        for row in rows
    )


def test_no_organisation_has_a_group_or_a_page_permission():
    groups = Group.objects.count()
    pages, collections = (
        model.objects.count() for model in (GroupPagePermission, GroupCollectionPermission)
    )
    for _ in range(3):
        manager_of(OrganisationFactory())
    assert Group.objects.count() == groups == len(levels.LEVELS)
    assert GroupPagePermission.objects.count() == pages
    assert GroupCollectionPermission.objects.count() == collections
    for name in (LevelName.ORGANISATION_MEMBER, LevelName.ORGANISATION_MANAGER):
        group = Group.objects.get(name=name)
        assert not group.permissions.exists()
        assert not GroupPagePermission.objects.filter(group=group).exists()
        assert not GroupCollectionPermission.objects.filter(group=group).exists()


@pytest.mark.parametrize("path", ["offres-emploi", "benevolat", "sessions"])
def test_lists_of_the_cms_cost_the_same_with_1_and_1400_organisations(client, path):
    client.force_login(officer())
    JobOfferPageFactory.row(organisation=OrganisationFactory())

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/cms/{path}/").status_code == 200
        return len(captured)

    queries()
    one = queries()
    many(1399)
    assert queries() == one
