"""The law's delays on their edges, its bounds, its reasons; each with a changed setting."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.clocks.legal import after_months
from portal.followup.models import (
    Beneficiary,
    CaseDocument,
    Household,
    SanctionProcedure,
)
from portal.followup.procedures import bounds, services
from portal.followup.procedures.errors import (
    ForbiddenMoveError,
    MissingError,
    NotYoursError,
    ObservationArrivedError,
    ProcedureError,
)
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    refer,
)
from tests.portal.followup.procedures.deciding import decide, refused, setting
from tests.portal.followup.procedures.laid import (
    REASONS,
    SUPPRESSION,
    latest,
    make_procedure,
    make_review,
    today,
)


def test_no_decision_before_the_last_day_for_observations_is_over(cast):
    row = make_procedure(cast.case, cast.referent, "notified", observations_until=today())
    assert isinstance(refused(cast, row), MissingError)
    with system_scope(Scope.TEST):
        SanctionProcedure.unscoped.update(observations_until=today() - timedelta(days=1))
    assert decide(cast, row).state == "decided"


def test_the_delay_is_the_one_of_the_day_on_which_the_letter_came(cast):
    row = make_procedure(cast.case, cast.referent)
    setting("observation_days", 20, today() - timedelta(days=3))
    setting("observation_days", 30, today() + timedelta(days=1))
    assert bounds.observations_until(today() - timedelta(days=4)) == today() + timedelta(days=6)
    actor = Actor(cast.manager.user)
    with acting_as(actor.user):
        with pytest.raises(ProcedureError, match="dans l’avenir"):
            services.notify(
                procedure=row,
                received_on=today() + timedelta(days=1),
                proof="registered",
                actor=actor,
                version=1,
            )
        told = services.notify(
            procedure=row, received_on=today(), proof="registered", actor=actor, version=1
        )
    assert told.observations_until == today() + timedelta(days=20)


@pytest.mark.parametrize("name", REASONS)
def test_each_of_the_four_reasons_is_asked(cast, name):
    row = make_procedure(cast.case, cast.referent, "notified")
    refused(cast, row, name, reasons=REASONS | {name: "  "})


def test_the_database_asks_the_four_reasons_and_the_order_of_days(cast):
    for change, constraint in (
        ({"nature": ""}, "procedure_decision_has_four_reasons"),
        ({"decided_on": today() - timedelta(days=14)}, "procedure_decided_after_observations"),
        ({"rate": 29}, "procedure_within_its_bounds"),
        ({"months": 3}, "procedure_within_its_bounds"),
        ({"referent": cast.manager}, "procedure_not_decided_by_the_referent"),
        (SUPPRESSION | {"opinion_on": None}, "procedure_suppression_after_the_opinion"),
        (SUPPRESSION | {"stage": "first"}, "procedure_no_suppression_at_first"),
        ({"removal_proposed_on": today()}, "procedure_removal_after_total_suppression"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            make_procedure(cast.case, cast.referent, "decided", decider=cast.manager, **change)


def test_the_referent_of_the_facts_never_decides(cast):
    row = make_procedure(cast.case, cast.referent, "notified", referent=cast.referent)
    refer_past(cast.case, cast.colleague)
    assert isinstance(refused(cast, row, who=cast.colleague), NotYoursError)
    for who in (cast.referent, cast.delegated):
        assert isinstance(refused(cast, row, who=who), NotYoursError)
    assert decide(cast, row).decided_by == cast.manager


def refer_past(case, professional):
    now = timezone.now()
    refer(
        case,
        professional,
        starts_at=now - timedelta(days=60),
        ends_at=now - timedelta(days=5),
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rate": 29}, "rate"),
        ({"rate": 101}, "rate"),
        ({"rate": None}, "rate"),
        ({"months": 3}, "months"),
        ({"months": 0}, "months"),
        ({"home": ""}, "home"),
        ({"stage": "repetition"}, "stage"),
        ({"stage": "control"}, "stage"),
        ({"outcome": "suppression"}, "outcome"),
        ({"home": "several", "rate": 51}, "rate"),
        ({"home": "majoration", "rate": 51}, "rate"),
        ({"effect_on": None}, "effect_on"),
    ],
)
def test_a_first_breach_stays_within_its_scale(cast, change, field):
    row = make_procedure(cast.case, cast.referent, "notified")
    refused(cast, row, field, **change)


@pytest.mark.parametrize(
    "change",
    [
        {"rate": 100, "months": 2},
        {"rate": 50, "home": "several"},
        {"rate": 50, "home": "majoration"},
    ],
)
def test_its_edges_are_allowed(cast, change):
    row = make_procedure(cast.case, cast.referent, "notified")
    assert decide(cast, row, **change).state == "decided"


def test_a_changed_scale_counts_from_its_day(cast):
    row = make_procedure(cast.case, cast.referent, "notified")
    setting("first_rate_max", 60)
    setting("first_months_max", 1)
    setting("household_rate_max", 40)
    refused(cast, row, "rate", rate=61)
    refused(cast, row, "months", months=2)
    refused(cast, row, "rate", rate=41, home="several")
    setting("first_rate_min", 40, today() + timedelta(days=1))
    made = decide(cast, row, rate=30)
    # What the scale was is kept with the decision.
    assert (made.rate_least, made.rate_most, made.months_most) == (30, 60, 1)


def test_a_known_household_is_not_said_to_be_one_person(cast):
    row = make_procedure(cast.case, cast.referent, "notified")
    with system_scope(Scope.TEST):
        Household.unscoped.filter(pk=cast.case.household_id).update(children=2)
    refused(cast, row, "home", home="alone")
    assert decide(cast, row, home="several", rate=50).rate == 50


def test_who_another_unit_follows_counts_in_the_household(cast):
    stranger = make_professional()
    make_beneficiary(stranger, household_id=cast.case.household_id)
    row = make_procedure(cast.case, cast.referent, "notified")
    with acting_as(cast.manager.user):
        assert bounds.known_people(latest(row).beneficiary) == 2
    refused(cast, row, "home", home="alone", rate=100)
    refused(cast, row, "rate", home="several", rate=51)


@pytest.mark.parametrize(
    ("family", "people"),
    [*((code, 2) for code in ("MAR", "PAC", "VIM", "RVM", "RPA", "RVC")), ("SEF", 1)],
)
def test_a_couple_counts_for_two_together_again_or_still(cast, family, people):
    with system_scope(Scope.TEST):
        Household.unscoped.filter(pk=cast.case.household_id).update(family=family)
        case = Beneficiary.unscoped.select_related("household").get(pk=cast.case.pk)
    with acting_as(cast.manager.user):
        assert bounds.known_people(case) == people


def test_an_observation_that_came_meanwhile_is_read_before_it_is_decided(cast):
    row = make_procedure(cast.case, cast.referent, "notified")
    said = {"on": today(), "way": "written", "text": "J’étais à l’hôpital."}
    actor = Actor(cast.referent.user)
    with acting_as(actor.user):
        services.observe(procedure=row, actor=actor, **said)
    error = refused(cast, row, seen=0)
    assert isinstance(error, ObservationArrivedError)
    assert error.present == 1
    before = row
    assert decide(cast, row, seen=1).state == "decided"
    # Decided while it was written: `before` is what its author had read.
    with acting_as(actor.user), pytest.raises(ForbiddenMoveError, match="Décidée, à notifier"):
        services.observe(procedure=before, actor=actor, **said)


@pytest.mark.parametrize("scope", [Scope.OWN_FILE, Scope.TEST])
def test_no_scope_writes_observations_in_the_place_of_somebody(cast, scope):
    row = make_procedure(cast.case, cast.referent, "notified")
    stranger = Actor(make_professional().user)
    with acting_as(stranger.user), system_scope(scope), pytest.raises(NotYoursError):
        services.observe(procedure=row, on=today(), way="written", text="De moi", actor=stranger)


def test_a_document_of_another_case_goes_with_no_observation(cast):
    row = make_procedure(cast.case, cast.referent, "notified")
    actor = Actor(cast.referent.user)
    other = CaseDocument(beneficiary_id=cast.theirs.pk)
    with acting_as(actor.user), pytest.raises(ProcedureError) as refused_at:
        services.observe(
            procedure=row, on=today(), way="written", text="Vu", actor=actor, document=other
        )
    assert refused_at.value.field == "document"


def earlier(cast, received_on):
    return make_procedure(
        cast.case,
        cast.referent,
        "ended",
        decider=cast.manager,
        decided_on=received_on,
        decision_received_on=received_on,
        observations_until=received_on - timedelta(days=2),
        notice_received_on=received_on - timedelta(days=12),
        effect_on=received_on,
        facts_on=received_on - timedelta(days=40),
    )


def test_repetition_counts_within_its_period_on_its_edges(cast):
    facts_on = today() - timedelta(days=30)
    edge = after_months(facts_on, -24)
    first = earlier(cast, edge)
    row = make_procedure(cast.case, cast.referent, "notified", facts_on=facts_on)

    def stages():
        with acting_as(cast.manager.user):
            return bounds.stages_of(latest(row))

    assert stages() == ["first", "persistence", "repetition"]
    setting("repetition_months", 23)
    assert stages() == ["first"]
    setting("repetition_months", 36, facts_on)
    assert stages() == ["first", "persistence", "repetition"]
    # Annulled, it was never a sanction.
    with system_scope(Scope.TEST):
        SanctionProcedure.unscoped.filter(pk=first.pk).update(state="annulled")
    assert stages() == ["first"]


def test_refusing_a_control_leads_to_a_suppression_after_the_opinion(cast):
    row = make_procedure(cast.case, cast.referent, "notified")
    with system_scope(Scope.TEST):
        row.report.kind = "control"
        row.report.save()
    change = {"outcome": "suppression", "stage": "control", "rate": 100, "months": 4}
    refused(cast, row, "outcome", **change)
    with system_scope(Scope.TEST):
        SanctionProcedure.unscoped.update(opinion="unfavourable", opinion_on=today())
    assert decide(cast, row, **change).outcome == "suppression"


def test_a_decision_waits_for_the_opinion_that_was_asked(cast):
    row = make_procedure(cast.case, cast.referent, "board")
    make_review(row)
    assert "est attendu" in str(refused(cast, row))


def test_nothing_decided_closes_it(cast):
    row = make_procedure(cast.case, cast.referent, "notified")
    made = decide(cast, row, outcome="none", stage="", home="", rate=None, months=None)
    assert (made.state, made.rate, made.decided_by) == ("closed", None, cast.manager)
