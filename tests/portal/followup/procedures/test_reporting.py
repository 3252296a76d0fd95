"""A breach is reported with its proof; a delegated body reports, and sees no more."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.models import (
    Appointment,
    BreachReport,
    Observation,
    ProcedureAct,
    Remobilisation,
    SanctionPeriod,
    SanctionProcedure,
)
from portal.followup.procedures import services
from portal.followup.procedures.errors import (
    ForbiddenMoveError,
    NotYoursError,
    ProcedureError,
)
from portal.followup.procedures.services import reporting
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import signed_in
from tests.portal.followup.people_of_the_area import make_beneficiary, make_professional
from tests.portal.followup.procedures.laid import (
    latest,
    make_missed_appointment,
    make_procedure,
    make_receipt,
    make_report,
    today,
)


def facts(**values):
    given = {"kind": "commitments", "facts": "Aucune démarche.", "facts_on": today()}
    return services.Facts(**(given | values))


def absence(missed, **values):
    day = timezone.localdate(missed.starts_at)
    given = {
        "kind": "absence",
        "appointment": missed,
        "warned": True,
        "received_proof": "registered",
        "received_on": day - timedelta(days=5),
    }
    return facts(**(given | values))


def test_who_follows_reports_and_nobody_else(cast):
    for who in (cast.referent, cast.manager):
        with acting_as(who.user):
            made = services.report(beneficiary=cast.case, facts=facts(), actor=Actor(who.user))
            assert (made.state, made.structure) == ("sent", who.structure)
    stranger = make_professional()
    with acting_as(stranger.user), pytest.raises(NotYoursError):
        services.report(beneficiary=cast.case, facts=facts(), actor=Actor(stranger.user))


def test_a_report_starts_nothing(cast):
    with acting_as(cast.referent.user):
        services.report(beneficiary=cast.case, facts=facts(), actor=Actor(cast.referent.user))
        assert not SanctionProcedure.unscoped.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"warned": False}, "warned"),
        ({"received_proof": ""}, "received_proof"),
        # Nobody fetched it: it warned nobody.
        ({"received_proof": "unclaimed"}, "received_proof"),
        ({"received_on": None}, "received_on"),
        ({"appointment": None}, "appointment"),
    ],
)
def test_an_absence_is_reported_after_a_convocation_that_warned_and_came(cast, change, field):
    missed = make_missed_appointment(cast.case, cast.referent)
    actor = Actor(cast.referent.user)
    with acting_as(actor.user):
        with pytest.raises(ProcedureError) as refused:
            services.report(beneficiary=cast.case, facts=absence(missed, **change), actor=actor)
        assert refused.value.field == field
        assert not BreachReport.unscoped.exists()
        made = services.report(beneficiary=cast.case, facts=absence(missed), actor=actor)
        assert made.facts_on == timezone.localdate(missed.starts_at)
        with pytest.raises(ProcedureError, match="déjà signalée"):
            services.report(beneficiary=cast.case, facts=absence(missed), actor=actor)


def test_the_convocation_came_before_the_appointment(cast):
    missed = make_missed_appointment(cast.case, cast.referent)
    day = timezone.localdate(missed.starts_at)
    with acting_as(cast.referent.user), pytest.raises(ProcedureError) as refused:
        services.report(
            beneficiary=cast.case,
            facts=absence(missed, received_on=day),
            actor=Actor(cast.referent.user),
        )
    assert refused.value.field == "received_on"


@pytest.mark.parametrize(("number", "proof"), [("RK 12", "registered"), ("", "handed")])
def test_a_summons_of_the_site_proves_itself(cast, number, proof):
    """Whatever is typed: what was recorded of the letter goes first."""
    missed = make_missed_appointment(cast.case, cast.referent)
    letter = make_receipt(missed, days_before=6, registered_number=number)
    typed = {"warned": False, "received_proof": "", "received_on": None}
    with acting_as(cast.referent.user):
        made = services.report(
            beneficiary=cast.case,
            facts=absence(missed, **typed),
            actor=Actor(cast.referent.user),
        )
    said = (made.warned, made.received_proof, made.received_on)
    assert said == (True, proof, letter.received_on)


def test_a_summons_received_too_late_proves_nothing(cast):
    missed = make_missed_appointment(cast.case, cast.referent)
    make_receipt(missed, days_before=0)
    with acting_as(cast.referent.user), pytest.raises(ProcedureError) as refused:
        services.report(
            beneficiary=cast.case, facts=absence(missed), actor=Actor(cast.referent.user)
        )
    assert refused.value.field == "received_on"


@pytest.mark.parametrize("change", [{"received_on": None, "state": "sent"}, None])
def test_nothing_typed_proves_a_summons_of_the_site(cast, change):
    """Without a receipt, or when it warned of nothing."""
    missed = make_missed_appointment(cast.case, cast.referent)
    make_receipt(missed, days_before=6, **(change or {}))
    if change is None:
        with system_scope(Scope.TEST):
            Appointment.unscoped.filter(pk=missed.pk).update(warns=False)
        missed.warns = False
    with acting_as(cast.referent.user), pytest.raises(ProcedureError) as refused:
        services.report(
            beneficiary=cast.case, facts=absence(missed), actor=Actor(cast.referent.user)
        )
    assert refused.value.field == "appointment"
    assert "faite ici" in str(refused.value)


def test_an_appointment_of_another_case_is_not_reported_here(cast):
    other = make_missed_appointment(make_beneficiary(cast.referent), cast.referent)
    with acting_as(cast.referent.user), pytest.raises(ProcedureError, match="pas de ce dossier"):
        services.report(
            beneficiary=cast.case, facts=absence(other), actor=Actor(cast.referent.user)
        )


def test_what_another_structure_reported_is_refused_and_not_told(cast):
    missed = make_missed_appointment(cast.theirs, cast.delegated)
    day = timezone.localdate(missed.starts_at)
    make_report(
        cast.theirs,
        cast.manager,
        kind="absence",
        appointment=missed,
        facts_on=day,
        warned=True,
        received_proof="registered",
        received_on=day - timedelta(days=5),
    )
    actor = Actor(cast.delegated.user)
    with acting_as(actor.user):
        assert not BreachReport.unscoped.exists()
        with pytest.raises(ProcedureError, match="ne peut pas être signalée") as refused:
            services.report(beneficiary=cast.theirs, facts=absence(missed), actor=actor)
        assert "déjà" not in str(refused.value)
        # The transaction goes on.
        assert services.report(beneficiary=cast.theirs, facts=facts(), actor=actor).pk


def test_a_procedure_that_was_opened_at_the_same_moment_is_said(cast, monkeypatch):
    make_procedure(cast.case, cast.referent, "notified")
    other = make_report(cast.case, cast.referent)
    # What the second of two sees before the first commits.
    monkeypatch.setattr(reporting, "OPEN", frozenset())
    actor = Actor(cast.manager.user)
    with acting_as(actor.user), pytest.raises(ProcedureError, match="déjà en cours"):
        services.open_procedure(report=other, actor=actor, version=1)
    assert latest(other).state == "sent"


def test_the_database_asks_the_same_of_an_absence(cast):
    missed = make_missed_appointment(cast.case, cast.referent)
    with pytest.raises(IntegrityError, match="breach_by_absence_is_proved"), transaction.atomic():
        make_report(cast.case, cast.referent, kind="absence", appointment=missed)


def test_its_author_takes_it_back_and_the_manager_answers(cast):
    mine = make_report(cast.case, cast.referent)
    manager, referent = Actor(cast.manager.user), Actor(cast.referent.user)
    with acting_as(manager.user), pytest.raises(NotYoursError):
        services.withdraw(report=mine, actor=manager, version=1)
    with acting_as(referent.user):
        with pytest.raises(NotYoursError):
            services.open_procedure(report=mine, actor=referent, version=1)
        services.withdraw(report=mine, actor=referent, version=1)
    with acting_as(manager.user):
        with pytest.raises(ForbiddenMoveError, match="le signalement en est à l’étape"):
            services.open_procedure(report=latest(mine), actor=manager, version=2)
        other = make_report(cast.case, cast.referent)
        with pytest.raises(ProcedureError) as refused:
            services.dismiss(report=other, answer=" ", actor=manager, version=1)
        assert refused.value.field == "answer"
        services.dismiss(report=other, answer="Elle était malade.", actor=manager, version=1)
    assert latest(other).answered_by_id == cast.manager.pk


def test_one_procedure_at_a_time(cast):
    make_procedure(cast.case, cast.referent, "notified")
    other = make_report(cast.case, cast.referent)
    actor = Actor(cast.manager.user)
    with acting_as(actor.user), pytest.raises(ProcedureError, match="déjà en cours"):
        services.open_procedure(report=other, actor=actor, version=1)


HIDDEN = (SanctionProcedure, Observation, ProcedureAct)


def test_a_delegated_body_reads_its_report_and_the_days_of_the_sanction_alone(cast):
    own = make_report(cast.theirs, cast.delegated)
    row = make_procedure(cast.theirs, cast.manager, "in_force", decider=cast.manager)
    with acting_as(cast.delegated.user):
        assert [*BreachReport.unscoped.values_list("pk", flat=True)] == [own.pk]
        assert [*BreachReport.objects.visible_to(cast.delegated.user)] == [own]
        for model in HIDDEN:
            assert not model.unscoped.exists(), model
            assert not model.objects.visible_to(cast.delegated.user).exists(), model
        period = SanctionPeriod.unscoped.get()
        services.say_what_was_done(
            period=period, on=today(), text="Deux ateliers.", actor=Actor(cast.delegated.user)
        )
        assert Remobilisation.unscoped.count() == 1
    with acting_as(cast.manager.user):
        assert SanctionProcedure.unscoped.get() == row
        assert Remobilisation.unscoped.get().text == "Deux ateliers."
    browser = signed_in(cast.delegated.user)
    tab = f"/suivi/dossiers/{cast.theirs.pk}/procedure/"
    page = browser.get(tab).content.decode()
    assert "Procédure ouverte le" not in page
    assert "Votre structure signale" in page
    assert "Deux ateliers." in page
    for end in ("ouverture.pdf", "observations/"):
        assert browser.get(f"{tab}{row.pk}/{end}").status_code == 404
    assert browser.get(f"{tab}{row.pk}/decider/").status_code == 403


def test_what_was_done_is_said_while_the_sanction_lasts(cast):
    row = make_procedure(cast.case, cast.referent, "in_force", decider=cast.manager)
    actor = Actor(cast.referent.user)
    with acting_as(actor.user):
        period = SanctionPeriod.unscoped.get(procedure=row)
        for day in (period.starts_on - timedelta(days=1), today() + timedelta(days=1)):
            with pytest.raises(ProcedureError):
                services.say_what_was_done(period=period, on=day, text="Vu", actor=actor)
        services.say_what_was_done(period=period, on=today(), text="Vu", resumed=True, actor=actor)
    # It is said, and nothing is lifted by it.
    assert latest(row).state == "in_force"
