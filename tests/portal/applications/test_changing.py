"""Over all pairs of states and roles: what the table allows is done and written, nothing else."""

import itertools

import pytest

from portal.accounts.actors import Actor
from portal.applications.errors import ApplicationError
from portal.applications.models import Application
from portal.applications.services.changing import change, lock_application
from portal.applications.states import TRANSITIONS, Refusal, Role, Status
from tests.factories import UserFactory
from tests.portal.participation.people import make_application
from tests.states import undone

pytestmark = pytest.mark.django_db

# Written out, so that the table is not tested with itself.
CLOSED = {"hired", "refused", "withdrawn"}
DECISIONS = {"shortlisted", "interview", "offered", "hired", "refused"}


def allowed(before: str, to: str, role: str) -> bool:
    if before in CLOSED or before == to:
        return False
    if before == "to_confirm":
        return to == "withdrawn" or (to == "sent" and role != "site")
    if to == "withdrawn":
        return role == "person"
    if to in DECISIONS and role == "recruiter":
        return True
    if before == "sent" and to == "seen":
        return role == "recruiter"
    if before in {"sent", "seen"} and to == "no_answer":
        return role == "site"
    return to == "refused" and role == "site"


def test_every_pair_of_states_is_allowed_to_whom_it_should_be():
    author = Actor(UserFactory())
    applications = {status: make_application(status=status) for status in Status}
    for before, to, role in itertools.product(Status, Status, Role):
        with undone():
            application = lock_application(applications[before])
            refusal = Refusal.OTHER if to == Status.REFUSED else ""
            try:
                change(application, to, role=role, actor=author, refusal=refusal)
                is_done = True
            except ApplicationError:
                is_done = False
            assert is_done == allowed(before, to, role), (before, to, role)
            row = Application.objects.get(pk=application.pk)
            assert row.status == (to if is_done else before)
            changes = list(row.changes.all())
            assert len(changes) == (2 if is_done else 1)
            if is_done:
                last = changes[-1]
                assert (last.from_status, last.to_status) == (before, to)
                assert (last.actor, last.actor_name) == (author.user, author.name)
                assert row.version == 1


def test_the_table_knows_every_state():
    assert set(TRANSITIONS) == set(Status)
