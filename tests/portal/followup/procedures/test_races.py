"""At the same second: an observation and a decision, two procedures opened on two reports."""

from datetime import timedelta

import pytest

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.models import Observation, SanctionProcedure
from portal.followup.procedures import services
from portal.followup.procedures.errors import (
    ForbiddenMoveError,
    ObservationArrivedError,
    ProcedureError,
)
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    make_unit,
)
from tests.portal.followup.procedures.laid import (
    REASONS,
    latest,
    make_procedure,
    make_report,
    today,
)
from tests.races import errors_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    """A referent, the manager of their unit."""
    unit = make_unit()
    return make_professional(unit=unit), make_professional(L.UNIT_MANAGER, unit=unit)


def test_no_decision_passes_over_an_observation(people):
    referent, manager = people
    row = make_procedure(make_beneficiary(referent), referent, "notified")
    decision = services.Decision(
        outcome="suspension",
        reasons=REASONS,
        stage="first",
        home="alone",
        rate=30,
        months=1,
        effect_on=today() + timedelta(days=10),
    )

    def observe():
        with acting_as(referent.user):
            services.observe(
                procedure=row,
                on=today(),
                way="written",
                text="À l’hôpital.",
                actor=Actor(referent.user),
            )

    def decide():
        with acting_as(manager.user):
            services.decide(
                procedure=row,
                decision=decision,
                observations_seen=0,
                actor=Actor(manager.user),
                version=1,
            )

    [error] = errors_at_once(observe, decide)
    with system_scope(Scope.TEST):
        said = Observation.unscoped.count()
    # Whichever came first, the other was told.
    came_first = (
        (ForbiddenMoveError, "decided") if not said else (ObservationArrivedError, "notified")
    )
    assert (type(error), latest(row).state) == came_first


def test_one_procedure_of_two_that_open_together(people):
    referent, manager = people
    case = make_beneficiary(referent)
    colleague = make_professional(L.UNIT_MANAGER, unit=manager.unit)

    def opening(who):
        report = make_report(case, referent)

        def act():
            with acting_as(who.user):
                services.open_procedure(report=report, actor=Actor(who.user), version=1)

        return act

    [error] = errors_at_once(opening(manager), opening(colleague))
    assert isinstance(error, ProcedureError)
    assert "déjà en cours" in str(error)
    with system_scope(Scope.TEST):
        assert SanctionProcedure.unscoped.count() == 1
