"""What was known of cases at the end of a day that is over, from the history of their rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils import timezone

from portal.followup.clocks.legal import ContractFacts, Oriented
from portal.followup.clocks.openings import openings_of
from portal.followup.clocks.present import Person
from portal.followup.configuration.terms import REVIEWED_LATER
from portal.followup.entitlements.models import Status
from portal.followup.models import (
    Appointment,
    BarrierAssessment,
    Beneficiary,
    Diagnosis,
    EngagementContract,
    JournalEntry,
    Orientation,
    Term,
)
from portal.followup.rows.moments import end_of
from portal.followup.rows.scope import Scope, system_scope

State = EngagementContract.State
_UNSIGNED = (State.DRAFT, State.DROPPED)
_BASICS = ("state", "was_followed_before_reform")
_ORIENTATION = ("path", "starts_on", "notified_on", "ends_on")
_CONTRACT = ("state", "proposed_on", "signed_on", "ends_on", "amends_id", "hours_reason_id")


class Past:
    """As `present.Present`, of a day that is over."""

    def __init__(self, ids: Collection[int], day: date, whole: Iterable[int]) -> None:
        self.day, self.end = day, end_of(day)
        long = set(Term.unscoped.filter(code__in=REVIEWED_LATER).values_list("pk", flat=True))
        self.people = self._people(ids)
        self.orientations = self._orientations(ids)
        self.contracts = self._contracts([*whole], long)
        self.diagnoses = self._diagnoses([*whole], long)

    def contacts(self, ids: Collection[int]) -> dict[int, date]:
        """The day of the last contact."""
        with system_scope(Scope.CLOCKS):
            held = self._stood(Appointment, ids, "beneficiary_id", "starts_at", "state")
            noted = self._stood(JournalEntry, ids, "beneficiary_id", "on")
        days = [
            *(
                (pk, timezone.localdate(at))
                for pk, at, state in held
                if state == Appointment.State.HELD
            ),
            *noted,
        ]
        found: dict[int, date] = {}
        for pk, day in days:
            if day <= self.day and day > found.get(pk, date.min):
                found[pk] = day
        return found

    def _people(self, ids: Collection[int]) -> dict[int, Person]:
        stood = self._stood(Beneficiary, ids, "id", *_BASICS, key="pgh_obj")
        # Of those, the cases that one reaches today.
        reached = set(Beneficiary.unscoped.filter(pk__in=ids).values_list("pk", flat=True))
        openings = openings_of(ids, self.day)
        found = {}
        for pk, state, was_followed in stood:
            if pk in reached:
                rights, moves = openings[pk]
                told = [right for right in rights if right.status != Status.UNKNOWN]
                found[pk] = (
                    state,
                    was_followed,
                    told[-1] if told else None,
                    moves[-1] if moves else None,
                )
        return found

    def _orientations(self, ids: Collection[int]) -> dict[int, list[Oriented]]:
        rows = self._stood(Orientation, ids, "beneficiary_id", *_ORIENTATION)
        found: dict[int, list[Oriented]] = defaultdict(list)
        for pk, *values in sorted(rows, key=lambda row: row[2]):
            found[pk].append(Oriented(*values))
        return found

    def _contracts(self, ids: Collection[int], long: set[int]) -> dict[int, list[ContractFacts]]:
        found: dict[int, list[ContractFacts]] = defaultdict(list)
        for pk, state, proposed_on, signed_on, ends_on, amends, reason in self._stood(
            EngagementContract, ids, "beneficiary_id", *_CONTRACT
        ):
            if state not in _UNSIGNED:
                dates = proposed_on, signed_on, ends_on
                facts = ContractFacts(state, *dates, amends is not None, reason in long)
                found[pk].append(facts)
        return found

    def _diagnoses(
        self, ids: Collection[int], long: set[int]
    ) -> dict[int, tuple[date | None, bool]]:
        rows = self._stood(Diagnosis, ids, "id", "beneficiary_id", "on", "is_joint")
        strong = {
            diagnosis
            for diagnosis, severity, theme in self._stood(
                BarrierAssessment, ids, "diagnosis_id", "severity", "theme_id"
            )
            if severity == BarrierAssessment.Severity.STRONG and theme in long
        }
        found: dict[int, tuple[date | None, bool]] = {}
        for key, pk, on, is_joint in sorted(rows, key=lambda row: (row[2], row[0])):
            if on <= self.day:
                former = found[pk][0] if pk in found else None
                found[pk] = (on if is_joint else former, key in strong)
        return found

    def _stood(
        self, model: type[Model], ids: Collection[int], *columns: str, key: str = "beneficiary"
    ) -> list[tuple[Any, ...]]:
        """The last state of each row that the day knew; what was deleted by then is left out."""
        events = apps.get_model("followup", f"{model.__name__}Event")
        rows: QuerySet[Any] = events._default_manager.filter(  # noqa: SLF001 - a documented API
            **{f"{key}__in": ids}, pgh_created_at__lt=self.end
        ).order_by("pgh_obj_id", "-pgh_created_at", "-pgh_id")
        last = rows.distinct("pgh_obj_id").values_list("pgh_label", *columns)
        return [tuple(values) for label, *values in last if label != "delete"]
