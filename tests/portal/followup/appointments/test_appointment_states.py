"""What an appointment may become: every pair is tried."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.appointments import services
from portal.followup.appointments.errors import ForbiddenChangeError
from portal.followup.appointments.models import Appointment
from portal.followup.appointments.states import S, may_go
from portal.followup.rows.scope import acting_as
from tests.portal.followup.cast import make_appointment, make_cast
from tests.states import undone

pytestmark = pytest.mark.django_db
NEAR, FAR = timedelta(hours=-1), timedelta(days=3)
# (from, to): whether it is allowed of an appointment that began, then of one to come.
ALLOWED = {
    (S.PLANNED, S.HELD): (True, False),
    (S.PLANNED, S.EXCUSED): (True, False),
    (S.PLANNED, S.NO_SHOW): (True, False),
    (S.PLANNED, S.CANCELLED): (True, True),
    (S.HELD, S.EXCUSED): (True, False),
    (S.HELD, S.NO_SHOW): (True, False),
    (S.EXCUSED, S.HELD): (True, False),
    (S.EXCUSED, S.NO_SHOW): (True, False),
    (S.NO_SHOW, S.HELD): (True, False),
    (S.NO_SHOW, S.EXCUSED): (True, False),
    # Cancelled by mistake: while there is time.
    (S.CANCELLED, S.PLANNED): (False, True),
}


@pytest.mark.parametrize("before", S)
@pytest.mark.parametrize("after", S)
def test_each_pair_of_states_is_allowed_or_not(before, after):
    now = timezone.now()
    found = tuple(
        may_go(Appointment(state=before, starts_at=now + moment), after, now=now)
        for moment in (NEAR, FAR)
    )
    assert found == ALLOWED.get((before, after), (False, False))


@pytest.fixture(scope="module")
def cast(lasting):
    return make_cast()


@pytest.mark.parametrize("before", S)
@pytest.mark.parametrize("after", S)
def test_services_follow_the_table(cast, before, after):
    actor = Actor(cast.referent.user)
    for moment in (NEAR, FAR):
        row = make_appointment(
            cast.case, cast.referent, timezone.now() + moment, state=before, version=1
        )
        is_allowed = may_go(row, after)
        with undone(), acting_as(cast.referent.user):
            try:
                if after == S.CANCELLED:
                    services.cancel(appointment=row, actor=actor, by_service=True)
                else:
                    services.record(appointment=row, state=after, actor=actor)
            except ForbiddenChangeError:
                assert not is_allowed
            else:
                assert is_allowed
                assert Appointment.unscoped.get(pk=row.pk).state == after
