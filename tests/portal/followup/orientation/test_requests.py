"""Requests of the referent: complete before they are sent, answered with a reason."""

import itertools

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.followup.models import (
    Beneficiary,
    Exit,
    Orientation,
    Path,
    ReferentAssignment,
    ReorientationRequest,
)
from portal.followup.orientation import requests
from portal.followup.orientation.errors import (
    IncompleteRequestError,
    NotAllowedError,
    OrientationError,
)
from portal.followup.orientation.states import TRANSITIONS, Side, may_go
from portal.followup.rows.scope import Scope, acting_as, system_scope
from portal.followup.rows.versions import ChangedMeanwhileError
from tests.portal.followup.orientation.things import make_appointment, make_request
from tests.portal.followup.people_of_the_area import join_team, make_beneficiary

pytestmark = pytest.mark.django_db
Kind, State = ReorientationRequest.Kind, ReorientationRequest.State


def ask(world, *, by=None, **fields):
    by = by or world.referent.user
    values = {"kind": Kind.REORIENTATION}
    with acting_as(by):
        return requests.ask(beneficiary=world.case, actor=Actor(by), **(values | fields))


def decide(world, request, *, by=None, outcome=None, answer="Vu en commission.", version=None):
    by = by or world.officer.user
    with acting_as(by):
        return requests.decide(
            request=request,
            answer=answer,
            actor=Actor(by),
            version=version or request.version,
            outcome=outcome,
        )


def now(request):
    with system_scope(Scope.TEST):
        return ReorientationRequest.unscoped.get(pk=request.pk)


@pytest.mark.parametrize("who", ["colleague", "manager", "officer", "administrator", "candidate"])
def test_the_referent_alone_asks(world, who):
    join_team(world.case, world.colleague)
    person = getattr(world, who)
    with pytest.raises(NotAllowedError):
        ask(world, by=getattr(person, "user", person))


def test_one_request_at_a_time(world):
    ask(world)
    with pytest.raises(OrientationError, match="déjà en cours"):
        ask(world)


@pytest.mark.parametrize(
    ("kind", "values", "lacking"),
    [
        (Kind.REORIENTATION, {}, {"reason", "wanted_path", "person_opinion"}),
        (Kind.REFERENT, {}, {"reason", "person_opinion"}),
        (Kind.EXIT, {}, {"reason", "exit_reason", "exit_on", "person_opinion"}),
        (Kind.EXIT, {"exit_reason": "death"}, {"reason", "exit_on"}),
        (Kind.REFERENT, {"reason": "Conflit", "person_opinion": "Injoignable"}, set()),
    ],
)
def test_a_request_says_what_it_lacks_and_is_sent_once_it_is_complete(world, kind, values, lacking):
    request = ask(world, kind=kind, **values)
    assert {name for name, _ in requests.missing(request)} == lacking
    actor = Actor(world.referent.user)
    with acting_as(world.referent.user):
        if lacking:
            with pytest.raises(IncompleteRequestError) as refused:
                requests.send(request=request, actor=actor, version=request.version)
            assert {name for name, _ in refused.value.missing} == lacking
        else:
            requests.send(request=request, actor=actor, version=request.version)
    assert now(request).state == (State.DRAFT if lacking else State.SENT)


def test_changing_the_kind_empties_what_was_of_the_other(world):
    request = ask(world, wanted_path=Path.PROFESSIONAL)
    with acting_as(world.referent.user):
        saved = requests.save(
            request=request,
            values={"kind": Kind.EXIT, "exit_reason": "move"},
            actor=Actor(world.referent.user),
            version=1,
        )
    assert (saved.wanted_path, saved.exit_reason) == ("", "move")


def test_two_windows_on_one_draft_lose_nothing(world):
    request = ask(world, reason="Première version")
    actor = Actor(world.referent.user)
    with acting_as(world.referent.user):
        requests.save(request=request, values={"reason": "Deuxième"}, actor=actor, version=1)
        with pytest.raises(ChangedMeanwhileError) as refused:
            requests.save(request=request, values={"reason": "Autre"}, actor=actor, version=1)
    assert refused.value.row.reason == "Deuxième"


def act(world, request, to):
    """Ask the service that would take a request there."""
    actor = Actor(world.referent.user)
    outcome = requests.Reoriented(
        Path.PROFESSIONAL, world.structure, world.unit, timezone.localdate()
    )
    if to in {State.ACCEPTED, State.REFUSED}:
        return decide(world, request, outcome=outcome if to == State.ACCEPTED else None)
    with acting_as(world.referent.user):
        if to == State.SENT:
            return requests.send(request=request, actor=actor, version=request.version)
        if to == State.WITHDRAWN:
            return requests.withdraw(request=request, actor=actor, version=request.version)
        return requests.save(
            request=request, values={"reason": "x"}, actor=actor, version=request.version
        )


@pytest.mark.parametrize(("state", "to"), [*itertools.product(State, State)])
def test_every_pair_of_states(world, state, to):
    request = make_request(world.case, world.referent, state=state)
    is_edit = (state, to) == (State.DRAFT, State.DRAFT)
    if (state, to) in TRANSITIONS or is_edit:
        act(world, request, to)
        assert now(request).state == to
    else:
        with pytest.raises(OrientationError):
            act(world, request, to)
        assert now(request).state == state


def test_each_side_has_its_own_moves():
    for (state, to), side in TRANSITIONS.items():
        other = Side.OFFICER if side == Side.REFERENT else Side.REFERENT
        assert may_go(state, to, side)
        assert not may_go(state, to, other)


@pytest.mark.parametrize("who", ["referent", "manager", "other_manager", "administrator"])
def test_the_orientation_alone_answers(world, who):
    request = make_request(world.case, world.referent)
    person = getattr(world, who)
    with pytest.raises(NotAllowedError):
        decide(world, request, by=getattr(person, "user", person))
    assert now(request).state == State.SENT


def test_an_answer_has_a_reason(world):
    request = make_request(world.case, world.referent)
    with pytest.raises(OrientationError) as refused:
        decide(world, request, answer="  ")
    assert refused.value.field == "answer"


def test_accepting_a_reorientation_orients_in_the_same_transaction(world):
    request = make_request(world.case, world.referent)
    outcome = requests.Reoriented(
        Path.PROFESSIONAL, world.partner_structure, world.other_unit, timezone.localdate()
    )
    decide(world, request, outcome=outcome)
    with system_scope(Scope.TEST):
        current = Orientation.unscoped.get(beneficiary=world.case, ends_on__isnull=True)
        # Until somebody of the new structure takes over, the person is not left alone.
        assert ReferentAssignment.unscoped.filter(
            beneficiary=world.case, ends_at__isnull=True, professional=world.referent
        ).exists()
    assert current.structure == world.partner_structure
    assert now(request).state == State.ACCEPTED


def test_what_cannot_be_done_leaves_the_request_as_it_was(world):
    request = make_request(world.case, world.referent, kind="referent")
    make_appointment(world.case, world.referent)
    with pytest.raises(OrientationError):
        decide(world, request, outcome=requests.Entrusted(world.colleague))
    assert now(request).state == State.SENT


def test_accepting_another_referent_hands_the_case_over_and_keeps_the_line(world):
    request = make_request(world.case, world.referent, kind="referent")
    decide(world, request, outcome=requests.Entrusted(world.colleague))
    with acting_as(world.referent.user):
        assert not Beneficiary.unscoped.filter(pk=world.case.pk).exists()
        (line,) = requests.own_requests(world.referent.user)
        assert (line.state, line.answer) == (State.ACCEPTED, "Vu en commission.")
        assert world.case.shown_number in line.person_label
    mail = Email.objects.get(subject__startswith="Réponse à votre demande")
    assert mail.to == [world.referent.user.email]
    assert "Vu en commission" not in mail.message


def test_accepting_the_end_records_the_exit_of_the_request(world):
    request = make_request(world.case, world.referent, kind="exit")
    decide(world, request, outcome=requests.Exited("employment", timezone.localdate(), "CDI"))
    with system_scope(Scope.TEST):
        assert Exit.unscoped.get(beneficiary=world.case).request == request


def test_an_outcome_of_another_kind_is_refused(world):
    request = make_request(world.case, world.referent, kind="exit")
    with pytest.raises(OrientationError, match="ne correspond pas"):
        decide(world, request, outcome=requests.Entrusted(world.colleague))


def test_a_request_is_answered_once(world):
    request = make_request(world.case, world.referent)
    decide(world, request)
    with pytest.raises(ChangedMeanwhileError):
        decide(world, request, version=1)
    assert now(request).state == State.REFUSED


def test_one_reads_ones_own_requests_and_nobody_elses(world):
    mine = make_request(world.case, world.referent)
    make_request(make_beneficiary(world.stranger), world.stranger)
    with acting_as(world.referent.user):
        assert [*requests.own_requests(world.referent.user)] == [mine]
    with acting_as(world.candidate):
        assert [*requests.own_requests(world.candidate)] == []
