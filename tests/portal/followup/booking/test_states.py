"""What an invitation and a message may become, and by whom: every pair is tried."""

import pytest

from portal.followup.booking.errors import ForbiddenStepError
from portal.followup.booking.models import BookingMessage, Invitation
from portal.followup.booking.states import I, M, Role, go, may_go, settle

PERSON, SERVICE, SITE = Role.PERSON, Role.SERVICE, Role.SITE
ALLOWED = {
    (I.WAITING, I.BOOKED): {PERSON, SERVICE},
    (I.WAITING, I.EXPIRED): {SITE},
    (I.WAITING, I.WITHDRAWN): {SERVICE},
    (I.WAITING, I.SUMMONED): {SERVICE},
    (I.EXPIRED, I.BOOKED): {PERSON, SERVICE},
    (I.EXPIRED, I.WITHDRAWN): {SERVICE},
    (I.EXPIRED, I.SUMMONED): {SERVICE},
    (I.EXPIRED, I.WAITING): {SITE},
    (I.BOOKED, I.WAITING): {PERSON, SERVICE},
    (I.BOOKED, I.WITHDRAWN): {SERVICE},
}
MESSAGES = {
    M.PLANNED: {M.QUEUED, M.SENT, M.BOUNCED, M.DROPPED},
    M.QUEUED: {M.SENT, M.DELIVERED, M.BOUNCED},
    M.SENT: {M.HANDED, M.DELIVERED, M.BOUNCED},
    M.HANDED: {M.DELIVERED, M.BOUNCED},
    M.DELIVERED: {M.BOUNCED},
    M.BOUNCED: set(),
    M.DROPPED: set(),
}


@pytest.mark.parametrize("before", I)
@pytest.mark.parametrize("after", I)
@pytest.mark.parametrize("role", Role)
def test_each_step_of_an_invitation_is_allowed_to_each_or_not(before, after, role):
    is_allowed = role in ALLOWED.get((before, after), set())
    assert may_go(before, after, role) is is_allowed
    invitation = Invitation(state=before)
    if is_allowed:
        go(invitation, after, role)
        assert (invitation.state, invitation.version) == (after, 2)
    else:
        with pytest.raises(ForbiddenStepError):
            go(invitation, after, role)
        assert (invitation.state, invitation.version) == (before, 1)


@pytest.mark.parametrize("before", M)
@pytest.mark.parametrize("after", M)
def test_each_step_of_a_message_is_allowed_or_not(before, after):
    message = BookingMessage(state=before)
    if after in MESSAGES[before]:
        settle(message, after)
        assert message.state == after
    else:
        with pytest.raises(ForbiddenStepError):
            settle(message, after)
        assert message.state == before
