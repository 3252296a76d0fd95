"""Who sees what of a list: one predicate each, True or False and nothing else."""

from typing import Any

from django.db.models import Q

from pages.models.session import SessionAudience
from portal.accounts.models import Membership
from portal.participation.recruiting import is_agent, recruiting_for
from portal.participation.rules import must_not_meet
from portal.recruitment.models import Registration, Roster
from portal.recruitment.states import LEFT


def identity_shown() -> Q:
    """The registrations whose name, contacts and CV the organisations read.

    The person agreed and has not changed their mind; who left the list took their name along.
    """
    return (
        Q(
            shares_identity=True,
            agreement__withdrawn_at__isnull=True,
            participant__erased_at__isnull=True,
            participant__user__erased_at__isnull=True,
        )
        & ~Q(status__in=LEFT)
        & ~Q(roster__audience=SessionAudience.RSA)
    )


def shows_identity(registration: Registration) -> bool:
    """The same of one registration: what a company reads through a link."""
    account = registration.participant.user
    return bool(
        registration.shares_identity
        and registration.agreement.withdrawn_at is None
        and registration.participant.erased_at is None
        and not (account and account.erased_at)
        and registration.status not in LEFT
        and not registration.roster.is_for_rsa
    )


def may_see_identity(user: Any, registration: Registration) -> bool:
    """Whether somebody who manages the list reads who this is."""
    if is_agent(user):
        return True
    person = registration.participant.user
    return shows_identity(registration) and not (person and must_not_meet(user, person))


def may_see_needs(user: Any) -> bool:
    """Whether somebody reads the needs of accessibility: the Département alone."""
    return is_agent(user)


def runs_session(user: Any, roster: Roster) -> bool:
    """Whether somebody gives links to the list, and reads who took it away.

    The Département, and the members of the organiser: not those of its partners.
    """
    if is_agent(user):
        return True
    if roster.is_for_rsa or not user.is_authenticated:
        return False
    runs = recruiting_for(user).filter(pk=roster.organisation_id)
    return Roster.objects.manageable_by(user).filter(pk=roster.pk).exists() and runs.exists()


def organiser_people(roster: Roster) -> set[int]:
    """The keys of whoever is or was a member of the organiser: its colleagues read their names."""
    members = Membership.objects.filter(organisation=roster.organisation_id)
    return set(members.values_list("user", flat=True))
