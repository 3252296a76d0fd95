"""From a proposal to both, to the yes of both: what is refused says why, nothing else changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairing.services import answering, proposing
from portal.sponsorship.pairing.services.answering import Shown
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import Side, State
from portal.sponsorship.requests.states import State as RequestState
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services.describing import Description, describe
from portal.sponsorship.sponsors.states import State as SponsorState
from tests.portal.accounts.people import person_with
from tests.portal.sponsorship.pairing.made import (
    fresh,
    make_coordinator,
    make_paired_sponsor,
    make_proposal,
    make_request,
    say_yes,
)
from tests.states import fresh as reread

pytestmark = pytest.mark.django_db
PERSON, SPONSOR = Side.PERSON, Side.SPONSOR


@pytest.fixture
def coordinator():
    return Actor(make_coordinator())


def propose(coordinator, request, sponsor):
    return proposing.propose(request=request, sponsor=sponsor, actor=coordinator)


def mails():
    return sorted((mail.to[0], mail.subject) for mail in Email.objects.all())


def test_a_proposal_is_told_to_both_without_saying_who_the_other_is(coordinator):
    request, sponsor = make_request(), make_paired_sponsor()
    Email.objects.all().delete()
    pair = propose(coordinator, request, sponsor)
    assert reread(request).state == RequestState.PROPOSED
    assert pair.answer_by == timezone.localdate() + timedelta(days=10)
    person = request.participant.user
    assert mails() == sorted(
        [
            (person.email, "Un parrain ou une marraine pour vous"),
            (sponsor.user.email, "Une personne à accompagner"),
        ]
    )
    for mail in Email.objects.all():
        other = sponsor.user if mail.to == [person.email] else person
        assert other.last_name not in mail.message
        assert other.email not in mail.message


def test_nobody_but_the_coordination_proposes():
    request, sponsor = make_request(), make_paired_sponsor()
    with pytest.raises(SponsorshipError, match="La coordination"):
        propose(Actor(person_with(LevelName.EMPLOYMENT_OFFICER)), request, sponsor)
    assert reread(request).state == RequestState.WAITING


def test_a_person_who_has_a_proposal_has_no_other(coordinator):
    request = make_request()
    propose(coordinator, request, make_paired_sponsor())
    with pytest.raises(SponsorshipError, match="a déjà une proposition"):
        propose(coordinator, request, make_paired_sponsor())
    assert Sponsorship.objects.count() == 1


def test_a_sponsor_of_two_places_gets_no_third(coordinator):
    sponsor = make_paired_sponsor(capacity=2)
    for _ in range(2):
        propose(coordinator, make_request(), sponsor)
    request = make_request()
    with pytest.raises(SponsorshipError, match="n’a plus de place"):
        propose(coordinator, request, sponsor)
    assert reread(request).state == RequestState.WAITING


def test_nothing_is_proposed_to_a_sponsor_on_pause_nor_to_who_no_longer_waits(coordinator):
    paused = make_paired_sponsor(state=SponsorState.PAUSED)
    with pytest.raises(SponsorshipError, match="ne reçoit pas"):
        propose(coordinator, make_request(), paused)
    gone = make_request(state=RequestState.WITHDRAWN)
    with pytest.raises(SponsorshipError, match="n’attend plus"):
        propose(coordinator, gone, make_paired_sponsor())


def test_all_are_proposed_or_none(coordinator):
    one, two = make_request(), make_request()
    first, second = make_paired_sponsor(), make_paired_sponsor()
    propose(coordinator, two, make_paired_sponsor())
    pairs = [(one.pk, first.pk), (two.pk, second.pk)]
    with pytest.raises(SponsorshipError, match="a déjà une proposition"):
        proposing.propose_all(pairs=pairs, actor=coordinator)
    assert reread(one).state == RequestState.WAITING
    with pytest.raises(SponsorshipError, match="rien à proposer"):
        proposing.propose_all(pairs=[(one.pk, 0)], actor=coordinator)
    found = proposing.propose_all(pairs=pairs[:1], actor=coordinator)
    assert [(pair.request_id, pair.sponsor_id) for pair in found] == pairs[:1]


def test_the_second_yes_makes_the_pair_whoever_says_it(coordinator):
    for first, second in ((PERSON, SPONSOR), (SPONSOR, PERSON)):
        pair = propose(coordinator, make_request(), make_paired_sponsor())
        assert say_yes(pair, first).state == State.PROPOSED
        Email.objects.all().delete()
        found = say_yes(pair, second)
        assert found.state == State.ACCEPTED
        assert found.contact_by == timezone.localdate() + timedelta(days=7)
        assert reread(found.request).state == RequestState.PAIRED
        assert {subject for _, subject in mails()} == {"Votre parrainage peut commencer"}


def test_a_no_gives_the_person_their_rank_back(coordinator):
    request = make_request(days=30)
    make_request(days=20)
    pair = propose(coordinator, request, make_paired_sponsor())
    say_yes(pair, PERSON)
    answering.decline(pair=pair, side=SPONSOR, reason="Trop loin", actor=Actor(pair.sponsor.user))
    assert fresh(pair).state == State.DECLINED
    assert reread(request).rank == 1
    # The same two are not tried again.
    with pytest.raises(SponsorshipError, match="n’est pas proposé"):
        propose(coordinator, request, pair.sponsor)


@pytest.mark.parametrize("side", list(Side))
def test_after_the_last_day_a_yes_is_refused(coordinator, side):
    pair = propose(coordinator, make_request(), make_paired_sponsor())
    Sponsorship.objects.update(answer_by=timezone.localdate() - timedelta(days=1))
    with pytest.raises(SponsorshipError, match="délai"):
        say_yes(pair, side)
    assert fresh(pair).accepted_by(side) is None
    assert not pair.sharings.exists()


def test_on_the_last_day_a_yes_is_in_time(coordinator):
    pair = propose(coordinator, make_request(), make_paired_sponsor())
    Sponsorship.objects.update(answer_by=timezone.localdate())
    say_yes(pair, PERSON)


def test_nobody_answers_for_the_other_nor_twice(coordinator):
    pair = propose(coordinator, make_request(), make_paired_sponsor())
    with pytest.raises(SponsorshipError, match="n’est pas la vôtre"):
        answering.accept(
            pair=pair, side=PERSON, shown=Shown(email=True), actor=Actor(pair.sponsor.user)
        )
    with pytest.raises(SponsorshipError, match="n’est pas la vôtre"):
        answering.decline(pair=pair, side=SPONSOR, reason="", actor=coordinator)
    say_yes(pair, PERSON)
    with pytest.raises(SponsorshipError, match="déjà répondu"):
        say_yes(pair, PERSON)


def test_without_a_way_to_be_reached_there_is_no_yes(coordinator):
    pair = propose(coordinator, make_request(), make_paired_sponsor())
    with pytest.raises(SponsorshipError) as refused:
        say_yes(pair, PERSON, Shown(profile=True))
    assert refused.value.field == "email"


def test_a_sponsor_who_lowered_their_capacity_does_not_accept_beyond_it(coordinator):
    sponsor = make_paired_sponsor(capacity=2)
    pairs = [propose(coordinator, make_request(), sponsor) for _ in range(2)]
    sponsor.capacity = 1
    sponsor.save()
    # One place is left: whoever has only proposals accompanies nobody yet.
    say_yes(pairs[0], SPONSOR)
    with pytest.raises(SponsorshipError, match="autant de personnes"):
        say_yes(pairs[1], SPONSOR)


def test_nor_does_a_person_beyond_it_who_waits_again(coordinator):
    sponsor = make_paired_sponsor(capacity=2)
    pairs = [propose(coordinator, make_request(), sponsor) for _ in range(2)]
    say_yes(pairs[0], SPONSOR)
    Sponsor.objects.update(capacity=1)
    with pytest.raises(SponsorshipError, match=answering.OVER):
        say_yes(pairs[1], PERSON)
    assert fresh(pairs[1]).state == State.CANCELLED
    assert reread(pairs[1].request).state == RequestState.WAITING
    assert say_yes(pairs[0], PERSON).state == State.ACCEPTED


@pytest.mark.parametrize("side", list(Side))
def test_a_yes_to_an_account_that_was_closed_makes_no_pair(coordinator, side):
    pair = propose(coordinator, make_request(), make_paired_sponsor())
    User.objects.filter(pk=pair.user_of(answering.OTHER[side]).pk).update(is_active=False)
    with pytest.raises(SponsorshipError):
        say_yes(pair, side)
    assert fresh(pair).accepted_by(side) is None


def test_a_sponsor_keeps_a_place_for_whom_they_accepted(coordinator):
    sponsor = make_paired_sponsor(capacity=3)
    for _ in range(2):
        say_yes(propose(coordinator, make_request(), sponsor), SPONSOR)
    propose(coordinator, make_request(), sponsor)
    said = Description(phone="06 12 34 56 78", capacity=1)
    with pytest.raises(SponsorshipError) as refused:
        describe(sponsor=sponsor, description=said, actor=Actor(sponsor.user))
    assert refused.value.field == "capacity"
    describe(sponsor=sponsor, description=replace(said, capacity=2), actor=Actor(sponsor.user))
    assert reread(sponsor).capacity == 2


def test_what_a_sponsor_accepted_before_a_pause_goes_on(coordinator):
    pair = propose(coordinator, make_request(), make_paired_sponsor())
    say_yes(pair, SPONSOR)
    Sponsor.objects.update(state=SponsorState.PAUSED)
    assert say_yes(pair, PERSON).state == State.ACCEPTED


def test_a_sponsor_on_pause_does_not_accept(coordinator):
    pair = make_proposal()
    pair.sponsor.state = SponsorState.PAUSED
    pair.sponsor.save()
    with pytest.raises(SponsorshipError, match="Appelez la coordination"):
        say_yes(pair, SPONSOR)
