"""The pairs of the demo: made once, by the services, one of each kind."""

import pytest

from demo.pairs import load_pairs
from demo.sponsorship import COORDINATOR
from portal.sponsorship.models import Sponsorship
from tests.portal.sponsorship.people import coordinator, make_request

pytestmark = pytest.mark.django_db


def test_a_pair_of_each_kind_is_made_once():
    coordinator(email=COORDINATOR)
    for _ in range(3):
        make_request()
    assert load_pairs() == 4
    assert load_pairs() == 0
    assert set(Sponsorship.objects.values_list("state", flat=True)) == {
        *("active", "proposed", "suspended", "completed")
    }
