"""Who is never paired with whom; and that nothing says why."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.applications.states import Status
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairing.conflicts import NOT_PROPOSED
from portal.sponsorship.pairing.listing import listing
from portal.sponsorship.pairing.services.answering import OVER
from portal.sponsorship.pairing.services.deadlines import take_back_kept_apart
from portal.sponsorship.pairing.services.proposing import propose
from portal.sponsorship.pairs.apart import kept_apart
from portal.sponsorship.pairs.services.alerts import suspend_kept_apart
from portal.sponsorship.pairs.shown import seen_by
from portal.sponsorship.pairs.states import Side, State
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.sponsors.services.describing import remove_employer
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import give, person_with, place, signed_in
from tests.portal.followup.people_of_the_area import (
    link_account,
    make_beneficiary,
    make_professional,
)
from tests.portal.followup.people_of_the_area import place as place_in_the_area
from tests.portal.participation.people import make_application
from tests.portal.recruitment.lists import enrol, make_roster
from tests.portal.sponsorship.pairing.made import (
    fresh,
    make_accepted,
    make_coordinator,
    make_paired_sponsor,
    make_proposal,
    make_request,
    say_yes,
)
from tests.portal.sponsorship.people import recruits
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


def follow(sponsor, person):
    """The sponsor becomes an adviser, and follows the case of this person; of nobody for None."""
    give(sponsor.user, LevelName.ADVISER)
    adviser = place_in_the_area(sponsor.user)
    if person is not None:
        link_account(make_beneficiary(adviser), person)


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
    recruits(sponsor, roster.organisation)
    assert forbidden() == {(request.pk, sponsor.pk)}


def test_an_employer_taken_back_counts_still_for_who_waits_already():
    request, sponsor = make_request(), make_paired_sponsor()
    employer = recruits(sponsor, OrganisationFactory())
    make_application(participant=request.participant, organisation=employer.organisation)
    remove_employer(sponsor=sponsor, employer=employer, actor=Actor(sponsor.user))
    assert forbidden() == {(request.pk, sponsor.pk)}
    asked_later = make_request(days=-1)
    make_application(participant=asked_later.participant, organisation=employer.organisation)
    assert forbidden() == {(request.pk, sponsor.pk)}


READERS = (LevelName.ADVISER, LevelName.ORIENTATION_OFFICER, LevelName.UNIT_MANAGER)


@pytest.mark.parametrize("level", READERS)
def test_whoever_comes_to_read_cases_is_kept_apart_from_everybody(level):
    """Of one pair or another, with a linked case or none: nothing tells who has one."""
    pairs = [make_accepted(), make_accepted()]
    adviser = make_professional()
    link_account(make_beneficiary(adviser), pairs[0].participant.user)
    for pair in pairs:
        give(pair.sponsor.user, level)
    assert kept_apart([fresh(pair) for pair in pairs]) == {pair.pk for pair in pairs}
    for pair in pairs:
        assert seen_by(fresh(pair), Side.SPONSOR) is None
    assert suspend_kept_apart() == len(pairs)


def coordinators_view(client, *sponsors):
    """Every screen where the coordination compares people and sponsors, with its queries."""
    found = {}
    requests = SponsorshipRequest.objects.order_by("pk")
    sheets = [f"/parrainage/coordination/parrains/{sponsor.pk}/" for sponsor in sponsors]
    choices = [f"{BOARD}choisir/{one.pk}/" for one in requests]
    tried = [f"{path}?parrain={sponsor.pk}" for path in choices for sponsor in sponsors]
    client.get(BOARD)
    for path in (BOARD, *sheets, *choices, *tried):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(path).content.decode()
        found[path] = (
            re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", page),
            len(queries),
        )
    return found


def refusal_of(request, sponsor, coordinator):
    with (
        undone(),
        CaptureQueriesContext(connection) as queries,
        pytest.raises(SponsorshipError) as refused,
    ):
        propose(request=request, sponsor=sponsor, actor=Actor(coordinator))
    return str(refused.value), len(queries)


def test_nothing_says_whom_an_adviser_who_sponsors_follows():
    """Refusal, proposal, order, sheet, number of queries: the same whomever they follow."""
    requests, sponsor = [make_request(), make_request()], make_paired_sponsor()
    make_paired_sponsor()
    coordinator, found = make_coordinator(), []
    client = signed_in(coordinator)
    for person in (None, *(one.participant.user for one in requests)):
        with undone():
            follow(sponsor, person)
            refusals = [refusal_of(one, sponsor, coordinator) for one in requests]
            assert refusals[0] == refusals[1]
            found.append((coordinators_view(client, sponsor), refusals))
    assert found[1] == found[0]
    assert found[2] == found[0]


def test_nor_does_a_pair_of_theirs_that_begins_or_stops():
    """A case that opens or closes changes nothing: their pairs stop with the level."""
    sponsor = make_paired_sponsor(capacity=2)
    pairs = [make_accepted(sponsor_row=sponsor), make_accepted(sponsor_row=sponsor)]
    follow(sponsor, pairs[0].participant.user)
    assert suspend_kept_apart() == 2
    assert {fresh(pair).state for pair in pairs} == {State.SUSPENDED}


def test_nobody_is_their_own_sponsor():
    user = person_with(LevelName.CANDIDATE)
    request, sponsor = make_request(user), make_paired_sponsor(user)
    assert forbidden() == {(request.pk, sponsor.pk)}


def teller_of(request):
    """A sponsor who said that they recruit where the person applied."""
    sponsor = make_paired_sponsor()
    employer = recruits(sponsor, OrganisationFactory())
    make_application(participant=request.participant, organisation=employer.organisation)
    return sponsor


def who_took_it_back(request):
    """The same, who then said that they do not any more."""
    sponsor = teller_of(request)
    employer = sponsor.employers.get()
    remove_employer(sponsor=sponsor, employer=employer, actor=Actor(sponsor.user))
    return sponsor


KINDS = (recruiter_of, teller_of, who_took_it_back)


@pytest.fixture
def both():
    """One person who waits, a sponsor of each kind, and one who may."""
    request = make_request()
    return request, [kind(request) for kind in KINDS], make_paired_sponsor()


def neutral(html, *sponsors):
    """A page without what names the sponsors."""
    for sponsor in sponsors:
        for name in (str(sponsor), sponsor.user.email):
            html = html.replace(name, "X")
        html = re.sub(rf"([=/-]){sponsor.pk}\b", r"\g<1>0", html)
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", html)


def test_the_kinds_cannot_be_told_apart(both):
    """One sentence, one number of queries, one place in the list, one sheet."""
    request, kept, _ = both
    coordinator = make_coordinator()
    client = signed_in(coordinator)
    path = f"{BOARD}choisir/{request.pk}/"
    client.get(path)
    found = []
    for sponsor in kept:
        answers = []
        for address in (
            f"{path}?parrain={sponsor.pk}",
            f"/parrainage/coordination/parrains/{sponsor.pk}/",
        ):
            with CaptureQueriesContext(connection) as queries:
                page = client.get(address).content.decode()
            answers += [neutral(page, *kept), len(queries)]
        with (
            undone(),
            CaptureQueriesContext(connection) as queries,
            pytest.raises(SponsorshipError) as refused,
        ):
            propose(request=request, sponsor=sponsor, actor=Actor(coordinator))
        found.append([*answers, str(refused.value), len(queries)])
    assert found == [found[0]] * len(kept)
    assert found[0][-2] == NOT_PROPOSED


def test_the_board_does_not_change_with_an_employer_taken_back():
    request, sponsor = make_request(), make_paired_sponsor()
    client = signed_in(make_coordinator())
    employer = recruits(sponsor, OrganisationFactory())
    make_application(participant=request.participant, organisation=employer.organisation)
    pages = [f"{BOARD}choisir/{request.pk}/", BOARD, "/parrainage/coordination/parrains/"]
    before = [neutral(client.get(page).content.decode()) for page in pages]
    remove_employer(sponsor=sponsor, employer=employer, actor=Actor(sponsor.user))
    assert [neutral(client.get(page).content.decode()) for page in pages] == before


def test_they_come_last_in_the_order_in_which_they_came(both):
    request, kept, free = both
    page = signed_in(make_coordinator()).get(f"{BOARD}choisir/{request.pk}/").content.decode()
    names = [str(one) for one in (free, *kept)]
    assert sorted(names, key=page.index) == names
    assert page.count(NOT_PROPOSED) == len(kept)
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
    Email.objects.all().delete()
    # The one who answers learns no more than of a proposal that was taken back.
    with pytest.raises(SponsorshipError, match=OVER):
        say_yes(pair, Side.SPONSOR)
    assert fresh(pair).state == State.CANCELLED
    assert fresh(pair).request.state == "waiting"
    assert Email.objects.count() == 2


def test_the_morning_takes_back_what_may_not_be_and_it_counts_as_no_silence():
    pair, other = make_proposal(), make_proposal()
    make_application(
        participant=pair.participant,
        organisation=recruits(pair.sponsor, OrganisationFactory()).organisation,
    )
    assert take_back_kept_apart() == 1
    assert take_back_kept_apart() == 0
    assert (fresh(pair).state, fresh(other).state) == (State.CANCELLED, State.PROPOSED)


def test_of_two_who_said_yes_nothing_is_read_from_the_moment_that_they_may_not_meet():
    pair = make_accepted()
    make_application(
        participant=pair.participant,
        organisation=recruits(pair.sponsor, OrganisationFactory()).organisation,
    )
    assert seen_by(fresh(pair), Side.SPONSOR) is None
    page = signed_in(pair.sponsor.user).get("/parrainage/").content.decode()
    assert pair.participant.name not in page
    Email.objects.all().delete()
    coordinator = make_coordinator()
    assert suspend_kept_apart() == 1
    told = Email.objects.get(to=coordinator.email)
    assert "postul" not in told.message + told.subject
    assert not fresh(pair).steps.filter(reason__contains="postul").exists()
