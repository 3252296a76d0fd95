"""A proposal of merge over all its states, with whoever may act on it and whoever may not."""

from copy import deepcopy

import pytest

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.merging import services
from portal.followup.merging.errors import MergeError
from portal.followup.models import Beneficiary, CaseMerge
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.merging.laid import make_pair, propose
from tests.portal.followup.people_of_the_area import make_professional, make_unit

pytestmark = pytest.mark.django_db
S = CaseMerge.State
# What one does, and who may: whoever proposed takes it back, somebody else answers.
ACTS = {
    "agree": (services.agree, "officer", S.DONE),
    "refuse": (services.refuse, "officer", S.REFUSED),
    "withdraw": (services.withdraw, "asker", S.WITHDRAWN),
}


@pytest.fixture(scope="module")
def everybody(lasting):
    unit = make_unit()
    return {
        "referent": make_professional(unit=unit),
        "asker": make_professional(L.UNIT_MANAGER, unit=unit),
        "officer": make_professional(L.ORIENTATION_OFFICER),
        "elsewhere": make_professional(L.UNIT_MANAGER),
    }


@pytest.fixture
def people(everybody, db):
    return deepcopy(everybody)


@pytest.fixture
def merge(people):
    return propose(*make_pair(people["referent"]), people["asker"])


def do(act, merge, who):
    service = ACTS[act][0]
    words = {"answer": "Deux personnes."} if act == "refuse" else {}
    with acting_as(who.user):
        return service(merge=merge, actor=Actor(who.user), **words)


def standing(merge):
    """The proposal, and what became of the case that would be given up."""
    with system_scope(Scope.TEST):
        row = CaseMerge.unscoped.get(pk=merge.pk)
        loser = Beneficiary.unscoped.get(pk=merge.loser_id)
    return row.state, row.answer, row.decided_by_id, loser.merged_into_id


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("former", ACTS)
def test_what_was_answered_is_answered_once(people, merge, former, act):
    do(former, merge, people[ACTS[former][1]])
    before = standing(merge)
    assert before[0] == ACTS[former][2]
    with pytest.raises(MergeError, match="déjà"):
        do(act, merge, people[ACTS[act][1]])
    assert standing(merge) == before


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["referent", "asker", "officer", "elsewhere"])
def test_who_may_do_what_of_a_proposal_that_waits(people, merge, act, who):
    if who == ACTS[act][1]:
        do(act, merge, people[who])
        assert standing(merge)[0] == ACTS[act][2]
        return
    before = standing(merge)
    with pytest.raises(MergeError):
        do(act, merge, people[who])
    assert standing(merge) == before
    assert before == (S.ASKED, "", None, None)
