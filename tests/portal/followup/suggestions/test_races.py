"""Two colleagues at the same second: one ad is proposed once, one application leaves."""

import pytest
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.applications.models import Application
from portal.applications.openings import opportunity
from portal.applications.services.applying import AlreadyAppliedError
from portal.applications.services.by_person import Said
from portal.followup.rows.scope import acting_as
from portal.followup.suggestions.errors import AlreadySentError
from portal.followup.suggestions.services import acting
from portal.participation.models import Agreement
from tests.portal.followup.people_of_the_area import join_team, make_professional
from tests.portal.followup.suggestions.proposals import make_case, offer, propose, rows
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team():
    """A case, and two who follow it."""
    referent = make_professional()
    case = make_case(referent)
    colleague = make_professional(unit=referent.unit)
    join_team(case, colleague)
    return case, referent, colleague


def test_two_who_send_the_same_ad_send_one_message(team):
    case, *people = team
    page = offer()
    results = at_once(*(lambda who=who: propose(case, page, who) for who in people))
    assert sum(isinstance(result, AlreadySentError) for result in results) == 1
    assert len(rows()) == 1
    assert Email.objects.count() == 1


def test_two_who_apply_for_the_person_send_one_application(team):
    case, *people = team
    page = offer()

    def apply(who):
        with acting_as(who.user):
            return acting.apply_for(
                beneficiary=case,
                page=opportunity(page.pk),
                said=Said(agreed=True),
                how=Agreement.How.IN_PERSON,
                actor=Actor(who.user),
            )

    results = at_once(*(lambda who=who: apply(who) for who in people))
    assert sum(isinstance(result, AlreadyAppliedError) for result in results) == 1
    made = Application.objects.get()
    assert [row.application_id for row in rows()] == [made.pk]
