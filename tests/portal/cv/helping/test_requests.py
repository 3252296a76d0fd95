"""Requests for help: who may change what into what, once, and what nobody learns."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Value
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import SITE
from portal.accounts.level_names import LevelName
from portal.accounts.models import LevelGrant, Membership
from portal.accounts.services.grants import end_grant
from portal.cv import services
from portal.cv.errors import CvError
from portal.cv.models import REQUEST_LIFETIME, CvHelper, CvHelpRequest
from portal.cv.services.asking import MAX_A_DAY, MAX_TOLD_A_DAY, MOVES, Side, Status, tell_address
from portal.cv.services.helping import MAX_HELPERS
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import person_with
from tests.portal.cv.helping.people import partner_of

pytestmark = pytest.mark.django_db

NOBODY = "personne@nulle-part.test"


def ask(cv, address=NOBODY):
    return services.ask_help(cv=cv, user=cv.owner, address=address)


def propose(user, address=NOBODY):
    return services.propose_help(user=user, address=address)


def told(address, key=None):
    mails = Email.objects.filter(to=address)
    return mails.filter(dispatch__key=key).count() if key else mails.count()


def put(request, status, consent=None):
    """A request in any state, as the tables allow it."""
    now = timezone.now()
    CvHelpRequest.objects.filter(pk=request.pk).update(
        status=status,
        decided_at=None if status == Status.PENDING else now,
        refused_at=now if status == Status.REFUSED else None,
        consent=consent if status == Status.ACCEPTED else None,
        cv=request.cv_id or (consent.cv_id if consent and status == Status.ACCEPTED else None),
    )


# Both directions


def test_who_is_asked_opens_the_cv_and_that_one_alone(cv, other_cv, adviser, lina):
    request = ask(cv, "  LUCIE@dep.test ")
    consent = services.accept_request(request=request, user=adviser)
    assert (consent.cv, consent.user) == (cv, adviser)
    assert list(type(cv).objects.editable_by(adviser)) == [cv]
    request.refresh_from_db()
    assert (request.status, request.consent) == (Status.ACCEPTED, consent)
    assert told(lina.email, "cv_help_started") == 1


def test_nobody_reads_anything_before_the_answer(cv, adviser, lina):
    ask(cv, adviser.email)
    propose(adviser, lina.email)
    assert not type(cv).objects.editable_by(adviser).exists()


def test_a_candidate_accepts_for_the_cv_that_they_choose(cv, other_cv, adviser, lina):
    request = propose(adviser, lina.email)
    consent = services.accept_request(request=request, user=lina, cv=other_cv)
    assert consent.cv == other_cv
    assert list(type(cv).objects.editable_by(adviser)) == [other_cv]
    assert told(adviser.email, "cv_help_accepted") == 1


def test_a_candidate_accepts_for_a_new_cv(adviser, lina):
    request = propose(adviser, lina.email)
    consent = services.accept_request(request=request, user=lina)
    assert (consent.cv.owner, consent.cv.step) == (lina, 1)


def test_a_candidate_cannot_accept_for_the_cv_of_somebody_else(cv, adviser):
    stranger = person_with(LevelName.CANDIDATE)
    request = propose(adviser, stranger.email)
    with pytest.raises(CvError, match="plus là"):
        services.accept_request(request=request, user=stranger, cv=cv)
    assert not CvHelper.objects.exists()


# The table of moves

ACTS = {
    Status.ACCEPTED: services.accept_request,
    Status.REFUSED: services.refuse_request,
    Status.CANCELLED: services.cancel_request,
}


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("before", Status)
@pytest.mark.parametrize("after", ACTS)
def test_only_the_moves_of_the_table_are_made(side, before, after, cv, lina, adviser):
    if side == Side.CANDIDATE:
        request, asker, receiver = ask(cv, adviser.email), lina, adviser
    else:
        request, asker, receiver = propose(adviser, lina.email), adviser, lina
    given = CvHelper.objects.create(cv=cv, user=adviser) if before == Status.ACCEPTED else None
    put(request, before, given)
    actor = asker if after == Status.CANCELLED else receiver
    more = {"cv": cv} if after == Status.ACCEPTED and side == Side.HELPER else {}

    def act():
        ACTS[after](request=request, user=actor, **more)

    if (before, after) in MOVES or before == after:
        act()
        expected = after
    else:
        with pytest.raises(CvError):
            act()
        expected = before
    request.refresh_from_db()
    assert request.status == expected
    assert CvHelper.objects.count() == (expected == Status.ACCEPTED)


@pytest.mark.parametrize("act", [services.accept_request, services.refuse_request])
def test_nobody_else_answers(act, cv, adviser, lina):
    colleague = person_with(LevelName.ADVISER)
    asked, proposed = ask(cv, adviser.email), propose(adviser, lina.email)
    for request, others in (
        (asked, (colleague, lina, person_with(LevelName.CANDIDATE))),
        (proposed, (adviser, colleague, person_with(LevelName.CANDIDATE))),
    ):
        for other in others:
            with pytest.raises(CvError, match="plus là"):
                act(request=request, user=other)
    assert set(CvHelpRequest.objects.values_list("status", flat=True)) == {Status.PENDING}


def test_nobody_else_takes_a_request_back(cv, adviser, lina):
    asked, proposed = ask(cv, adviser.email), propose(adviser, lina.email)
    for request, other in ((asked, adviser), (proposed, lina)):
        with pytest.raises(CvError, match="plus là"):
            services.cancel_request(request=request, user=other)


def test_a_request_ends_after_thirty_days(cv, adviser):
    request = ask(cv, adviser.email)
    now = timezone.now()
    CvHelpRequest.objects.update(created_at=now - REQUEST_LIFETIME, expires_at=now)
    with pytest.raises(CvError, match="30"):
        services.accept_request(request=request, user=adviser)
    assert not CvHelpRequest.objects.waiting().exists()
    # It stands in the way of no other.
    ask(cv, adviser.email)
    assert CvHelpRequest.objects.count() == 1


def test_a_consent_that_was_stopped_is_not_given_again_by_the_same_request(consent, lina, adviser):
    services.stop_helper(helper=consent, user=lina)
    with pytest.raises(CvError, match="déjà une réponse"):
        services.accept_request(request=consent.requests.get(), user=adviser)


# Who may


@pytest.mark.parametrize(
    "kind",
    ["company", "association", "employment_partner"],
    ids=["company", "association", "unverified"],
)
def test_members_of_what_is_no_verified_partner_neither_propose_nor_open(kind, cv):
    member = partner_of(OrganisationFactory(kind=kind, verified_at=None))
    with pytest.raises(CvError, match="ne pouvez pas"):
        propose(member)
    request = ask(cv, member.email)
    with pytest.raises(CvError, match="plus là"):
        services.accept_request(request=request, user=member)


def test_a_candidate_does_not_propose_and_an_adviser_does_not_ask(cv, lina, adviser):
    with pytest.raises(CvError):
        propose(lina)
    with pytest.raises(CvError):
        services.ask_help(cv=cv, user=adviser, address=NOBODY)


def test_a_proposal_of_somebody_who_may_help_no_more_is_gone(adviser, lina):
    request = propose(adviser, lina.email)
    end_grant(grant=LevelGrant.objects.get(user=adviser), reason="Mutation", actor=SITE)
    assert not CvHelpRequest.objects.proposed_to(lina).exists()
    with pytest.raises(CvError, match="plus là"):
        services.accept_request(request=request, user=lina)


def test_nobody_asks_themselves(cv, lina, adviser):
    for act in (lambda: ask(cv, "Lina@exemple.test"), lambda: propose(adviser, adviser.email)):
        with pytest.raises(CvError, match="propre adresse"):
            act()


@pytest.mark.parametrize(
    "address", ["", "lucie", "a@b@c.fr", "\x00@a.fr", f"{'x' * 60}@{'y' * 60}.{'z' * 200}.test"]
)
def test_nonsense_is_no_address(cv, address):
    with pytest.raises(CvError, match="pas valable"):
        ask(cv, address)


# What is not told


def test_the_answer_is_the_same_whoever_has_the_address(cv, other_cv, adviser, lina):
    stranger, asker = person_with(LevelName.CANDIDATE), person_with(LevelName.ADVISER)
    addresses = (NOBODY, adviser.email, stranger.email, lina.email)
    asked = [costs(lambda to=to: ask(cv, to)) for to in addresses if to != lina.email]
    proposed = [costs(lambda to=to: propose(asker, to)) for to in addresses]
    for results in (asked, proposed):
        # The first one reads the levels of who asks.
        assert {queries for _, queries in results[1:]} == {results[1][1]}
        assert {(row.status, row.told_at, row.consent_id) for row, _ in results} == {
            (Status.PENDING, None, None)
        }


def costs(act):
    """What an act returns, and how many queries it makes."""
    with CaptureQueriesContext(connection) as queries:
        return act(), len(queries)


def test_only_who_may_help_is_written_to(cv, adviser):
    stranger = person_with(LevelName.CANDIDATE)
    results = [
        tell_address(request_id=ask(cv, address).pk)
        for address in (adviser.email, stranger.email, NOBODY)
    ]
    assert results == [True, False, False]
    assert [told(adviser.email), told(stranger.email), told(NOBODY)] == [1, 0, 0]


def test_a_proposal_is_the_same_message_with_an_account_or_without(adviser, lina):
    texts = set()
    for address in (lina.email, NOBODY):
        assert tell_address(request_id=propose(adviser, address).pk)
        mail = Email.objects.get(to=address)
        texts.add(mail.message.split("Arrêter")[0].split("/courriels/")[0])
    assert len(texts) == 1
    assert "Lina" not in texts.pop()


def test_a_refusal_looks_like_a_request_that_waits_and_nobody_is_asked_again(adviser, lina):
    request = propose(adviser, lina.email)
    services.refuse_request(request=request, user=lina)
    assert list(CvHelpRequest.objects.owned_by(adviser).shown()) == [request]
    with pytest.raises(CvError, match="attend une réponse"):
        propose(adviser, lina.email)
    services.cancel_request(request=request, user=adviser)
    again = propose(adviser, lina.email)
    assert list(CvHelpRequest.objects.owned_by(adviser).shown()) == [again]
    assert not CvHelpRequest.objects.proposed_to(lina).waiting().exists()
    assert tell_address(request_id=again.pk) is False
    CvHelpRequest.objects.update(refused_at=timezone.now() - REQUEST_LIFETIME)
    services.cancel_request(request=again, user=adviser)
    propose(adviser, lina.email)
    assert CvHelpRequest.objects.proposed_to(lina).waiting().exists()


# How often


def test_an_address_is_written_to_once_a_day_by_one_person(cv, other_cv, adviser):
    assert tell_address(request_id=ask(cv, adviser.email).pk) is True
    assert tell_address(request_id=ask(other_cv, adviser.email).pk) is False
    assert told(adviser.email) == 1


def test_a_job_that_runs_twice_writes_once(cv, adviser):
    request = ask(cv, adviser.email)
    assert [tell_address(request_id=request.pk) for _ in range(2)] == [True, False]


def test_what_was_taken_back_is_not_told(cv, adviser, lina):
    request = ask(cv, adviser.email)
    services.cancel_request(request=request, user=lina)
    assert tell_address(request_id=request.pk) is False


def test_an_address_is_written_to_a_few_times_a_day_by_everybody():
    told_ = [
        tell_address(request_id=propose(person_with(LevelName.ADVISER)).pk)
        for _ in range(MAX_TOLD_A_DAY[Side.HELPER] + 1)
    ]
    assert told_ == [True] * MAX_TOLD_A_DAY[Side.HELPER] + [False]


def test_ten_requests_a_day_for_a_candidate(cv, lina):
    for number in range(MAX_A_DAY[Side.CANDIDATE]):
        request = ask(cv, f"p{number}@exemple.test")
        services.cancel_request(request=request, user=lina)
    with pytest.raises(CvError, match="demain"):
        ask(cv)


def test_five_helpers_and_requests_for_a_cv(cv, other_cv, consent, lina):
    for number in range(MAX_HELPERS - 1):
        ask(cv, f"p{number}@exemple.test")
    with pytest.raises(CvError, match="maximum"):
        ask(cv)
    ask(other_cv)


def test_a_sixth_helper_is_refused(cv, lina, adviser):
    for _ in range(MAX_HELPERS):
        CvHelper.objects.create(cv=cv, user=person_with(LevelName.ADVISER))
    request = propose(adviser, lina.email)
    with pytest.raises(CvError, match="maximum"):
        services.accept_request(request=request, user=lina, cv=cv)


# What the tables hold


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.ACCEPTED, "decided_at": timezone.now()},
        {"status": Status.REFUSED, "decided_at": timezone.now()},
        {"decided_at": timezone.now()},
        {"status": Status.CANCELLED},
        {"status": "autre", "decided_at": timezone.now()},
        {"cv": None},
        {"asked_by": Side.HELPER},
        {"asked_by": "autre"},
        {"address": Value("Lucie@dep.test")},
        {"address": ""},
        {"expires_at": timezone.now() + timedelta(days=31)},
    ],
)
def test_the_table_refuses(cv, fields):
    request = ask(cv)
    with pytest.raises(IntegrityError), transaction.atomic():
        CvHelpRequest.objects.filter(pk=request.pk).update(**fields)


def test_one_request_waits_for_an_address_and_a_cv(cv, lina, adviser):
    for request in (ask(cv), propose(adviser)):
        request.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            request.save(force_insert=True)


def test_who_left_helps_no_more(consent):
    with pytest.raises(IntegrityError), transaction.atomic():
        CvHelper.objects.update(left=True)


def test_memberships_that_end_take_the_request_away(cv, partner):
    request = ask(cv, partner.email)
    assert list(CvHelpRequest.objects.asked_of(partner)) == [request]
    Membership.objects.filter(user=partner).update(ended_at=timezone.now())
    assert not CvHelpRequest.objects.asked_of(partner).exists()
