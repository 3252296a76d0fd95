"""Every state machine through the services that drive it, over all pairs of states.

The tables themselves are written again by hand in `test_states.py` of each theme; here, what a
table refuses is refused by the service in words, and changes nothing.
"""

from itertools import product

import pytest
from django.utils import timezone

from portal.accounts.actors import SITE, Actor
from portal.sponsorship.certificates.services.issuing import ask, issue
from portal.sponsorship.commitments.errors import CommitmentError
from portal.sponsorship.commitments.models import VolunteerCommitment, VolunteerHours
from portal.sponsorship.commitments.services.answering import confirm, refuse
from portal.sponsorship.commitments.services.declaring import correct, declare, take_back
from portal.sponsorship.commitments.services.ending import end_commitment
from portal.sponsorship.commitments.services.issuing import issue as certify
from portal.sponsorship.commitments.states import HoursState
from portal.sponsorship.commitments.states import Side as Party
from portal.sponsorship.commitments.states import State as CommitmentState
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.models import CertificateRequest, Meeting, Sponsorship
from portal.sponsorship.pairs.following import Objective
from portal.sponsorship.pairs.services import meetings
from portal.sponsorship.pairs.services.changing import change, lock_pair
from portal.sponsorship.pairs.services.objectives import change_objective
from portal.sponsorship.pairs.states import (
    MeetingState,
    ObjectiveState,
    Role,
    Side,
    State,
    may_go,
)
from portal.sponsorship.requests import states as requests
from portal.sponsorship.requests.services.changing import change as change_request
from portal.sponsorship.requests.services.changing import lock_request
from portal.sponsorship.sponsors import states as sponsors
from portal.sponsorship.sponsors.services.changing import change as change_sponsor
from portal.sponsorship.sponsors.services.changing import lock_sponsor
from tests.factories import UserFactory
from tests.portal.sponsorship.commitments.volunteers import (
    association,
    by_volunteer,
    candidate,
    committed,
    said,
)
from tests.portal.sponsorship.pairing.made import make_accepted
from tests.portal.sponsorship.pairs.made import as_side, make_active, make_meeting
from tests.portal.sponsorship.people import coordinator, make_request, make_sponsor
from tests.states import fresh, undone

pytestmark = pytest.mark.django_db
M, H = MeetingState, HoursState
OBJECTIVES = {
    (ObjectiveState.OPEN, ObjectiveState.REACHED),
    (ObjectiveState.OPEN, ObjectiveState.DROPPED),
    (ObjectiveState.REACHED, ObjectiveState.OPEN),
    (ObjectiveState.DROPPED, ObjectiveState.OPEN),
}


@pytest.fixture(scope="module")
def running(lasting):
    return make_active(days=30)


@pytest.fixture(scope="module")
def accepted(lasting):
    return make_accepted()


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize(
    ("state", "to"), [*product(ObjectiveState, [*ObjectiveState.values, "", "deleted"])]
)
def test_objectives(running, side, state, to):
    row = Objective.objects.create(pair=running, text="Un CV", side=Side.PERSON, state=state)

    def go():
        return change_objective(
            pair=running, side=side, objective=row.pk, to=to, actor=as_side(running, side)
        )

    if (state, to) in OBJECTIVES:
        assert go().state == fresh(row).state == to
    else:
        with pytest.raises(SponsorshipError, match="changé entre-temps"):
            go()
        assert fresh(row).state == state


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("state", M)
def test_meetings(running, side, state):
    """Held, missed, cancelled: from a planned one whose hour has passed, and from no other."""
    meeting = make_meeting(running, state, days=-1)
    actor = as_side(running, side)
    acts = {
        M.MISSED: lambda: meetings.miss_meeting(pair=running, side=side, actor=actor),
        M.CANCELLED: lambda: meetings.cancel_meeting(pair=running, side=side, actor=actor),
    }
    for to, act in acts.items():
        with undone():
            if state == M.PLANNED:
                assert act().state == to
            else:
                with pytest.raises(SponsorshipError, match="plus prévu"):
                    act()
                assert fresh(meeting).state == state
    noted = meetings.note_meeting(
        pair=running, side=side, said=meetings.Said(day=meeting.day, mode="video"), actor=actor
    )
    # What is settled stays: noting something else of the same day is another meeting.
    assert (noted.pk == meeting.pk) == (state == M.PLANNED)
    assert noted.state == M.HELD
    assert Meeting.objects.filter(pk=meeting.pk, state=M.HELD if noted == meeting else state)


@pytest.mark.parametrize(("state", "to"), [*product(State, State)])
def test_pairs_and_proposals(accepted, state, to):
    """Proposed, accepted, running, over: each role in turn."""
    Sponsorship.objects.filter(pk=accepted.pk).update(
        state=state,
        started_on=timezone.localdate(),
        ended_at=timezone.now(),
        outcome="other" if state == State.COMPLETED else "",
    )
    if state == State.PROPOSED:
        type(accepted.request).objects.update(state=requests.State.PROPOSED)
    for role in Role:
        with undone():
            if may_go(state, to, role):
                pair = lock_pair(accepted)
                # What it gave is the act's to write.
                pair.outcome = "other" if to == State.COMPLETED else ""
                change(pair, to, role=role, actor=SITE)
                assert fresh(accepted).state == to
                continue
            with pytest.raises(SponsorshipError, match="C’est impossible"):
                change(lock_pair(accepted), to, role=role, actor=SITE)
            assert fresh(accepted).state == state
            assert fresh(accepted).steps.count() == 2


@pytest.mark.parametrize(("state", "to"), [*product(requests.State, requests.State)])
def test_requests(state, to):
    row = make_request(state=state)
    for role in requests.Role:
        with undone():
            if requests.may_go(state, to, role):
                change_request(lock_request(row), to, role=role, actor=SITE)
                assert (fresh(row).state, fresh(row).asked_at) == (to, row.asked_at)
                continue
            with pytest.raises(SponsorshipError):
                change_request(lock_request(row), to, role=role, actor=SITE)
            assert fresh(row).state == state


@pytest.mark.parametrize(("state", "to"), [*product(sponsors.State, sponsors.State)])
def test_sponsors(state, to):
    row = make_sponsor(state)
    for role in sponsors.Role:
        with undone():
            # What the constraints ask of who is contacted or met is the act's to write.
            found = lock_sponsor(row)
            found.contacted_at = found.interviewed_at = timezone.now()
            if sponsors.may_go(state, to, role):
                change_sponsor(found, to, role=role, actor=SITE)
                assert fresh(row).state == to
                continue
            with pytest.raises(SponsorshipError):
                change_sponsor(found, to, role=role, actor=SITE)
            assert fresh(row).state == state


@pytest.fixture(scope="module")
def volunteer(lasting):
    """(the commitment, its person, a member of its association)."""
    organisation, member = association()
    person = candidate()
    return committed(organisation, person), person, member


def end_as(state):
    """The columns of a commitment in a state."""
    if state == CommitmentState.ACTIVE:
        return {"state": state}
    return {"state": state, "ended_at": timezone.now(), "end_reason": "Merci."}


@pytest.mark.parametrize("side", Party)
@pytest.mark.parametrize("state", CommitmentState)
def test_commitments(volunteer, side, state):
    commitment, person, member = volunteer
    VolunteerCommitment.objects.filter(pk=commitment.pk).update(**end_as(state))
    actor = Actor(person if side == Party.VOLUNTEER else member)
    if state == CommitmentState.ACTIVE:
        end_commitment(commitment=commitment, side=side, actor=actor)
        assert fresh(commitment).state == CommitmentState.ENDED
        return
    with pytest.raises(CommitmentError, match="plus en cours"):
        end_commitment(commitment=commitment, side=side, actor=actor)
    assert fresh(commitment).state == state
    if state == CommitmentState.CANCELLED:
        with pytest.raises(CommitmentError, match="annulé"):
            declare(commitment=commitment, side=side, said=said(), actor=actor)


# The state that each act leads to, for who wrote the line (declarer) and for the other side.
HOURS = {
    (H.WAITING, "confirm"): {"other": H.CONFIRMED},
    (H.WAITING, "refuse"): {"other": H.REFUSED},
    (H.WAITING, "take_back"): {"declarer": H.TAKEN_BACK},
    **{
        (state, "correct"): {"declarer": H.WAITING, "other": H.WAITING}
        for state in (H.WAITING, H.CONFIRMED, H.REFUSED)
    },
    # Twice is once.
    (H.TAKEN_BACK, "take_back"): {"declarer": H.TAKEN_BACK, "other": H.TAKEN_BACK},
}
DECIDED = {
    H.WAITING: {},
    H.CONFIRMED: {"decided_at": timezone.now()},
    H.REFUSED: {"decided_at": timezone.now(), "reason": "Non."},
    H.TAKEN_BACK: {},
}
ACTS = {
    "confirm": confirm,
    "refuse": lambda **names: refuse(reason="Ce jour-là, non.", **names),
    "take_back": take_back,
    "correct": lambda **names: correct(said=said(3), **names),
}


@pytest.mark.parametrize(("state", "act", "role"), [*product(H, ACTS, ("declarer", "other"))])
def test_hours(volunteer, state, act, role):
    commitment, person, member = volunteer
    line = by_volunteer(commitment)
    VolunteerHours.objects.filter(pk=line.pk).update(state=state, **DECIDED[state])
    side = Party.VOLUNTEER if role == "declarer" else Party.ASSOCIATION
    actor = Actor(person if side == Party.VOLUNTEER else member)
    to = HOURS.get((state, act), {}).get(role)
    if to is not None:
        ACTS[act](line=fresh(line), side=side, actor=actor)
        assert fresh(line).state == to
        return
    with pytest.raises(CommitmentError):
        ACTS[act](line=fresh(line), side=side, actor=actor)
    assert (fresh(line).state, fresh(line).hours) == (state, line.hours)


@pytest.mark.parametrize(("act", "side"), [*product(ACTS, Party)])
def test_certified_hours_go_nowhere(volunteer, act, side):
    commitment, person, member = volunteer
    line = by_volunteer(commitment)
    confirm(line=line, side=Party.ASSOCIATION, actor=Actor(member))
    made = certify(commitment=commitment, side=Party.VOLUNTEER, actor=Actor(person))
    actor = Actor(person if side == Party.VOLUNTEER else member)
    with pytest.raises(CommitmentError):
        ACTS[act](line=fresh(line), side=side, actor=actor)
    assert (fresh(line).state, fresh(line).certificate) == (H.CONFIRMED, made)
    # Asked again, it is the same one: nothing was added.
    assert certify(commitment=commitment, side=Party.VOLUNTEER, actor=Actor(person)) == made


WELCOMED = {sponsors.State.ACCEPTED, sponsors.State.PAUSED, sponsors.State.LEFT}


@pytest.mark.parametrize("state", sponsors.State)
def test_certificates_of_sponsors(state):
    """Asked once until it is issued, for whoever was welcomed; issued without being asked too."""
    row, chief = make_sponsor(state, user=UserFactory()), Actor(coordinator())
    if state not in WELCOMED:
        for act in (
            lambda: ask(sponsor=row, actor=Actor(row.user)),
            lambda: issue(sponsor=row, actor=chief),
        ):
            with pytest.raises(SponsorshipError, match="accueilli"):
                act()
        return
    row.steps.create(state="accepted", former="interviewed")
    asked = ask(sponsor=row, actor=Actor(row.user))
    assert ask(sponsor=row, actor=Actor(row.user)) == asked
    made = issue(sponsor=row, actor=chief)
    assert fresh(asked).certificate == made
    assert ask(sponsor=row, actor=Actor(row.user)) != asked
    assert issue(sponsor=row, actor=chief) != made
    assert not CertificateRequest.objects.filter(certificate=None).exists()
