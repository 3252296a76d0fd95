"""What the law and the Département's delays say of one case, on one day: a pure computation.

It takes facts that were known at the end of a day, never the database, and is the one place where
a delay is added to a day. What is decided here:

- Weeks and months are calendar ones; 31 January and a month are 28 or 29 February. The last day is
  included: a clock is overdue from the day after it.
- A right that is open counts even when it is suspended, or its payment is. A closed right, a person
  who left for another organism, or an exit stops every clock. A right of which nothing is known
  (a case opened by hand) is taken for open, and gives no clock of orientation.
- Orientation: from the day on which the service first received that the right is open with duties,
  or that the file came from another organism. Once somebody was oriented during this right, the
  legal time is spent: an orientation that ended is to be replaced, without a last day.
- First contract: from the notification of the present orientation. What is signed since it was
  decided stops the clock, an amendment apart. Another referent changes nothing of it.
- Review of the social path: from the signature of the contract in force (an amendment is one) or
  from the last diagnosis made with France Travail since.
- A delay is the one in force on the day on which its clock starts; the date of the transition, the
  one in force on the day that is asked.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.followup.clocks.kinds import OF_IDENTITY, Clock, Kind
from portal.followup.configuration.delays import SETTINGS, Delay, Delays
from portal.followup.entitlements.models import OPEN, OrganismMove, Status
from portal.followup.models import EngagementContract, Path

State = EngagementContract.State
REFORM = date(2025, 1, 1)
SIGNED_ONCE = frozenset({State.SIGNED, State.AMENDED, State.ENDED, State.BREACHED})


@dataclass(frozen=True, slots=True)
class Right:
    """What was true on a day of reference, and when the service received it."""

    on: date
    status: str
    has_duties: bool
    received_on: date

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


@dataclass(frozen=True, slots=True)
class Move:
    """From another organism, or to one."""

    on: date
    direction: str
    received_on: date


@dataclass(frozen=True, slots=True)
class Oriented:
    """An orientation; `ends_on` is the first day after it."""

    path: str
    starts_on: date
    notified_on: date | None
    ends_on: date | None

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """A contract in the state it had; `amends` when it amends another one."""

    state: str
    proposed_on: date | None
    signed_on: date | None
    ends_on: date | None
    amends: bool
    has_long_reason: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What was known of a case at the end of a day.

    `rights` and `moves` may leave out those before the present right of somebody who is oriented.
    `reads_all` is False for who reads identity and orientation alone: contracts are then unknown.
    """

    beneficiary_id: int
    is_active: bool
    was_followed_before_reform: bool = False
    rights: tuple[Right, ...] = ()
    moves: tuple[Move, ...] = ()
    orientations: tuple[Oriented, ...] = ()
    contracts: tuple[ContractFacts, ...] = ()
    joint_diagnosis_on: date | None = None
    has_long_barrier: bool = False
    last_contact_on: date | None = None
    reads_all: bool = True


def after_months(day: date, months: int) -> date:
    """The same day, some months later; the last one of a month that is shorter."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def clocks(facts: Facts, delays: Delays, day: date) -> list[Clock]:
    """The clocks that run on a day, the first to end first; those without a last day come last."""
    if not facts.is_active:
        return []
    found = _Clocks(facts, delays, day)
    kept = [clock for clock in found.all() if facts.reads_all or clock.kind in OF_IDENTITY]
    return sorted(kept, key=lambda clock: (clock.due_on or date.max, clock.starts_on, clock.kind))


def is_past_orientation_delay(found: Iterable[Clock], day: date) -> bool:
    """Whether France Travail may orient: the legal time to do it is over (D. 262-65-2)."""
    return any(clock.kind == Kind.ORIENTATION and clock.is_overdue(day) for clock in found)


class _Clocks:
    """One case on one day."""

    def __init__(self, facts: Facts, delays: Delays, day: date) -> None:
        self.facts, self.delays, self.day = facts, delays, day
        known = (right for right in facts.rights if right.received_on <= day)
        self.rights = sorted(
            (right for right in known if right.status != Status.UNKNOWN), key=lambda row: row.on
        )
        self.moves = sorted(
            (move for move in facts.moves if move.received_on <= day), key=lambda row: row.on
        )
        self.present = next((row for row in facts.orientations if row.covers(day)), None)
        self.in_force = next(
            (row for row in facts.contracts if row.state == State.SIGNED and self._is_signed(row)),
            None,
        )

    def all(self) -> Iterator[Clock]:
        """Each clock that runs, in no order."""
        if self.is_closed:
            return
        if self.has_duties:
            yield from self._orientation()
            yield from self._first_contract()
            yield from self._transition()
            yield from self._review()
        yield from self._notification()
        yield from self._to_sign()
        yield from self._contract_end()
        yield from self._silence()

    @property
    def is_closed(self) -> bool:
        """Whether the right ended, or went elsewhere."""
        if not self.rights:
            return bool(self.moves) and self.moves[-1].direction == OrganismMove.Direction.OUT
        return not self.rights[-1].is_open or self._left(self.rights[-1].on)

    @property
    def has_duties(self) -> bool:
        return not self.rights or self.rights[-1].has_duties

    def _left(self, since: date) -> bool:
        """Whether the last move since a day is a departure."""
        if not self.moves or self.moves[-1].on < since:
            return False
        return self.moves[-1].direction == OrganismMove.Direction.OUT

    def _orientation(self) -> Iterator[Clock]:
        opening = self._opening()
        if opening is None or self.present is not None:
            return
        former = [row for row in self.facts.orientations if opening <= row.starts_on <= self.day]
        if former:
            last = max(former, key=lambda row: row.starts_on)
            yield self._clock(Kind.ORIENTATION, last.ends_on or last.starts_on)
            return
        weeks = self.delays.value(Delay.ORIENTATION_WEEKS, opening)
        yield self._clock(
            Kind.ORIENTATION,
            opening,
            opening + timedelta(weeks=weeks),
            amount=weeks,
            key=Delay.ORIENTATION_WEEKS,
        )

    def _opening(self) -> date | None:
        """When the service received that the right is open, or that the file came to it."""
        received: list[date] = []
        first: date | None = None
        for right in reversed(self.rights):
            if not (right.is_open and right.has_duties):
                break
            first = right.on
            received.append(right.received_on)
        arrived = [
            move.received_on
            for move in self.moves
            if move.direction == OrganismMove.Direction.IN and (first is None or move.on >= first)
        ]
        if not received:
            return max(arrived, default=None)
        return max([min(received), *arrived])

    def _notification(self) -> Iterator[Clock]:
        if self.present and not self._notified_on():
            yield self._clock(Kind.NOTIFICATION, self.present.starts_on)

    def _notified_on(self) -> date | None:
        on = self.present.notified_on if self.present else None
        return on if on and on <= self.day else None

    def _first_contract(self) -> Iterator[Clock]:
        notified = self._notified_on()
        if self.present is None or notified is None:
            return
        if self.facts.was_followed_before_reform and notified < REFORM:
            # The decree leaves them until 2027: `_transition`.
            return
        if any(
            self._is_signed(row)
            and not row.amends
            and (row.signed_on or date.min) >= self.present.starts_on
            for row in self.facts.contracts
        ):
            return
        months = self.delays.value(Delay.FIRST_CONTRACT_MONTHS, notified)
        yield self._clock(
            Kind.FIRST_CONTRACT,
            notified,
            after_months(notified, months),
            amount=months,
            key=Delay.FIRST_CONTRACT_MONTHS,
        )

    def _transition(self) -> Iterator[Clock]:
        if not self.facts.was_followed_before_reform or any(
            self._is_signed(row) and (row.signed_on or date.min) >= REFORM
            for row in self.facts.contracts
        ):
            return
        due = self.delays.date_of(Delay.TRANSITION_DATE, self.day)
        yield self._clock(
            Kind.TRANSITION, REFORM, due, key=Delay.TRANSITION_DATE, in_force_on=self.day
        )

    def _review(self) -> Iterator[Clock]:
        contract, present = self.in_force, self.present
        if present is None or present.path != Path.SOCIAL or contract is None:
            return
        start = contract.signed_on or date.min
        reviewed = self.facts.joint_diagnosis_on
        if reviewed and start <= reviewed <= self.day:
            start = reviewed
        is_long = contract.has_long_reason or self.facts.has_long_barrier
        key = Delay.REVIEW_LONG_MONTHS if is_long else Delay.REVIEW_MONTHS
        months = self.delays.value(key, start)
        yield self._clock(Kind.REVIEW, start, after_months(start, months), amount=months, key=key)

    def _to_sign(self) -> Iterator[Clock]:
        for row in self.facts.contracts:
            if row.state == State.PROPOSED and row.proposed_on:
                yield self._clock(Kind.TO_SIGN, row.proposed_on)

    def _contract_end(self) -> Iterator[Clock]:
        contract = self.in_force
        if contract is None or contract.ends_on is None:
            return
        days = self.delays.value(Delay.RENEWAL_ALERT_DAYS, contract.signed_on or contract.ends_on)
        starts_on = contract.ends_on - timedelta(days=days)
        if self.day >= starts_on:
            yield self._clock(Kind.CONTRACT_END, starts_on, contract.ends_on, amount=days)

    def _silence(self) -> Iterator[Clock]:
        if self.present is None:
            return
        last = self.facts.last_contact_on
        since = last or self.present.starts_on
        days = self.delays.value(Delay.SILENCE_DAYS, since)
        due = since + timedelta(days=days)
        if self.day > due:
            yield self._clock(Kind.SILENCE, since, due, amount=days, is_first=last is None)

    def _is_signed(self, row: ContractFacts) -> bool:
        return row.state in SIGNED_ONCE and row.signed_on is not None and row.signed_on <= self.day

    def _clock(
        self,
        kind: Kind,
        starts_on: date,
        due_on: date | None = None,
        *,
        amount: int = 0,
        key: Delay | None = None,
        in_force_on: date | None = None,
        is_first: bool = False,
    ) -> Clock:
        reference = self._reference(key, in_force_on or starts_on) if key else ""
        return Clock(
            kind, self.facts.beneficiary_id, starts_on, due_on, amount, reference, is_first
        )

    def _reference(self, key: Delay, day: date) -> str:
        row = self.delays.row(key, day)
        return row.legal_reference if row else SETTINGS[key].legal_reference
