"""Candidates of the demo: one has filled in everything, the other has just come."""

import pytest

from demo.accounts import DEMO_PASSWORD
from demo.candidates import FAVOURITES, demo_candidates
from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.candidates.models import Favourite, SavedSearch
from portal.candidates.services.profile import profile_of

pytestmark = pytest.mark.django_db


def test_candidates_sign_in_and_one_has_filled_in_a_profile(made):
    assert made["candidates"] == len(demo_candidates())
    for candidate in demo_candidates():
        user = User.objects.get(email=candidate.email)
        assert user.check_password(DEMO_PASSWORD)
        assert user.levels == {LevelName.CANDIDATE}
        assert bool(profile_of(user).commune) != candidate.is_new
        assert Favourite.objects.owned_by(user).count() == (0 if candidate.is_new else FAVOURITES)
        assert SavedSearch.objects.owned_by(user).active().count() == (0 if candidate.is_new else 2)
