"""A plan that the server keeps is the same for everybody, and what it lets through is not."""

import pytest
from django.db import connection
from django.utils import timezone

from portal.followup.access.ways import Way, ways_to
from portal.followup.clocks.services import looks_at
from portal.followup.models import ReferentAssignment
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    refer,
)

pytestmark = pytest.mark.django_db

# PostgreSQL weighs its own plan against the first five.
ENOUGH = 8


def kept_plans() -> int:
    """How often statements of this connection ran with a plan that was kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(sum(generic_plans), 0) FROM pg_prepared_statements")
        return int(cursor.fetchone()[0])


def test_a_kept_plan_shows_each_person_their_own_cases():
    referent, stranger = make_professional(), make_professional()
    case = make_beneficiary(referent)
    with acting_as(referent.user):
        before = kept_plans()
        for _ in range(ENOUGH):
            assert ways_to(referent.user, case.pk) == {Way.REFERENT}
            assert looks_at([case.pk])[case.pk].facts.beneficiary_id == case.pk
        assert kept_plans() > before
    with acting_as(stranger.user):
        assert ways_to(stranger.user, case.pk) == frozenset()
        assert looks_at([case.pk]) == {}


def test_a_kept_plan_sees_what_was_written_meanwhile():
    referent = make_professional()
    case = make_beneficiary()
    assignment = refer(case, referent)
    with acting_as(referent.user):
        for _ in range(ENOUGH):
            assert ways_to(referent.user, case.pk) == {Way.REFERENT}
    with system_scope(Scope.TEST):
        ReferentAssignment.unscoped.filter(pk=assignment.pk).update(ends_at=timezone.now())
    with acting_as(referent.user):
        assert ways_to(referent.user, case.pk) == frozenset()
