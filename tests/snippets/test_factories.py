"""The factories make rows that pass the project's own checks."""

import pytest

from pages.models import JobOfferPage
from tests.factories import (
    PASSWORD,
    CommuneFactory,
    JobOfferPageFactory,
    OccupationFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("factory", [CommuneFactory, OccupationFactory, OrganisationFactory])
def test_reference_rows_are_valid_and_distinct(factory):
    rows = factory.create_batch(3)
    for row in rows:
        row.full_clean()
    assert len({row.pk for row in rows}) == 3


def test_user_signs_in_with_the_password(client):
    user = UserFactory()
    assert client.login(username=user.email, password=PASSWORD)
    assert UserFactory(superuser=True).is_superuser


def test_offer_is_live_through_a_revision_or_a_draft():
    live, draft = JobOfferPageFactory(), JobOfferPageFactory(live=False)
    live.full_clean()
    assert live.live
    assert live.live_revision == live.latest_revision
    assert not draft.live
    assert draft.latest_revision is not None
    assert live.get_parent() == draft.get_parent()
    assert JobOfferPage.objects.live().count() == 1
