"""A decision as a test takes it, and one that is refused."""

from datetime import timedelta

import pytest

from portal.accounts.actors import Actor
from portal.followup.models import DelaySetting
from portal.followup.procedures import services
from portal.followup.procedures.errors import ProcedureError
from portal.followup.rows.scope import acting_as
from tests.portal.followup.people_of_the_area import in_test_scope
from tests.portal.followup.procedures.laid import REASONS, latest, today


@in_test_scope
def setting(key, value, starts_on=None):
    starts_on = starts_on or today() - timedelta(days=400)
    DelaySetting.unscoped.create(key=key, value=value, starts_on=starts_on)


def decision(**values):
    given = {
        "outcome": "suspension",
        "stage": "first",
        "home": "alone",
        "rate": 30,
        "months": 1,
        "effect_on": today() + timedelta(days=10),
        "reasons": REASONS,
    }
    return services.Decision(**(given | values))


def decide(cast, row, who=None, seen=0, **values):
    actor = Actor((who or cast.manager).user)
    with acting_as(actor.user):
        row = latest(row)
        return services.decide(
            procedure=row,
            decision=decision(**values),
            observations_seen=seen,
            actor=actor,
            version=row.version,
        )


def refused(cast, row, field=None, who=None, **values):
    before = latest(row)
    with pytest.raises(ProcedureError) as error:
        decide(cast, row, who, **values)
    if field:
        assert error.value.field == field
    after = latest(row)
    assert (after.state, after.version) == (before.state, before.version)
    return error.value
