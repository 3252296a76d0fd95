"""The consent of a candidate, from the list to the sending; beside it, the category they stop."""

import pytest
from django.utils import timezone

from portal.accounts.consents import CAMPAIGNS, give_consent, withdraw_consent
from portal.accounts.level_names import LevelName
from portal.mailing.audiences.estimate import estimate
from portal.mailing.audiences.still import no_longer_chosen
from portal.mailing.models import Source, Withheld
from portal.mailing.services.freezing import freeze
from snippets.mail.preferences.refusals import refuse_category
from snippets.models import MailRefusal
from tests.portal.accounts.people import person_with
from tests.portal.mailing.world import EVERY_CANDIDATE, approved, campaign, candidate

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return person_with(LevelName.EMPLOYMENT_OFFICER)


def counted(author) -> tuple[int, dict[str, int]]:
    found = estimate(source=Source.CANDIDATES, criteria=EVERY_CANDIDATE, user=author)
    return found.count, {key: number for key, number in found.excluded.items() if number}


def test_a_withdrawn_consent_keeps_from_the_next_list_and_withholds_what_waits(author):
    person = candidate(agrees=False)
    candidate()
    consent = give_consent(user=person, text=CAMPAIGNS)
    made = campaign(author, Source.CANDIDATES)
    assert freeze(campaign=made, now=timezone.now()) == 2
    made = approved(made)
    asked = [row.address for row in made.recipients.all()]
    assert no_longer_chosen(campaign=made, addresses=asked, now=timezone.now()) == {}
    withdraw_consent(consent=consent)
    late = no_longer_chosen(campaign=made, addresses=asked, now=timezone.now())
    assert late == {person.email: Withheld.NO_CONSENT}
    assert counted(author) == (1, {"no_consent": 1})


def test_consent_and_category_are_both_needed(author):
    person = candidate(agrees=False)
    assert counted(author) == (0, {"no_consent": 1})
    give_consent(user=person, text=CAMPAIGNS)
    assert counted(author) == (1, {})
    refuse_category(
        address=person.email,
        category="campaigns_candidates",
        source=MailRefusal.Source.PREFERENCES,
    )
    assert counted(author) == (0, {"declined": 1})
