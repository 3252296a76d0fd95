"""Random lives of a case, written in the database on the days on which they were lived.

An act is written by the ORM, then what the triggers kept of it is dated of its day. The same acts
are given to the test, which replays them without looking at the database.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.apps import apps

from portal.followup.configuration.models import Term
from portal.followup.models import (
    Appointment,
    BarrierAssessment,
    Beneficiary,
    DelaySetting,
    Diagnosis,
    EngagementContract,
    Entitlement,
    JournalEntry,
    OrganismMove,
    Orientation,
    Professional,
)
from snippets.models import Organisation

FIRST, LAST = date(2025, 2, 1), date(2026, 10, 15)
DAYS = (LAST - FIRST).days
# What is dated later was written by this test, and has not been dated yet.
_AFTER = datetime.combine(LAST + timedelta(days=3), time(0), UTC)
# In the order of their cast: what happens in a case, and how often.
TURNS = (
    *("right",) * 4,
    *("orient",) * 3,
    *("notify",) * 4,
    "put right",
    *("propose",) * 4,
    *("sign",) * 6,
    *("amend",) * 2,
    *("end",) * 2,
    *("diagnose",) * 3,
    *("meet",) * 4,
    *("note",) * 3,
    "move",
    "leave",
    "come back",
    "exit",
    "take back",
)
SETTINGS = (
    ("orientation_weeks", 8, date(2025, 9, 1)),
    ("orientation_weeks", 5, date(2026, 4, 1)),
    ("first_contract_months", 2, date(2026, 1, 1)),
    ("review_months", 4, date(2025, 12, 1)),
    ("silence_days", 45, date(2026, 2, 1)),
    ("renewal_alert_days", 60, date(2026, 3, 1)),
)


@dataclass(frozen=True)
class Act:
    """What was written on a day, in words of the test."""

    day: date
    what: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    """What every case names."""

    structure: Organisation
    professional: Professional
    health: Term
    job: Term
    theme: Term
    models: set[type] = field(default_factory=set)


def lay_settings() -> None:
    """Delays that change in the middle of the histories."""
    DelaySetting.unscoped.bulk_create(
        DelaySetting(key=key, value=value, starts_on=day) for key, value, day in SETTINGS
    )


class Life:
    """One case, lived from a seed."""

    def __init__(self, case: Beneficiary, seed: int, world: World) -> None:
        self.case, self.world = case, world
        self.chance = random.Random(seed)
        self.acts: list[Act] = []
        self.orientation: Orientation | None = None
        self.contract: EngagementContract | None = None
        self.proposed: EngagementContract | None = None
        self.notes = 0

    def live(self) -> None:
        """From the day on which the case is opened to the last one."""
        before = self.chance.random() < 0.3
        opened = FIRST + timedelta(days=self.chance.randrange(60))
        self.case.was_followed_before_reform = before
        self._saved(self.case, opened, "open", before=before)
        self._right(opened, open_=True)
        day = opened
        while True:
            day += timedelta(days=self.chance.choice((0, 1, 3, 9, 17, 30, 45)))
            if day > LAST:
                return
            turn = getattr(self, f"_{self.chance.choice(TURNS).replace(' ', '_')}")
            turn(day)

    def _right(self, day: date, *, open_: bool = False) -> None:
        # Files come late, and in any order.
        on = day - timedelta(days=self.chance.choice((0, 2, 5, 33, 64)))
        if Entitlement.unscoped.filter(beneficiary=self.case, on=on).exists():
            return
        status = "2" if open_ else self.chance.choice("22223445620Z")
        duties = open_ or self.chance.random() < 0.85
        Entitlement.unscoped.create(
            beneficiary=self.case, on=on, status=status, has_duties=duties, received_on=day
        )
        self._did(day, "right", on=on, status=status, duties=duties)

    def _moved(self, day: date, direction: str) -> None:
        on = day - timedelta(days=self.chance.randrange(20))
        OrganismMove.unscoped.create(
            beneficiary=self.case,
            direction=direction,
            organism="MSA",
            organism_number=f"{len(self.acts):03}",
            on=on,
            received_on=day,
        )
        self._did(day, "move", on=on, direction=direction)

    def _move(self, day: date) -> None:
        self._moved(day, "in")

    def _leave(self, day: date) -> None:
        if self.chance.random() < 0.3:
            self._moved(day, "out")

    def _come_back(self, day: date) -> None:
        self._moved(day, "in")

    def _orient(self, day: date) -> None:
        starts_on = day
        if self.orientation is not None:
            if self.orientation.starts_on >= day:
                return
            self.orientation.ends_on = day
            self._saved(self.orientation, day, "orientation ends", pk=self.orientation.pk, on=day)
            if self.chance.random() < 0.2:
                self.orientation = None
                return
        path = self.chance.choice(("social", "social", "professional"))
        self.orientation = Orientation(
            beneficiary=self.case, path=path, structure=self.world.structure, starts_on=starts_on
        )
        self._saved(self.orientation, day, "orient", path=path, starts_on=starts_on)

    def _notify(self, day: date) -> None:
        row = self.orientation
        if row is None or row.notified_on:
            return
        # Told some days after it was done.
        row.notified_on = max(row.starts_on, day - timedelta(days=self.chance.choice((0, 0, 4))))
        self._saved(row, day, "notify", pk=row.pk, on=row.notified_on)

    def _put_right(self, day: date) -> None:
        row = self.orientation
        if row is None or not row.notified_on:
            return
        row.notified_on = row.starts_on
        self._saved(row, day, "notify", pk=row.pk, on=row.notified_on)

    def _propose(self, day: date) -> None:
        if self.proposed is not None or self.contract is not None:
            return
        self._proposal(day, amends=None)

    def _amend(self, day: date) -> None:
        if self.contract is not None and self.proposed is None:
            self._proposal(day, amends=self.contract)

    def _proposal(self, day: date, *, amends: EngagementContract | None) -> None:
        long = self.chance.random() < 0.3
        row = EngagementContract(
            beneficiary=self.case,
            state="proposed",
            proposed_on=day,
            starts_on=day,
            ends_on=day + timedelta(days=self.chance.choice((90, 183, 365))),
            weekly_hours=10,
            regime="reduced",
            hours_reason=self.world.health if long else self.world.job,
            amends=amends,
        )
        values = {"on": day, "ends_on": row.ends_on, "amends": amends is not None, "long": long}
        self._saved(row, day, "propose", **values)
        self.proposed = row

    def _sign(self, day: date) -> None:
        row = self.proposed
        if row is None:
            return
        if self.contract is not None:
            self.contract.state, self.contract.closed_on = "amended", day
            self._saved(self.contract, day, "contract", pk=self.contract.pk, state="amended")
        row.state = "signed"
        row.signed_on = max(row.proposed_on, day - timedelta(days=self.chance.choice((0, 2, 6))))
        self._saved(row, day, "contract", pk=row.pk, state="signed", signed_on=row.signed_on)
        self.contract, self.proposed = row, None

    def _end(self, day: date) -> None:
        row = self.contract
        if row is None or self.proposed is not None:
            return
        row.state, row.closed_on = self.chance.choice(("ended", "breached")), day
        self._saved(row, day, "contract", pk=row.pk, state=row.state)
        self.contract = None

    def _diagnose(self, day: date) -> None:
        if Diagnosis.unscoped.filter(beneficiary=self.case, on=day).exists():
            return
        joint, long = self.chance.random() < 0.5, self.chance.random() < 0.4
        row = Diagnosis(beneficiary=self.case, on=day, is_joint=joint)
        self._saved(row, day, "diagnose", on=day, joint=joint)
        barrier = BarrierAssessment(
            beneficiary=self.case,
            diagnosis=row,
            theme=self.world.theme,
            severity="strong" if long else "medium",
        )
        self._saved(barrier, day, "barrier", on=day, long=long)

    def _meet(self, day: date) -> None:
        held = self.chance.random() < 0.6
        at = datetime.combine(day, time(9), UTC)
        row = Appointment(beneficiary=self.case, professional=self.world.professional, starts_at=at)
        # It was planned long ago; what became of it is written the day after.
        self._saved(row, FIRST, "plan")
        row.state = "held" if held else "no_show"
        written = day + timedelta(days=1)
        self._saved(row, written, "met", on=day, held=held)

    def _note(self, day: date) -> None:
        row = JournalEntry(
            beneficiary=self.case,
            text="Appel",
            on=day,
            profession="social",
            visibility=self.chance.choice(("team", "profession")),
        )
        self.notes += 1
        self._saved(row, day, "note", on=day, key=self.notes)
        if self.chance.random() < 0.2:
            taken_back = day + timedelta(days=2)
            row.delete()
            self._dated([JournalEntry], taken_back)
            self._did(taken_back, "note removed", key=self.notes)

    def _exit(self, day: date) -> None:
        if self.case.state == "active":
            self.case.state = "exited"
            self._saved(self.case, day, "exit")

    def _take_back(self, day: date) -> None:
        if self.case.state == "exited":
            self.case.state = "active"
            self._saved(self.case, day, "active")

    def _saved(self, row: Any, day: date, what: str, **values: Any) -> None:
        row.save()
        self._dated([type(row)], day)
        self._did(day, what, **({"pk": row.pk} | values))

    def _did(self, day: date, what: str, **values: Any) -> None:
        self.acts.append(Act(day, what, values))

    def _dated(self, models: list[type], day: date) -> None:
        """Date of that day what the triggers have just kept."""
        for model in models:
            events = apps.get_model("followup", f"{model.__name__}Event")
            # At noon; two acts of one day keep their order by their key.
            moment = datetime.combine(day, time(11), UTC)
            fresh = events.objects.filter(pgh_created_at__gt=_AFTER)
            fresh.update(pgh_created_at=moment)
