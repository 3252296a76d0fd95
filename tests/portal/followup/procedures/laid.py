"""Reports, procedures, sessions and appeals, as tests need them: made in the scope `test`."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from portal.accounts.level_names import LevelName as L
from portal.accounts.models import User
from portal.followup.clocks.legal import after_months
from portal.followup.models import (
    Appeal,
    Appointment,
    Beneficiary,
    BoardMember,
    BookingMessage,
    BreachReport,
    Professional,
    ReviewBoardSession,
    ReviewCase,
    SanctionPeriod,
    SanctionProcedure,
    Unit,
)
from portal.followup.procedures import bounds
from portal.followup.procedures.states import S
from tests.portal.accounts.people import person_with
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    make_beneficiary,
    make_professional,
)

REASONS = {
    "situation": "Seule, sans emploi depuis un an.",
    "household": "Une personne.",
    "nature": "Deux absences en trois mois.",
    "consequences": "Le loyer reste payé par l’aide au logement.",
}
_DECIDED = {S.DECIDED, S.IN_FORCE, S.LIFTED, S.ENDED, S.ANNULLED}
_NOTIFIED = {S.IN_FORCE, S.LIFTED, S.ENDED, S.ANNULLED}


def today() -> date:
    return timezone.localdate()


@in_test_scope
def make_report(case: Beneficiary, reporter: Professional, **fields: Any) -> BreachReport:
    """Commitments that were not kept, a month ago, unless said otherwise."""
    values = {
        "kind": "commitments",
        "facts_on": today() - timedelta(days=30),
        "facts": "Aucune démarche depuis deux mois.",
        "tried": "Trois appels, un courrier.",
        "reported_by": reporter,
        "structure": reporter.structure,
        "author_name": reporter.name,
    }
    if fields.get("state") in {"opened", "dismissed"}:
        values |= {"answered_on": today(), "answered_by": reporter, "answer": "Vu."}
    return BreachReport.unscoped.create(beneficiary=case, **(values | fields))


@in_test_scope
def make_missed_appointment(case: Beneficiary, professional: Professional) -> Appointment:
    """Ten days ago; the person did not come."""
    return Appointment.unscoped.create(
        beneficiary=case,
        professional=professional,
        starts_at=timezone.now() - timedelta(days=10),
        state="no_show",
    )


@in_test_scope
def make_receipt(missed: Appointment, *, days_before: int, **fields: Any) -> BookingMessage:
    """The site's own summons to an appointment, which warned and was received."""
    Appointment.unscoped.filter(pk=missed.pk).update(is_summons=True, warns=True, basis="absence")
    missed.refresh_from_db()
    received_on = timezone.localdate(missed.starts_at) - timedelta(days=days_before)
    given = {
        "kind": "summons",
        "channel": "letter",
        "state": "delivered",
        "handed_on": received_on,
        "received_on": received_on,
    }
    return BookingMessage.unscoped.create(
        beneficiary_id=missed.beneficiary_id,
        appointment=missed,
        due_at=timezone.now(),
        **(given | fields),
    )


@in_test_scope
def make_procedure(
    case: Beneficiary,
    reporter: Professional,
    state: str = "opened",
    *,
    decider: Professional | None = None,
    facts_on: date | None = None,
    **fields: Any,
) -> SanctionProcedure:
    """In a state, with what this state asks: notice 15 days ago, decision 3 days ago."""
    report = make_report(
        case, reporter, state="opened", facts_on=facts_on or today() - timedelta(days=30)
    )
    values: dict[str, Any] = {"state": state}
    if state != S.OPENED:
        received = today() - timedelta(days=15)
        values |= {
            "notice_received_on": received,
            "notice_proof": "registered",
            "observations_until": bounds.observations_until(received),
        }
    if state in _DECIDED:
        values |= {
            "outcome": "suspension",
            "stage": "first",
            "home": "alone",
            "rate": 30,
            "months": 1,
            "rate_least": 30,
            "rate_most": 100,
            "months_least": 1,
            "months_most": 2,
            "effect_on": today(),
            "decided_on": today() - timedelta(days=3),
            "decided_by": decider,
            **REASONS,
        }
    if state in _NOTIFIED:
        told = fields.get("decision_received_on", today() - timedelta(days=1))
        values |= {
            "decision_received_on": told,
            "decision_proof": "registered",
            "appeal_until": bounds.appeal_until(told),
        }
    values |= fields
    row = SanctionProcedure.unscoped.create(beneficiary=case, report=report, **values)
    if state in _NOTIFIED:
        starts_on = values["effect_on"]
        SanctionPeriod.unscoped.create(
            beneficiary=case,
            procedure=row,
            starts_on=starts_on,
            ends_on=after_months(starts_on, values["months"]),
        )
    return row


SUPPRESSION = {
    "outcome": "suppression",
    "stage": "repetition",
    "rate": 100,
    "months": 4,
    "months_most": 4,
    "opinion": "favourable",
    "opinion_on": date(2026, 1, 2),
}


@in_test_scope
def make_appeal(procedure: SanctionProcedure, **fields: Any) -> Appeal:
    """Received today, in time."""
    case = procedure.beneficiary
    values = {
        "person_label": f"{case}, dossier {case.shown_number}",
        "received_on": today(),
        "grounds": "J’étais à l’hôpital.",
        "first_decider": procedure.decided_by.user if procedure.decided_by else None,
    }
    return Appeal.unscoped.create(beneficiary=case, procedure=procedure, **(values | fields))


@in_test_scope
def make_review(procedure: SanctionProcedure, **fields: Any) -> ReviewCase:
    """A case that waits for a session."""
    return ReviewCase.unscoped.create(
        beneficiary=procedure.beneficiary,
        procedure=procedure,
        **({"question": "Faut-il supprimer\u00a0?"} | fields),
    )


@in_test_scope
def make_session(
    unit: Unit, state: str = "prepared", *, starts_at: datetime | None = None, **fields: Any
) -> ReviewBoardSession:
    """Of a unit, in a week; open, since now."""
    now = timezone.now()
    values: dict[str, Any] = {"quorum": 1, "place": "Salle 2", "state": state}
    if state in {"open", "closed"}:
        values["opened_at"] = now
    if state == "closed":
        values["closed_at"] = now
    return ReviewBoardSession.unscoped.create(
        unit=unit, starts_at=starts_at or now + timedelta(days=7), **(values | fields)
    )


@in_test_scope
def call(
    session: ReviewBoardSession, user: User | None = None, *, is_present: bool = True
) -> BoardMember:
    """A member of a session."""
    user = user or person_with(L.BOARD_MEMBER)
    return BoardMember.unscoped.create(
        session=session,
        user=user,
        name=str(user),
        quality="Représente les bénéficiaires",
        is_present=is_present,
    )


@in_test_scope
def latest(row: Any) -> Any:
    """The row as it is now."""
    return type(row).unscoped.get(pk=row.pk)


@in_test_scope
def lay_procedures(world: Any) -> None:
    """What the rows of the matrix name: of `case`, in the unit of its manager, and of another."""
    member, answers = world.people[L.BOARD_MEMBER], world.people[L.APPEAL_OFFICER]
    decider = make_professional(L.UNIT_MANAGER, unit=world.unit)
    for prefix, case, author in (
        ("case", world.case, world.adviser),
        ("other", world.other_case, world.other_adviser),
    ):
        setattr(world, f"{prefix}_report", make_report(case, author))
        row = make_procedure(case, author, "in_force", decider=decider)
        setattr(world, f"{prefix}_procedure", row)
    world.case_appeal = make_appeal(world.case_procedure)
    # Of one's own decision: out of reach.
    world.other_appeal = make_appeal(world.other_procedure, first_decider=answers)
    world.unit_session = make_session(world.unit)
    world.other_session = make_session(world.other_unit)
    world.closed_session = make_session(world.unit, "closed")
    world.other_closed = make_session(world.other_unit, "closed")
    world.sitting = make_session(world.unit, "open")
    world.other_sitting = make_session(world.other_unit, "open")
    call(world.sitting, member)
    call(world.other_sitting)
    world.sitting_review = make_review(world.case_procedure, session=world.sitting, state="listed")
    world.other_review = make_review(
        world.other_procedure, session=world.other_sitting, state="listed"
    )


@in_test_scope
def everything_judged(user: User) -> None:
    """An appeal against a decision of a professional, who was also called to a session."""
    decider = Professional.unscoped.get(user=user)
    reporter = make_professional()
    make_appeal(make_procedure(make_beneficiary(reporter), reporter, S.IN_FORCE, decider=decider))
    call(make_session(decider.unit), user)
