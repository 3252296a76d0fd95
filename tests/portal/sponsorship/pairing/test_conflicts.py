"""Who is never paired with whom; and that nothing says why."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.applications.states import Status
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairing.conflicts import NOT_PROPOSED
from portal.sponsorship.pairing.listing import listing
from portal.sponsorship.pairing.services.proposing import propose
from portal.sponsorship.pairs.states import Side
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import person_with, place, signed_in
from tests.portal.followup.people_of_the_area import (
    link_account,
    make_beneficiary,
    make_professional,
)
from tests.portal.participation.people import make_application
from tests.portal.recruitment.lists import enrol, make_roster
from tests.portal.sponsorship.pairing.made import (
    make_coordinator,
    make_paired_sponsor,
    make_proposal,
    make_request,
    say_yes,
)
from tests.states import undone

pytestmark = pytest.mark.django_db
BOARD = "/parrainage/coordination/binomes/"


def forbidden():
    return set(listing().problem.forbidden)


def recruiter_of(request):
    """A sponsor who is a member of an organisation to which the person applied."""
    sponsor = make_paired_sponsor()
    organisation = OrganisationFactory()
    place(sponsor.user, LevelName.ORGANISATION_MEMBER, organisation)
    make_application(participant=request.participant, organisation=organisation)
    return sponsor


def professional_of(request):
    """A sponsor who follows the person's case."""
    adviser = make_professional()
    link_account(make_beneficiary(adviser), request.participant.user)
    return make_paired_sponsor(adviser.user)


@pytest.mark.parametrize("status", [Status.SENT, Status.WITHDRAWN, Status.NO_ANSWER])
def test_whoever_recruits_where_a_person_applied_is_not_their_sponsor(status):
    request, other = make_request(), make_request()
    sponsor = make_paired_sponsor()
    organisation = OrganisationFactory()
    place(sponsor.user, LevelName.ORGANISATION_MEMBER, organisation)
    assert forbidden() == set()
    make_application(participant=request.participant, organisation=organisation, status=status)
    make_application(participant=other.participant)
    assert forbidden() == {(request.pk, sponsor.pk)}


def test_nor_whoever_said_that_they_recruit_there_or_met_them_in_a_session():
    request = make_request()
    sponsor = make_paired_sponsor()
    roster = make_roster()
    enrol(roster, participant=request.participant)
    sponsor.employers.add(roster.organisation)
    assert forbidden() == {(request.pk, sponsor.pk)}


def test_whoever_reads_their_case_is_not_their_sponsor():
    request, other = make_request(), make_request()
    sponsor = professional_of(request)
    assert forbidden() == {(request.pk, sponsor.pk)}
    assert (other.pk, sponsor.pk) not in forbidden()


def test_nobody_is_their_own_sponsor():
    user = person_with(LevelName.CANDIDATE)
    request, sponsor = make_request(user), make_paired_sponsor(user)
    assert forbidden() == {(request.pk, sponsor.pk)}


@pytest.fixture
def both():
    """One person who waits, a sponsor of each kind, and one who may."""
    request = make_request()
    return request, recruiter_of(request), professional_of(request), make_paired_sponsor()


def neutral(html, *sponsors):
    """A page without what names the sponsors."""
    for sponsor in sponsors:
        html = html.replace(str(sponsor), "X").replace(f"={sponsor.pk}", "=0")
        html = html.replace(f'-{sponsor.pk}"', '-0"')
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", html)


def test_the_two_kinds_cannot_be_told_apart(both):
    """One sentence, one number of queries, one place in the list."""
    request, recruiter, professional, _ = both
    coordinator = make_coordinator()
    client = signed_in(coordinator)
    path = f"{BOARD}choisir/{request.pk}/"
    client.get(path)
    pages, counts, refusals = [], [], []
    for sponsor in (recruiter, professional):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"{path}?parrain={sponsor.pk}").content.decode()
        pages.append(neutral(page, recruiter, professional))
        counts.append(len(queries))
        with (
            undone(),
            CaptureQueriesContext(connection) as queries,
            pytest.raises(SponsorshipError) as refused,
        ):
            propose(request=request, sponsor=sponsor, actor=Actor(coordinator))
        refusals.append((str(refused.value), len(queries)))
    assert pages[0] == pages[1]
    assert counts[0] == counts[1]
    assert refusals[0] == refusals[1]
    assert refusals[0][0] == NOT_PROPOSED


def test_they_come_last_in_the_order_in_which_they_came(both):
    request, recruiter, professional, free = both
    page = signed_in(make_coordinator()).get(f"{BOARD}choisir/{request.pk}/").content.decode()
    names = [str(one) for one in (free, recruiter, professional)]
    assert sorted(names, key=page.index) == names
    assert page.count(NOT_PROPOSED) == 2
    assert "Pour" in page or "Rien de connu" in page


def test_a_pair_that_may_not_be_is_not_in_the_assignment(both):
    free = both[-1]
    board = signed_in(make_coordinator()).get(BOARD)
    assert [line.sponsor for line in board.context["board"].paired] == [free]


def test_a_person_who_applies_after_the_proposal_is_not_paired_either():
    pair = make_proposal()
    organisation = OrganisationFactory()
    place(pair.sponsor.user, LevelName.ORGANISATION_MEMBER, organisation)
    make_application(participant=pair.participant, organisation=organisation)
    with pytest.raises(SponsorshipError, match="n’est pas proposé"):
        say_yes(pair, Side.SPONSOR)
