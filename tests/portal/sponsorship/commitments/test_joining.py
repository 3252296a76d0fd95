"""What somebody did without an account follows them to it."""

import pytest

from portal.participation.services.joining import join
from portal.participation.services.participants import participant_of
from portal.sponsorship.commitments.models import HoursSharing, VolunteerCommitment
from portal.sponsorship.commitments.services.sharing import set_sharing, shares
from tests.portal.participation.people import make_guest
from tests.portal.sponsorship.commitments.volunteers import by_volunteer, candidate, committed

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(organisation):
    """(account, guest of the same address with a commitment)."""
    user = candidate()
    user.emailaddress_set.get_or_create(email=user.email, defaults={"verified": True})
    user.emailaddress_set.update(verified=True)
    guest = make_guest(email=user.email)
    by_volunteer(committed(organisation, guest))
    return user, guest


@pytest.mark.parametrize("has_rows", [True, False])
def test_commitments_and_the_box_follow_the_guest(both, has_rows):
    user, guest = both
    if has_rows:
        participant_of(user=user)
    set_sharing(participant=guest, is_shared=True)
    own = join(user=user, guest=guest)
    assert VolunteerCommitment.objects.owned_by(user).count() == 1
    assert shares(own)


@pytest.mark.parametrize("answer", [True, False])
def test_what_the_account_said_of_the_box_wins(both, answer):
    user, guest = both
    own = participant_of(user=user)
    set_sharing(participant=own, is_shared=True)
    set_sharing(participant=own, is_shared=answer)
    set_sharing(participant=guest, is_shared=not answer)
    join(user=user, guest=guest)
    assert shares(own) is answer
    assert HoursSharing.objects.count() == 1
