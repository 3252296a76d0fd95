"""A row of every table of the area, about one case: what the locks are tried on.

`test_row_security.py` fails for a model that has none: add it here. Histories fill themselves.
"""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup import models as area
from portal.followup.models import Beneficiary, Professional, Term
from tests.factories import OccupationFactory, UserFactory
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    join_team,
    make_beneficiary,
    make_professional,
    open_in_emergency,
    orient,
    replace,
    write_search_keys,
)
from tests.portal.followup.procedures.laid import (
    call,
    make_appeal,
    make_procedure,
    make_review,
    make_session,
)

DAY = date(2026, 3, 2)  # a Monday


def make(name: str, /, **values: Any) -> Any:
    """A row of the model of this name."""
    return getattr(area, name).unscoped.create(**values)


@in_test_scope
def make_every_row(case: Beneficiary, referent: Professional) -> None:
    """Of a case that has a household, a unit and this referent."""
    term = Term.unscoped.first()
    own = {"beneficiary": case}
    colleague = make_professional(unit=referent.unit)
    write_search_keys(case)
    orient(case)
    join_team(case, colleague)
    replace(referent, colleague)
    open_in_emergency(case, make_professional(LevelName.ORIENTATION_OFFICER))
    make("AccessEntry", at=timezone.now(), user=referent.user, act="read", **own)
    file = make("ImportFile", flow="monthly", name="f.xml", sha256="0" * 64, received_on=DAY)
    make("Reassignment", unit=referent.unit, leaves_on=DAY)
    make("CaseExport", user=referent.user, extension="csv", reason="Réunion")
    make(
        "CaseMerge",
        loser=make_beneficiary(unit=referent.unit),
        reason="Même personne",
        asked_by=referent,
        **own,
    )
    line = make("ImportLine", file=file, position=1, verdict="create", **own)
    make("ImportAction", file=file, line=line, kind="new", explanation="Nouvelle", **own)
    make("ColumnMapping", flow="table", headings_hash="0" * 64)
    make("Entitlement", on=DAY, status="2", received_on=DAY, source=file, **own)
    make("OrganismMove", direction="in", organism="CAF", on=DAY, received_on=DAY, **own)
    _orientation(case, referent)
    _contract(own, term)
    appointment = make(
        "Appointment", professional=referent, kind=term, starts_at=timezone.now(), **own
    )
    _booking(own, referent, appointment)
    make("JournalEntry", text="Note", profession="social", appointment=appointment, **own)
    make("Draft", user=referent.user, form="note", **own)
    make(
        "CaseDocument",
        kind=term,
        title="Contrat",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        file="x.pdf",
        **own,
    )
    code = make(
        "LinkCode", code_hash="0" * 64, expires_at=timezone.now() + timedelta(days=1), **own
    )
    make("AccountLink", user=UserFactory(), code=code, **own)
    make("SavedFilter", user=referent.user, name="Mes retards")
    make("DelaySetting", key="test", value=1, starts_on=DAY)
    make("LetterText", key="test", subject="Objet", body="Texte", starts_on=DAY)
    _procedure(case, referent)
    _retention(case, referent)
    _own_side(own)
    suggestion = {"way": "mail", "address": "eloise@exemple.test", "kind": "job"}
    make("Suggestion", opportunity_id=1, title="Commis", **suggestion, **own)


def _retention(case: Beneficiary, referent: Professional) -> None:
    make(
        "CaseRetention",
        beneficiary=case,
        unit=case.unit,
        last_contact_on=DAY,
        noticed_on=DAY,
        archive_on=DAY,
    )
    make("RetentionHold", beneficiary=case, kind="litigation", reason="Tribunal")
    slip = make(
        "EliminationSlip", unit=referent.unit, files_count=1, first_year=2024, last_year=2026
    )
    make("SlipLine", beneficiary=case, slip=slip)
    make("AppointmentSending", unit=referent.unit, starts_on=DAY, ends_on=DAY)


def _own_side(own: dict[str, Any]) -> None:
    step = area.ActionStep.unscoped.filter(**own).first()
    make("StepWord", step=step, **own)
    make("SharedItem", kind="bring", text="Un loyer", **own)
    request = make("FileRequest", way="space", received_on=DAY, due_on=date(2026, 4, 2), **own)
    make(
        "WithheldItem",
        request=request,
        section="notes",
        row_key=1,
        reason="third_party",
        **own,
    )


def _procedure(case: Beneficiary, referent: Professional) -> None:
    decider = make_professional(LevelName.UNIT_MANAGER, unit=referent.unit)
    row = make_procedure(case, referent, "in_force", decider=decider)
    own = {"beneficiary": case, "procedure": row}
    make("Observation", on=DAY, way="heard", text="Malade", **own)
    make("ProcedureAct", kind="open", on=DAY, **own)
    make(
        "Remobilisation",
        beneficiary=case,
        period=row.period,
        professional=referent,
        on=DAY,
        text="Deux rendez-vous",
    )
    make_appeal(row)
    session = make_session(referent.unit)
    review = make_review(row, session=session, state="listed")
    make("BoardConflict", beneficiary=case, review=review, member=call(session))


def _booking(own: dict[str, Any], referent: Professional, appointment: Any) -> None:
    category = make("AppointmentCategory", label="Essai")
    invitation = make("Invitation", category=category, round_at=timezone.now(), **own)
    make(
        "BookingMessage",
        invitation=invitation,
        appointment=appointment,
        kind="invitation",
        channel="letter",
        due_at=timezone.now(),
        **own,
    )
    hours = {"weekday": 0, "starts_at": "09:00", "ends_at": "12:00", "valid_from": DAY}
    make("OpeningHours", professional=referent, **hours)
    now = timezone.now()
    make("Unavailability", professional=referent, starts_at=now, ends_at=now + timedelta(hours=1))
    make("CalendarFeed", professional=referent, token_hash="0" * 64)


def _orientation(case: Beneficiary, referent: Professional) -> None:
    own = {"beneficiary": case}
    request = make(
        "ReorientationRequest",
        kind="exit",
        state="accepted",
        asked_by=referent,
        reason="Emploi",
        exit_reason="employment",
        exit_on=DAY,
        sent_at=timezone.now(),
        decided_at=timezone.now(),
        answer="Oui",
        **own,
    )
    make("Exit", reason="employment", on=DAY, request=request, **own)
    make(
        "Handover",
        assignment=area.ReferentAssignment.unscoped.get(beneficiary=case),
        kind="appointment",
        object_id=1,
        label="Rendez-vous",
        fate="kept",
        **own,
    )


def _contract(own: dict[str, Any], term: Term) -> None:
    diagnosis = make("Diagnosis", on=DAY, **own)
    barrier = make("BarrierAssessment", diagnosis=diagnosis, theme=term, severity="strong", **own)
    make("BarrierSituation", barrier=barrier, term=term, **own)
    contract = make("EngagementContract", **own)
    goal = make("Goal", contract=contract, label="Objectif", **own)
    make("ActionStep", goal=goal, label="Étape", **own)
    make("ActivityLog", week=DAY, kind=term, hours=5, **own)
    make("HoursExemption", regime="reduced", weekly_hours=8, reason=term, starts_on=DAY, **own)
    make("CareerGoal", occupation=OccupationFactory(), **own)
