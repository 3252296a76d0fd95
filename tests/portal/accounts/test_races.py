"""Two people who change rights at once: what must hold, holds."""

from collections.abc import Callable

import pytest

from portal.accounts.actors import Actor
from portal.accounts.errors import AccountError
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry, GrantProposal, LevelGrant, User
from portal.accounts.services.grants import end_grant, grant_level
from portal.accounts.services.people import deactivate_account
from portal.accounts.services.proposals import (
    approve_proposal,
    give_level,
    refuse_proposal,
)
from tests.factories import UserFactory
from tests.portal.accounts.people import person_with
from tests.races import ROUNDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def outcomes_of(*actions: Callable[[], object]) -> list[str]:
    """Run actions at once; how each ended: a deadlock would be told by its error."""
    return sorted(
        ("refused" if isinstance(result, AccountError) else repr(result))
        if isinstance(result, Exception)
        else "done"
        for result in at_once(*actions)
    )


@pytest.fixture
def two():
    return [person_with(LevelName.RIGHTS_ADMINISTRATOR) for _ in range(2)]


def end(user, by):
    grant = LevelGrant.objects.select_related("user").get(user=user)
    return lambda: end_grant(grant=grant, reason="Départ", actor=Actor(User.objects.get(pk=by.pk)))


def close(user, by):
    return lambda: deactivate_account(
        user=User.objects.get(pk=user.pk),
        reason="Départ",
        actor=Actor(User.objects.get(pk=by.pk)),
    )


@pytest.mark.parametrize("kinds", [(end, end), (end, close), (close, close)])
@pytest.mark.parametrize("round_", ROUNDS)
def test_two_administrators_end_each_other_and_one_stays(two, kinds, round_):
    first, second = two
    outcomes = outcomes_of(kinds[0](second, first), kinds[1](first, second))
    assert outcomes == ["done", "refused"]
    assert LevelGrant.objects.administrators().count() == 1


@pytest.mark.parametrize("round_", ROUNDS)
def test_exclusive_levels_given_at_once_one_is_refused(two, round_):
    person = UserFactory()
    levels = (LevelName.RIGHTS_ADMINISTRATOR, LevelName.ADVISER)

    def give(level, by):
        user, giver = User.objects.get(pk=person.pk), User.objects.get(pk=by.pk)
        return lambda: give_level(user=user, level=level, reason="Essai", actor=Actor(giver))

    outcomes_of(*(give(level, by) for level, by in zip(levels, two, strict=True)))
    proposals = GrantProposal.objects.waiting().filter(user=person)

    def confirm(proposal):
        by = Actor(User.objects.exclude(pk=proposal.proposed_by_id).get(pk__in=[u.pk for u in two]))
        return lambda: approve_proposal(proposal=proposal, actor=by)

    assert outcomes_of(*map(confirm, proposals)) == ["done", "refused"]
    assert LevelGrant.objects.active().filter(user=person).count() == 1


@pytest.mark.parametrize("round_", ROUNDS)
def test_two_administrators_give_each_other_a_level_without_waiting_for_each_other(two, round_):
    def give(user, by):
        user, giver = User.objects.get(pk=user.pk), User.objects.get(pk=by.pk)
        return lambda: grant_level(
            user=user, level=LevelName.COMMUNICATION, reason="Renfort", actor=Actor(giver)
        )

    first, second = two
    assert outcomes_of(give(first, second), give(second, first)) == ["done", "done"]
    assert AuditEntry.objects.filter(level=LevelName.COMMUNICATION).count() == 2


def test_the_site_makes_one_first_administrator_not_two():
    from portal.accounts.actors import SITE

    people = [UserFactory(), UserFactory()]

    def give(user):
        user = User.objects.get(pk=user.pk)
        level = LevelName.RIGHTS_ADMINISTRATOR
        return lambda: grant_level(user=user, level=level, reason="Ouverture", actor=SITE)

    assert outcomes_of(*(give(user) for user in people)) == ["done", "refused"]


@pytest.fixture
def proposal(two):
    return give_level(
        user=UserFactory(), level=LevelName.ADVISER, reason="Recrutée", actor=Actor(two[0])
    )


def approve(proposal, by):
    found = GrantProposal.objects.select_related("user").get(pk=proposal.pk)
    return lambda: approve_proposal(proposal=found, actor=Actor(User.objects.get(pk=by.pk)))


def refuse(proposal, by):
    found = GrantProposal.objects.select_related("user").get(pk=proposal.pk)
    actor = Actor(User.objects.get(pk=by.pk))
    return lambda: refuse_proposal(proposal=found, reason="Non", actor=actor)


@pytest.mark.parametrize("second", [approve, refuse])
@pytest.mark.parametrize("round_", ROUNDS)
def test_two_administrators_answer_at_once_and_one_answer_counts(two, proposal, second, round_):
    third = person_with(LevelName.RIGHTS_ADMINISTRATOR)
    outcomes = outcomes_of(approve(proposal, two[1]), second(proposal, third))
    assert outcomes == ["done", "refused"]
    proposal.refresh_from_db()
    given = LevelGrant.objects.filter(user=proposal.user).count()
    assert given == int(proposal.outcome == GrantProposal.Outcome.APPROVED)


@pytest.mark.parametrize("round_", ROUNDS)
def test_an_administrator_who_loses_the_level_in_between_approves_nothing(two, proposal, round_):
    third = person_with(LevelName.RIGHTS_ADMINISTRATOR)
    outcomes = outcomes_of(end(two[1], third), approve(proposal, two[1]))
    given = LevelGrant.objects.filter(user=proposal.user).first()
    if outcomes == ["done", "done"]:
        ended = LevelGrant.objects.get(user=two[1]).ended_at
        assert given.granted_at <= ended, "approved first"
    else:
        assert outcomes == ["done", "refused"]
        assert given is None
