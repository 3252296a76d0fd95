"""What each side reads of a commitment."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Min, Q

from portal.sponsorship.commitments.models import (
    CommitmentQuerySet,
    HoursQuerySet,
    VolunteerCertificate,
    VolunteerCommitment,
    VolunteerHours,
)
from portal.sponsorship.commitments.services.locking import role_of
from portal.sponsorship.commitments.states import HoursState, Role, Side, State, hours_may_go


@dataclass(frozen=True, slots=True)
class Line:
    """A line of hours, with what the reader may do to it."""

    row: VolunteerHours
    may_answer: bool
    may_correct: bool
    may_take_back: bool
    is_own: bool

    @property
    def waits_for_other(self) -> bool:
        """Whether the reader's side declared it, and the other one has not answered."""
        return self.row.is_waiting and self.is_own


@dataclass(frozen=True, slots=True)
class Reading:
    """A commitment as one side reads it: lines, those it is to answer first; certificates."""

    lines: list[Line]
    certificates: list[VolunteerCertificate]
    confirmed: Decimal
    may_certify: bool
    may_declare: bool
    may_end: bool


def reading_of(
    commitment: VolunteerCommitment, side: Side, *, reader: Any, acts: bool, today: date
) -> Reading:
    """What one side sees and may do. `acts`: officers read, and change nothing. Two queries."""
    rows = commitment.hours.exclude(state=HoursState.TAKEN_BACK)
    takes_hours = acts and commitment.takes_hours(today)
    lines = [_line(row, side, reader, acts=acts, takes_hours=takes_hours) for row in rows]
    # What the reader is to answer comes first; the rest by day.
    lines.sort(key=lambda line: not line.may_answer)
    confirmed = [line.row for line in lines if line.row.state == HoursState.CONFIRMED]
    is_new = any(row.certificate_id is None for row in confirmed)
    return Reading(
        lines,
        list(commitment.certificates.all()),
        sum((row.hours for row in confirmed), Decimal(0)),
        may_certify=acts and is_new,
        may_declare=takes_hours,
        may_end=acts and commitment.state == State.ACTIVE,
    )


def _line(row: VolunteerHours, side: Side, reader: Any, *, acts: bool, takes_hours: bool) -> Line:
    role = role_of(row, side)
    # Who is on both sides does not confirm what they declared.
    is_theirs = bool(reader and reader.pk and row.declared_by_id == reader.pk)
    may = {to: acts and hours_may_go(row.state, to, role) for to in HoursState}
    return Line(
        row,
        may_answer=may[HoursState.CONFIRMED] and not is_theirs,
        may_correct=takes_hours and may[HoursState.WAITING] and row.certificate_id is None,
        may_take_back=may[HoursState.TAKEN_BACK],
        is_own=role == Role.DECLARER,
    )


def own_list(user: Any) -> CommitmentQuerySet:
    """A person's commitments: what waits for them first, then what runs."""
    rows = VolunteerCommitment.objects.owned_by(user).with_sums()
    return rows.order_by(F("for_volunteer").desc(), "state", "-starts_on", "-pk")


def association_list(rows: CommitmentQuerySet) -> CommitmentQuerySet:
    """What an association or an officer reads: what waits longest first, then what runs."""
    oldest = Min(
        "hours__declared_at",
        filter=Q(hours__state=HoursState.WAITING, hours__side=Side.VOLUNTEER),
    )
    return (
        rows.with_sums()
        .annotate(oldest=oldest)
        .select_related("application__participant__user", "organisation")
        .order_by(F("oldest").asc(nulls_last=True), "state", "-starts_on", "-pk")
    )


def to_confirm(user: Any) -> HoursQuerySet:
    """The lines that a member of associations is to answer, oldest first."""
    return (
        VolunteerHours.objects.received_by(user)
        .waiting_for(Side.ASSOCIATION)
        .select_related("commitment__application__participant__user", "commitment__organisation")
        .order_by("declared_at", "pk")
    )


def certificate_with(number: str) -> VolunteerCertificate | None:
    """The certificate with a number, as people copy it: anybody may ask whether it is true."""
    return VolunteerCertificate.objects.filter(number=number.strip().upper()).first()
