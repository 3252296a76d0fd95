"""Whoever applies finds their application again, without the mail."""

import pytest

from portal.accounts.level_names import LevelName
from portal.sponsorship.sponsors.states import OUT, TO_VET, State
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.sponsorship.people import coordinator, make_sponsor

pytestmark = pytest.mark.django_db


def candidate():
    return person_with(LevelName.CANDIDATE)


def home(user):
    return signed_in(user).get("/mon-espace/").content.decode()


@pytest.mark.parametrize("state", sorted(TO_VET))
def test_the_home_of_an_applicant_leads_to_the_application(state):
    html = home(make_sponsor(state, user=candidate()).user)
    assert 'href="/parrainage/"' in html
    assert "Voir ma candidature" in html


@pytest.mark.parametrize("state", sorted(OUT))
def test_the_home_of_who_is_no_sponsor_any_more_says_nothing_of_it(state):
    assert 'href="/parrainage/"' not in home(make_sponsor(state, user=candidate()).user)


def test_the_home_of_a_sponsor_asks_for_the_charter_until_it_is_signed():
    unsigned, signed = (
        make_sponsor(user=candidate(), signed=is_signed) for is_signed in (False, True)
    )
    assert 'href="/parrainage/charte/"' in home(unsigned.user)
    html = home(signed.user)
    assert "Voir mon parrainage" in html
    assert 'href="/parrainage/charte/"' not in html
    assert "Être parrain" not in home(candidate())


def test_the_history_says_that_somebody_applied_and_not_whom_they_are_to_call():
    sponsor = make_sponsor(State.APPLIED)
    sponsor.steps.create(state=State.APPLIED, by=sponsor.user)
    page = f"/parrainage/coordination/parrains/{sponsor.pk}/"
    steps = signed_in(coordinator()).get(page).content.decode().partition("Étapes</h2>")[2]
    assert "Candidature reçue" in steps
    assert "À contacter" not in steps
