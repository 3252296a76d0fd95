"""Members of the demo's organisations: who may do what, as the printed labels say."""

import pytest

from demo.accounts import DEMO_PASSWORD
from demo.members import ASKER, SUSPENDED, WAITING, demo_members
from portal.accounts.models import Invitation, JoinRequest, Membership, User
from portal.organisations.standing import Stand, standing

pytestmark = pytest.mark.django_db


def organisation_of(member):
    return Membership.objects.active().get(user__email=member.email).organisation


def test_everybody_can_sign_in_with_the_role_that_is_printed(made):
    assert made["members"] == len(demo_members())
    for member in demo_members():
        user = User.objects.get(email=member.email)
        assert user.check_password(DEMO_PASSWORD)
        if member is ASKER:
            assert not user.levels
            continue
        membership = Membership.objects.active().get(user=user)
        assert membership.role == member.role
        assert membership.organisation.slug == member.organisation or not member.organisation


def test_one_waits_one_is_suspended_and_one_person_asks(made):
    assert standing(organisation_of(WAITING)).stand == Stand.WAITING
    assert standing(organisation_of(SUSPENDED)).stand == Stand.SUSPENDED
    assert JoinRequest.objects.waiting().get().user.email == ASKER.email
    assert Invitation.objects.pending().filter(organisation__isnull=False).count() == 1
