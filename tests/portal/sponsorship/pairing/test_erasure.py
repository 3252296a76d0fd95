"""Whoever is erased is in no pair any more, and none of their words stays in one."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.personal_data.export import as_json
from portal.personal_data.services import erase
from portal.sponsorship.models import Sponsorship
from portal.sponsorship.pairing.services.answering import Shown, decline
from portal.sponsorship.pairs.states import Side, State
from portal.sponsorship.requests.states import State as RequestState
from tests.portal.sponsorship.pairing.made import (
    fresh,
    make_accepted,
    make_coordinator,
    make_paired_sponsor,
    make_proposal,
)
from tests.states import fresh as reread

pytestmark = pytest.mark.django_db
OTHER = {Side.PERSON: Side.SPONSOR, Side.SPONSOR: Side.PERSON}
MARKED = Shown(email=True, phone="06 98 76 54 32", word="MARQUEUR")


@pytest.mark.parametrize("side", list(Side))
def test_an_erased_person_leaves_a_pair_that_counts_without_a_word(side):
    pair = make_accepted(person=MARKED, sponsor=MARKED)
    user = pair.user_of(side)
    User.objects.filter(pk=user.pk).update(erasure_due_on=timezone.localdate())
    erase(user=reread(user))
    found = Sponsorship.objects.get(pk=pair.pk)
    assert found.state == State.BROKEN
    theirs, others = found.sharings.get(side=side), found.sharings.exclude(side=side).get()
    assert (theirs.word, theirs.phone) == ("", "")
    assert others.word == "MARQUEUR"
    waits = side == Side.SPONSOR
    assert (reread(pair.request).state == RequestState.WAITING) == waits


@pytest.mark.parametrize("side", list(Side))
def test_what_was_written_of_two_people_goes_with_either(side):
    pair = make_accepted()
    Sponsorship.objects.filter(pk=pair.pk).update(first_meeting_waived="MARQUEUR")
    pair.steps.create(state=State.ACCEPTED, reason="MARQUEUR", by=make_coordinator())
    pair.steps.create(state=State.DECLINED, reason="MARQUEUR", by=pair.user_of(side), side=side)
    user, other = pair.user_of(side), pair.user_of(OTHER[side])
    # What the coordination or the other wrote is said to be left out; one's own words are there.
    assert [words(user), words(other)] == [1, 0]
    User.objects.filter(pk=user.pk).update(erasure_due_on=timezone.localdate())
    erase(user=reread(user))
    found = fresh(pair)
    assert found.first_meeting_waived == ""
    assert not found.steps.filter(reason="MARQUEUR").exists()


def words(user) -> int:
    data = as_json(user)
    assert "Demandez-les à la coordination" in data
    return data.count("MARQUEUR")


@pytest.mark.parametrize("side", list(Side))
def test_why_one_says_no_is_in_the_export_of_no_other(side):
    pair = make_proposal()
    decline(pair=pair, side=side, reason="MARQUEUR", actor=Actor(pair.user_of(side)))
    assert [words(pair.user_of(side)), words(pair.user_of(OTHER[side]))] == [1, 0]


def test_the_database_holds_one_open_pair_for_a_person():
    pair = make_proposal()
    other = make_paired_sponsor()
    with pytest.raises(IntegrityError, match="sponsorship_pair_once"), transaction.atomic():
        Sponsorship.objects.create(
            request=pair.request,
            participant=pair.participant,
            sponsor=other,
            answer_by=pair.answer_by,
        )
    Sponsorship.objects.filter(pk=pair.pk).update(state=State.EXPIRED)
    Sponsorship.objects.create(
        request=pair.request,
        participant=pair.participant,
        sponsor=other,
        answer_by=pair.answer_by,
    )
    assert fresh(pair).state == State.EXPIRED
