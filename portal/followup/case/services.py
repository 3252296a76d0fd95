"""Quick entry: an appointment that took place, its note, what comes next, in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.appointments import services as appointments
from portal.followup.configuration.models import Term
from portal.followup.journal import services as journal
from portal.followup.models import (
    ActionStep,
    Appointment,
    Beneficiary,
    Goal,
    JournalEntry,
    Professional,
)
from portal.followup.rows.authors import written_by
from snippets.errors import DomainError

# What the fields of the next appointment are called, which the services know by another name.
_NEXT = {"on": "next_on", "at": "next_at"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What one notes. Without `appointment`, it was not planned, and `starts_at` says when."""

    state: str
    professional: Professional
    appointment: Appointment | None = None
    starts_at: datetime | None = None
    minutes: int = appointments.USUAL_MINUTES
    mode: str = Appointment.Mode.OFFICE
    kind: Term | None = None
    text: str = ""
    visibility: str = JournalEntry.Visibility.TEAM
    step: str = ""
    step_due_on: date | None = None
    goal: Goal | None = None
    next_at: datetime | None = None
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """What quick entry wrote."""

    appointment: Appointment
    note: JournalEntry | None
    step: ActionStep | None
    next: Appointment | None


@transaction.atomic
def note_meeting(*, beneficiary: Beneficiary, meeting: Meeting, actor: Actor) -> Noted:
    """Write all of it, or nothing. Raises DomainError, at the field that it names."""
    if meeting.appointment is not None:
        held = appointments.record(
            appointment=meeting.appointment, state=meeting.state, actor=actor
        )
    else:
        held = appointments.note(
            beneficiary=beneficiary,
            professional=meeting.professional,
            starts_at=meeting.starts_at or timezone.now(),
            state=meeting.state,
            minutes=meeting.minutes,
            mode=meeting.mode,
            kind=meeting.kind,
            actor=actor,
        )
    return Noted(
        held,
        _note(beneficiary, meeting, held, actor),
        _step(beneficiary, meeting, actor),
        _next(beneficiary, meeting, held, actor),
    )


def _note(
    case: Beneficiary, meeting: Meeting, held: Appointment, actor: Actor
) -> JournalEntry | None:
    if not meeting.text.strip():
        return None
    return journal.write(
        beneficiary=case,
        text=meeting.text,
        visibility=meeting.visibility,
        on=timezone.localdate(held.starts_at),
        appointment=held,
        actor=actor,
    )


def _step(case: Beneficiary, meeting: Meeting, actor: Actor) -> ActionStep | None:
    if not meeting.step.strip():
        return None
    step: ActionStep = ActionStep.objects.create(
        beneficiary=case,
        goal=meeting.goal,
        label=meeting.step.strip(),
        due_on=meeting.step_due_on,
        **written_by(actor),
    )
    return step


def _next(
    case: Beneficiary, meeting: Meeting, held: Appointment, actor: Actor
) -> Appointment | None:
    """The next appointment is like the one that was held: same professional, same place."""
    if meeting.next_at is None:
        return None
    try:
        return appointments.plan(
            beneficiary=case,
            professional=held.professional,
            starts_at=meeting.next_at,
            minutes=held.minutes,
            mode=held.mode,
            place=held.place,
            anyway=meeting.anyway,
            actor=actor,
        )
    except DomainError as error:
        error.field = _NEXT.get(error.field or "", error.field)
        raise
