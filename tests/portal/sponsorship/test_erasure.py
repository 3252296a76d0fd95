"""Whoever is erased leaves counts that stay true, and none of their words."""

import pytest
from django.utils import timezone

from portal.accounts.actors import SITE
from portal.accounts.models import User
from portal.personal_data.services import erase
from portal.sponsorship.models import CharterSignature, Sponsor, SponsorshipRequest
from portal.sponsorship.requests.services.closing import withdraw
from portal.sponsorship.requests.states import Role
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.candidates.things import candidate
from tests.portal.sponsorship.people import coordinator, make_request, make_sponsor
from tests.states import fresh

pytestmark = pytest.mark.django_db


def erased(user) -> None:
    User.objects.filter(pk=user.pk).update(erasure_due_on=timezone.localdate())
    erase(user=fresh(user))


@pytest.mark.parametrize(("state", "after"), [("accepted", "left"), ("contacted", "withdrawn")])
def test_an_erased_sponsor_stays_a_row_that_counts_without_a_word(state, after):
    sponsor = make_sponsor(
        state,
        motivation="MARQUEUR",
        interview_note="MARQUEUR",
        user=UserFactory(first_name="Karim", last_name="Marqueur"),
    )
    sponsor.employers.add(OrganisationFactory())
    sponsor.steps.create(state=state, reason="MARQUEUR")
    erased(sponsor.user)
    found = Sponsor.objects.get(pk=sponsor.pk)
    assert (found.state, found.domains, found.applied_at) == (after, ["F"], sponsor.applied_at)
    assert (found.phone, found.profession, found.motivation, found.interview_note) == ("",) * 4
    assert (found.availability, found.employers.count()) == ([], 0)
    assert set(found.steps.values_list("reason", flat=True)) == {""}
    assert CharterSignature.objects.count() == (1 if state == "accepted" else 0)


def test_an_erased_candidate_waits_no_more_and_who_helped_is_still_counted():
    user, chief = candidate(), coordinator()
    request = make_request(user, goal="MARQUEUR", by=chief)
    erased(user)
    found = SponsorshipRequest.objects.get(pk=request.pk)
    assert (found.state, found.goal, found.asked_at) == ("withdrawn", "", request.asked_at)
    assert found.agreement.withdrawn_at
    assert found.helped_by == chief


def test_withdrawing_what_is_over_ends_the_agreement_alone():
    request = make_request(state="ended")
    withdraw(request=request, actor=SITE, role=Role.SITE)
    found = fresh(request)
    assert (found.state, found.agreement.withdrawn_at is not None) == ("ended", True)
