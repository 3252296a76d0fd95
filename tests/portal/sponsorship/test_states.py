"""Both machines, over all their pairs and roles: what is not written is refused."""

from itertools import product

import pytest

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.requests import states as requests
from portal.sponsorship.requests.services.changing import change as change_request
from portal.sponsorship.sponsors import states as sponsors
from portal.sponsorship.sponsors.services.changing import change as change_sponsor
from tests.portal.sponsorship.people import coordinator, make_request, make_sponsor
from tests.states import fresh, undone

pytestmark = pytest.mark.django_db

SPONSORS = """
applied contacted coordinator
applied interviewed coordinator
contacted interviewed coordinator
interviewed accepted coordinator
applied declined coordinator
contacted declined coordinator
interviewed declined coordinator
applied withdrawn person site
contacted withdrawn person site
interviewed withdrawn person site
accepted paused coordinator person site
paused accepted coordinator person
accepted left coordinator person site
paused left coordinator person site
declined applied person
withdrawn applied person
left applied person
"""
REQUESTS = """
waiting proposed coordinator site
proposed waiting coordinator person site
proposed paired coordinator person site
paired waiting coordinator site
paired ended coordinator site
waiting withdrawn person site
proposed withdrawn person site
paired withdrawn person site
waiting closed coordinator
"""


def allowed(machine):
    table = {}
    for line in machine.strip().splitlines():
        start, end, *roles = line.split()
        table[start, end] = set(roles)
    return table


@pytest.mark.parametrize(("module", "written"), [(sponsors, SPONSORS), (requests, REQUESTS)])
def test_a_pair_that_is_not_written_is_refused_to_everybody(module, written):
    table = allowed(written)
    pairs = list(product(module.State.values, repeat=2))
    found = {
        pair: {role.value for role in module.Role if module.may_go(*pair, role)} for pair in pairs
    }
    assert found == {pair: table.get(pair, set()) for pair in pairs}


def test_the_service_follows_the_table_and_keeps_who_did_it_and_why():
    actor, sponsor = Actor(coordinator()), make_sponsor("paused")
    asked = make_request()
    with pytest.raises(SponsorshipError, match="En pause"):
        change_sponsor(
            sponsor, sponsors.State.DECLINED, role=sponsors.Role.COORDINATOR, actor=actor
        )
    with pytest.raises(SponsorshipError, match="En attente"):
        change_request(asked, requests.State.ENDED, role=requests.Role.COORDINATOR, actor=actor)
    assert (fresh(sponsor).state, fresh(asked).state) == ("paused", "waiting")
    with undone():
        change_sponsor(
            sponsor,
            sponsors.State.LEFT,
            role=sponsors.Role.COORDINATOR,
            actor=actor,
            reason=" Déménage ",
        )
        step = sponsor.steps.get()
        assert (step.former, step.state, step.by) == ("paused", "left", actor.user)
        assert step.reason == "Déménage"
