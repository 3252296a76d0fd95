"""Every pair of states and every role: what is allowed is written, what is not changes nothing."""

from itertools import product

import pytest

from portal.accounts.actors import Actor
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import PlaceOffer, Registration, RegistrationChange
from portal.recruitment.services.changing import change
from portal.recruitment.services.places import locked
from portal.recruitment.states import CAME, HOLDING, LEFT, Role, Status, may_go
from tests.factories import UserFactory
from tests.portal.recruitment.lists import NOW, at, enrol, make_roster

S, P, M, D, W = Status, Role.PERSON, Role.MANAGER, Role.DOOR, Role.SITE
pytestmark = pytest.mark.django_db

# Written again, by hand: who may do what, as the design says it.
EXPECTED = {
    (S.TO_CONFIRM, S.CONFIRMED): {P, M},
    (S.TO_CONFIRM, S.WAITLISTED): {P, M},
    (S.TO_CONFIRM, S.CANCELLED): {P, M, W},
    (S.TO_CONFIRM, S.PRESENT): {D, M},
    (S.CONFIRMED, S.CANCELLED): {P, M, W},
    (S.CONFIRMED, S.PRESENT): {D, M},
    (S.CONFIRMED, S.ABSENT): {M, W},
    (S.WAITLISTED, S.CONFIRMED): {M},
    (S.WAITLISTED, S.OFFERED_PLACE): {M, W},
    (S.WAITLISTED, S.DECLINED): {P, M},
    (S.WAITLISTED, S.CANCELLED): {P, M, W},
    (S.WAITLISTED, S.PRESENT): {D, M},
    (S.OFFERED_PLACE, S.CONFIRMED): {P, M},
    (S.OFFERED_PLACE, S.DECLINED): {P, M},
    (S.OFFERED_PLACE, S.OFFER_EXPIRED): {W},
    (S.OFFERED_PLACE, S.WAITLISTED): {W},
    (S.OFFERED_PLACE, S.CANCELLED): {P, M, W},
    (S.OFFERED_PLACE, S.PRESENT): {D, M},
    **{
        (left, to): roles
        for left in (S.DECLINED, S.OFFER_EXPIRED, S.CANCELLED)
        for to, roles in {
            S.TO_CONFIRM: {P, M},
            S.CONFIRMED: {P, M},
            S.WAITLISTED: {P, M},
            S.PRESENT: {D, M},
        }.items()
    },
    (S.PRESENT, S.INTERVIEWED): {M},
    (S.PRESENT, S.ABSENT): {M},
    (S.PRESENT, S.CONFIRMED): {D, M},
    (S.PRESENT, S.WAITLISTED): {D, M},
    (S.PRESENT, S.CANCELLED): {D, M},
    (S.ABSENT, S.PRESENT): {D, M},
    (S.ABSENT, S.INTERVIEWED): {M},
    (S.ABSENT, S.CONFIRMED): {M},
    (S.ABSENT, S.WAITLISTED): {M},
    (S.ABSENT, S.CANCELLED): {M},
    (S.INTERVIEWED, S.PRESENT): {M},
    (S.INTERVIEWED, S.CONFIRMED): {M},
    (S.INTERVIEWED, S.WAITLISTED): {M},
    (S.INTERVIEWED, S.CANCELLED): {M},
}


def test_the_machine_is_the_one_of_the_design():
    allowed = {
        (before, to): roles
        for before, to in product(S, S)
        if (roles := {role for role in Role if may_go(before, to, role)})
    }
    assert allowed == EXPECTED


@pytest.fixture
def in_state():
    """A registration put in a state as it is then: its rank, its hour of arrival, its offer."""
    roster = make_roster(capacity=1)
    registration = enrol(roster)

    def put(state: str) -> Registration:
        Registration.objects.filter(pk=registration.pk).update(
            status=state,
            arrival=None if state == S.TO_CONFIRM else 1,
            came_at=NOW if state in CAME else None,
            came_unexpected=False,
        )
        PlaceOffer.objects.all().delete()
        if state == S.OFFERED_PLACE:
            registration.place_offers.create(sent_at=NOW, deadline=at(5, 10))
        RegistrationChange.objects.all().delete()
        return locked(registration)

    return put


@pytest.mark.parametrize("before", S)
def test_each_change_has_its_line_and_its_author_and_a_refusal_has_none(in_state, before):
    user = UserFactory(first_name="Inès", last_name="Roy")
    for to, role in product(S, Role):
        found = in_state(before)
        if role not in EXPECTED.get((before, to), set()):
            with pytest.raises(RecruitmentError, match="C’est impossible"):
                change(found, to, role=role, actor=Actor(user), now=NOW)
            row = Registration.objects.get(pk=found.pk)
            assert (row.status, RegistrationChange.objects.count()) == (before, 0)
            continue
        change(found, to, role=role, actor=Actor(user), now=NOW, note="Essai")
        row = Registration.objects.get(pk=found.pk)
        line = RegistrationChange.objects.get()
        assert (row.status, row.changed_at) == (to, NOW)
        assert (line.from_status, line.to_status, line.at) == (before, to, NOW)
        assert (line.actor, line.actor_name, line.note) == (user, "Inès Roy", "Essai")
        assert bool(row.came_at) == (to in CAME)
        if to in CAME and before not in HOLDING:
            assert row.came_unexpected
        if to in {S.CONFIRMED, S.WAITLISTED} and before in LEFT:
            assert row.arrival == row.roster.arrivals != 1
        assert not PlaceOffer.objects.filter(answer="").exists()


@pytest.mark.parametrize(
    ("to", "role", "answer"),
    [
        (S.CONFIRMED, P, "accepted"),
        (S.PRESENT, D, "accepted"),
        (S.DECLINED, P, "declined"),
        (S.OFFER_EXPIRED, W, "expired"),
        (S.CANCELLED, M, "withdrawn"),
        (S.WAITLISTED, W, "withdrawn"),
    ],
)
def test_an_offer_is_closed_by_what_its_registration_becomes(in_state, to, role, answer):
    found = in_state(S.OFFERED_PLACE)
    change(found, to, role=role, actor=Actor(None), now=NOW)
    offer = PlaceOffer.objects.get()
    assert (offer.answer, offer.answered_at) == (answer, NOW)
