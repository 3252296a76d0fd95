"""What was known of cases at the end of a day, in a number of queries that does not follow theirs.

How a past day is read:

- entitlements and moves, by the day on which the service received them (`received_on`), whenever
  they were written down: they are facts of the organism, which files bring in any order;
- the person, orientations, contracts, diagnoses, appointments and notes, as their rows stood: the
  last state that triggers kept before midnight (`…Event`). An orientation that is notified or ended
  later, a contract signed or closed later, a date put right later change nothing of that day;
- delays, as they are now: a change starts today or later, never before.

Today is read from the rows themselves, which say the same (a test compares the two).

Rows come through the second lock as the person whose scope is open, contacts apart: the day of the
last one counts what only another profession may read, so that a clock says the same to all who read
the case. Nothing but that day comes out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Exists, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from portal.followup.clocks.legal import ContractFacts, Facts, Move, Oriented, Right
from portal.followup.configuration.terms import REVIEWED_LATER
from portal.followup.entitlements.models import Status
from portal.followup.models import (
    Appointment,
    BarrierAssessment,
    Beneficiary,
    Diagnosis,
    EngagementContract,
    Entitlement,
    JournalEntry,
    OrganismMove,
    Orientation,
    Path,
    Term,
)
from portal.followup.rows.scope import Scope, system_scope

State = EngagementContract.State
Rows = Iterable[tuple[Any, ...]]
People = dict[int, tuple[Any, ...]]
# The day of the last appointment that was held, or of the last note.
_CONTACTS = """
SELECT beneficiary_id, max(day)
FROM (
    SELECT beneficiary_id, (starts_at AT TIME ZONE %(zone)s)::date AS day
    FROM followup_appointment
    WHERE beneficiary_id = ANY(%(ids)s) AND state = 'held' AND starts_at < %(end)s
    UNION ALL
    SELECT beneficiary_id, "on" FROM followup_journalentry
    WHERE beneficiary_id = ANY(%(ids)s) AND "on" <= %(day)s
) AS contacts
GROUP BY beneficiary_id
"""
_UNSIGNED = (State.DRAFT, State.DROPPED)
_BASICS = ("state", "was_followed_before_reform")
_ORIENTATION = ("path", "starts_on", "notified_on", "ends_on")
_CONTRACT = ("state", "proposed_on", "signed_on", "ends_on", "amends_id", "hours_reason_id")


def facts_of(
    ids: Collection[int],
    day: date,
    *,
    whole: Collection[int] | None = None,
    known: Iterable[Beneficiary] | None = None,
) -> dict[int, Facts]:
    """The facts of each of these cases, by key. Cases that are out of reach are left out.

    `whole` are those that the reader reads whole; all of them, when it is None. `known`: the same
    cases, already read today by `with_latest`, which saves a query.
    """
    is_past = day < timezone.localdate()
    reader = _PastRows(ids, day) if is_past else _Rows(ids, day)
    people = reader.people() if is_past or known is None else _people(known)
    read_whole = set(people) if whole is None else set(whole) & people.keys()
    orientations = _grouped(reader.orientations(), Oriented)
    contracts = reader.contracts(read_whole) if read_whole else {}
    contacts = reader.contacts(read_whole) if read_whole else {}
    reviewed = [pk for pk in read_whole if _is_social(orientations[pk], day) and pk in contracts]
    diagnoses = reader.diagnoses(reviewed) if reviewed else {}
    unoriented = [pk for pk in people if not any(row.covers(day) for row in orientations[pk])]
    openings = _openings(unoriented, day) if unoriented else {}
    found = {}
    for pk, (state, followed, right, move) in people.items():
        rights, moves = openings.get(pk, ((right,) if right else (), (move,) if move else ()))
        joint, is_long = diagnoses.get(pk, (None, False))
        found[pk] = Facts(
            beneficiary_id=pk,
            is_active=state == Beneficiary.State.ACTIVE,
            was_followed_before_reform=followed,
            rights=tuple(rights),
            moves=tuple(moves),
            orientations=tuple(orientations[pk]),
            contracts=tuple(contracts.get(pk, ())),
            joint_diagnosis_on=joint,
            has_long_barrier=is_long,
            last_contact_on=contacts.get(pk),
            reads_all=pk in read_whole,
        )
    return found


def with_latest(rows: Any, day: date) -> Any:
    """A query of beneficiaries, with the right and the move that were known last (`known`)."""
    rights = Entitlement.unscoped.filter(beneficiary=OuterRef("pk"), received_on__lte=day)
    right = JSONObject(on="on", status="status", has_duties="has_duties", received_on="received_on")
    moves = OrganismMove.unscoped.filter(beneficiary=OuterRef("pk"), received_on__lte=day)
    move = JSONObject(on="on", direction="direction", received_on="received_on")
    told = rights.exclude(status=Status.UNKNOWN)
    return rows.annotate(
        right_said=Subquery(told.order_by("-on").values(said=right)[:1]),
        move_said=Subquery(moves.order_by("-on", "-pk").values(said=move)[:1]),
    )


class _Rows:
    """Rows as they are now: today."""

    def __init__(self, ids: Collection[int], day: date) -> None:
        self.ids, self.day = list(ids), day
        midnight = datetime.combine(day + timedelta(days=1), time.min)
        # The first moment that is not of the day any more.
        self.end = timezone.make_aware(midnight)

    def people(self) -> People:
        """State, whether followed before the reform, latest right, latest move."""
        rows = Beneficiary.unscoped.filter(pk__in=self.ids).only(*_BASICS)
        return _people(with_latest(rows, self.day))

    def contacts(self, ids: Collection[int]) -> dict[int, date]:
        """The day of the last contact."""
        values: dict[str, Any] = {"ids": list(ids), "end": self.end, "day": self.day}
        values["zone"] = timezone.get_current_timezone_name()
        with system_scope(Scope.CLOCKS), connection.cursor() as cursor:
            cursor.execute(_CONTACTS, values)
            return dict(cursor.fetchall())

    def orientations(self) -> Rows:
        """Key of the person, then the columns of an orientation."""
        rows = Orientation.unscoped.filter(beneficiary__in=self.ids)
        return rows.order_by("starts_on", "pk").values_list("beneficiary_id", *_ORIENTATION)

    def contracts(self, ids: Collection[int]) -> dict[int, list[ContractFacts]]:
        """Those that were proposed at least."""
        rows = EngagementContract.unscoped.filter(beneficiary__in=ids).exclude(state__in=_UNSIGNED)
        columns = (*_CONTRACT[:-1], "hours_reason__code")
        found: dict[int, list[ContractFacts]] = defaultdict(list)
        columns_read = rows.order_by("pk").values_list("beneficiary_id", *columns)
        for pk, *values, amends, code in columns_read:
            found[pk].append(_contract(values, amends, is_long=code in REVIEWED_LATER))
        return found

    def diagnoses(self, ids: Collection[int]) -> dict[int, tuple[date | None, bool]]:
        """The last one made with France Travail; whether the last has a lasting difficulty."""
        strong = BarrierAssessment.unscoped.filter(
            diagnosis=OuterRef("pk"),
            severity=BarrierAssessment.Severity.STRONG,
            theme__code__in=REVIEWED_LATER,
        )
        rows = Diagnosis.unscoped.filter(beneficiary__in=ids, on__lte=self.day)
        return _folded(
            rows.annotate(is_long=Exists(strong))
            .order_by("on", "pk")
            .values_list("beneficiary_id", "on", "is_joint", "is_long")
        )


class _PastRows(_Rows):
    """Rows as they stood at the end of a day that is over, from their history."""

    def people(self) -> People:
        stood = {
            pk: basics
            for pk, *basics in self._stood(Beneficiary, self.ids, "id", *_BASICS, key="pgh_obj")
        }
        rows = Beneficiary.unscoped.filter(pk__in=stood).only("pk")
        latest = with_latest(rows, self.day)
        return {
            case.pk: (*stood[case.pk], _right(case.right_said), _move(case.move_said))
            for case in latest
        }

    def contacts(self, ids: Collection[int]) -> dict[int, date]:
        with system_scope(Scope.CLOCKS):
            held = self._stood(Appointment, ids, "beneficiary_id", "starts_at", "state")
            noted = self._stood(JournalEntry, ids, "beneficiary_id", "on")
        days = [
            *((pk, _day(at)) for pk, at, state in held if state == Appointment.State.HELD),
            *noted,
        ]
        found: dict[int, date] = {}
        for pk, day in days:
            if day <= self.day and day > found.get(pk, date.min):
                found[pk] = day
        return found

    def orientations(self) -> Rows:
        rows = self._stood(Orientation, self.ids, "beneficiary_id", *_ORIENTATION)
        return sorted(rows, key=lambda row: row[2])

    def contracts(self, ids: Collection[int]) -> dict[int, list[ContractFacts]]:
        long = self._long_terms()
        found: dict[int, list[ContractFacts]] = defaultdict(list)
        for pk, *values, amends, reason in self._stood(
            EngagementContract, ids, "beneficiary_id", *_CONTRACT
        ):
            if values[0] not in _UNSIGNED:
                found[pk].append(_contract(values, amends, is_long=reason in long))
        return found

    def diagnoses(self, ids: Collection[int]) -> dict[int, tuple[date | None, bool]]:
        long = self._long_terms()
        strong = {
            diagnosis
            for diagnosis, severity, theme in self._stood(
                BarrierAssessment, ids, "diagnosis_id", "severity", "theme_id"
            )
            if severity == BarrierAssessment.Severity.STRONG and theme in long
        }
        rows = self._stood(Diagnosis, ids, "id", "beneficiary_id", "on", "is_joint")
        return _folded(
            (pk, on, is_joint, key in strong)
            for key, pk, on, is_joint in sorted(rows, key=lambda row: (row[2], row[0]))
            if on <= self.day
        )

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

    def _long_terms(self) -> set[int]:
        return set(Term.unscoped.filter(code__in=REVIEWED_LATER).values_list("pk", flat=True))


def _people(cases: Iterable[Any]) -> People:
    return {
        case.pk: (
            case.state,
            case.was_followed_before_reform,
            _right(case.right_said),
            _move(case.move_said),
        )
        for case in cases
    }


def _openings(ids: Collection[int], day: date) -> dict[int, tuple[list[Right], list[Move]]]:
    """Every right and move of people whose opening matters: they are not oriented."""
    rights = Entitlement.unscoped.filter(beneficiary__in=ids, received_on__lte=day).values_list(
        "beneficiary_id", "on", "status", "has_duties", "received_on", Value("right"), "pk"
    )
    moves = OrganismMove.unscoped.filter(beneficiary__in=ids, received_on__lte=day).values_list(
        "beneficiary_id", "on", "direction", Value(value=False), "received_on", Value("move"), "pk"
    )
    found: dict[int, tuple[list[Right], list[Move]]] = {pk: ([], []) for pk in ids}
    together = rights.order_by().union(moves.order_by(), all=True)
    for pk, on, what, has_duties, received_on, table, _ in sorted(
        together, key=lambda row: (row[1], row[-1])
    ):
        if table == "right":
            found[pk][0].append(Right(on, what, has_duties, received_on))
        else:
            found[pk][1].append(Move(on, what, received_on))
    return found


def _grouped(rows: Rows, make: Any) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for pk, *values in rows:
        found[pk].append(make(*values))
    return found


def _folded(rows: Rows) -> dict[int, tuple[date | None, bool]]:
    """From the oldest: the last joint one, and what the last of all says."""
    found: dict[int, tuple[date | None, bool]] = {}
    for pk, on, is_joint, is_long in rows:
        former = found[pk][0] if pk in found else None
        found[pk] = (on if is_joint else former, is_long)
    return found


def _is_social(rows: list[Oriented], day: date) -> bool:
    return any(row.covers(day) and row.path == Path.SOCIAL for row in rows)


def _contract(values: list[Any], amends: int | None, *, is_long: bool) -> ContractFacts:
    state, proposed_on, signed_on, ends_on = values
    return ContractFacts(state, proposed_on, signed_on, ends_on, amends is not None, is_long)


def _right(said: dict[str, Any] | None) -> Right | None:
    if said is None:
        return None
    return Right(
        date.fromisoformat(said["on"]),
        said["status"],
        said["has_duties"],
        date.fromisoformat(said["received_on"]),
    )


def _move(said: dict[str, Any] | None) -> Move | None:
    if said is None:
        return None
    return Move(
        date.fromisoformat(said["on"]), said["direction"], date.fromisoformat(said["received_on"])
    )


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
