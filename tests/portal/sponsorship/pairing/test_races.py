"""Two coordinators at the same second: one wins, the other is told; no sponsor has too many."""

import pytest

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairing.services import answering, proposing
from portal.sponsorship.pairing.services.answering import Shown
from portal.sponsorship.pairing.services.deadlines import expire_proposals
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import Side, State
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.sponsors.models import Sponsor
from tests.portal.sponsorship.pairing.made import (
    fresh,
    make_coordinator,
    make_paired_sponsor,
    make_proposal,
    make_request,
    say_yes,
)
from tests.races import ROUNDS, at_once, errors_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def propose(request, sponsor, coordinator):
    return lambda: proposing.propose(request=request, sponsor=sponsor, actor=Actor(coordinator))


@pytest.mark.parametrize("_", ROUNDS)
def test_two_coordinators_pair_one_person(_):
    request, one, two = make_request(), make_coordinator(), make_coordinator()
    results = at_once(
        propose(request, make_paired_sponsor(), one), propose(request, make_paired_sponsor(), two)
    )
    refused = [result for result in results if isinstance(result, Exception)]
    assert [type(error) for error in refused] == [SponsorshipError]
    assert "vient de la faire" in str(refused[0])
    assert Sponsorship.objects.count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_a_sponsor_of_one_place_gets_one_person(_):
    sponsor = make_paired_sponsor()
    calls = [propose(make_request(), sponsor, make_coordinator()) for _ in range(4)]
    errors = errors_at_once(*calls)
    assert {type(error) for error in errors} == {SponsorshipError}
    assert Sponsorship.objects.open().count() == 1


def test_without_the_locks_a_sponsor_has_too_many(monkeypatch):
    """The control: what the lock is for does happen without it."""

    def read_sponsor(sponsor):
        return Sponsor.objects.select_related("user", "commune").get(pk=sponsor.pk)

    def read_request(request):
        rows = SponsorshipRequest.objects.select_related("participant__user")
        return rows.get(pk=request.pk)

    monkeypatch.setattr(proposing, "lock_sponsor", read_sponsor)
    monkeypatch.setattr(proposing, "lock_request", read_request)
    sponsor = make_paired_sponsor()
    calls = [propose(make_request(), sponsor, make_coordinator()) for _ in range(8)]
    errors_at_once(*calls)
    assert Sponsorship.objects.open().count() > 1


@pytest.mark.parametrize("_", ROUNDS)
def test_both_say_yes_at_once(_):
    pair = make_proposal()
    errors = errors_at_once(lambda: say_yes(pair, Side.PERSON), lambda: say_yes(pair, Side.SPONSOR))
    assert errors == []
    assert fresh(pair).state == State.ACCEPTED


@pytest.mark.parametrize("_", ROUNDS)
def test_a_yes_against_a_no_is_one_or_the_other(_):
    pair = make_proposal()
    say_yes(pair, Side.PERSON)

    def say_no():
        answering.decline(
            pair=pair, side=Side.PERSON, reason="", actor=Actor(pair.participant.user)
        )

    def say_so():
        answering.accept(
            pair=pair, side=Side.SPONSOR, shown=Shown(email=True), actor=Actor(pair.sponsor.user)
        )

    errors = errors_at_once(say_no, say_so, expire_proposals)
    assert [type(error) for error in errors] == [SponsorshipError]
    assert fresh(pair).state in {State.ACCEPTED, State.DECLINED}
