"""The cases that somebody reads, narrowed and sorted: what the list, its tabs and its export show.

What the database knows narrows the query; what clocks say is computed for the cases that are left.
Somebody who reads identity and orientation of everybody has few clocks there: the query is narrowed
first to those whom nobody oriented, or told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from portal.followup.access import reach
from portal.followup.clocks.kinds import Kind, Told
from portal.followup.clocks.services import Look, looks_at
from portal.followup.home import queries
from portal.followup.home.day import Press, presses_of
from portal.followup.models import (
    Beneficiary,
    EngagementContract,
    Orientation,
    Professional,
    ReferentAssignment,
)
from snippets.models import Commune
from snippets.numbers import whole_number

State = EngagementContract.State
NONE = "aucun"
OWN, TEAM, UNIT = "miens", "equipe", "unite"
_PRESSES = frozenset(map(str, Press))


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the list: empty values narrow nothing. Values are those of the address."""

    whose: str = ""
    path: str = ""
    contract: str = ""
    alert: str = ""
    commune: str = ""
    referent: str = ""
    state: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of the cases, in their order, and the looks that were taken on the way."""

    keys: Sequence[int]
    looks: dict[int, Look]


def find(user: Any, me: Professional, filters: Filters, day: date | None = None) -> Found:
    """The cases within somebody's reach that the filters keep."""
    day = day or timezone.localdate()
    rows = _narrowed(user, me, filters)
    keys = list(rows.values_list("pk", flat=True))
    if filters.alert not in _PRESSES and filters.sort not in {"echeance", "contact"}:
        return Found(keys, {})
    told = list(_worth_a_look(user, rows).values_list("pk", flat=True))
    looks = looks_at(told, day=day, whole=read_whole(user, told))
    if filters.alert in _PRESSES:
        press = Press(filters.alert)
        keys = [pk for pk in told if pk in looks and press in presses_of(looks[pk], day)]
    return Found(_sorted(keys, looks, filters.sort), looks)


def shown(user: Any, found: Found, keys: Sequence[int], day: date) -> list[dict[str, Any]]:
    """The lines of one page."""
    cases = {
        case.pk: case
        for case in _with_referent(Beneficiary.objects.visible_to(user).filter(pk__in=keys))
    }
    missing = [pk for pk in keys if pk not in found.looks]
    looks = found.looks | looks_at(missing, day=day, whole=read_whole(user, missing))
    return [line_of(cases[pk], looks[pk], day) for pk in keys if pk in cases and pk in looks]


def line_of(case: Beneficiary, look: Look, day: date) -> dict[str, Any]:
    """What one case shows in a list: its path, its contract, what presses first."""
    facts = look.facts
    contract = next(
        (row for state in (State.SIGNED, State.PROPOSED) for row in facts.contracts
         if row.state == state), None
    )  # fmt: skip
    return {
        "case": case,
        "facts": facts,
        "orientation": next((row for row in facts.orientations if row.covers(day)), None),
        "contract": contract,
        "told": [
            Told(clock, day)
            for clock in look.clocks
            if clock.kind != Kind.SILENCE and presses_of(Look(facts, [clock]), day)
        ],
        "is_silent": any(clock.kind == Kind.SILENCE for clock in look.clocks),
    }


def read_whole(user: Any, keys: Sequence[int]) -> set[int]:
    """Those of these cases that somebody reads whole, contracts and contacts included."""
    if not keys:
        return set()
    return set(reach.case_ids(user).filter(pk__in=keys).values_list("pk", flat=True))


def communes_of(user: Any) -> Any:
    """Where the people of somebody's reach live: the choices of the filter."""
    rows = Beneficiary.objects.visible_to(user).active().filter(commune__isnull=False)
    return (
        Commune.objects.filter(pk__in=rows.order_by().values("commune"))
        .defer("contour")
        .order_by("folded_name")
    )


def referents_for(user: Any, me: Professional) -> Any:
    """The professionals whose cases one may ask for: those of the unit, all for who orients."""
    rows = Professional.objects.visible_to(user).filter(left_on__isnull=True)
    if queries.orients(user):
        return rows.filter(assignments__ends_at__isnull=True, assignments__isnull=False).distinct()
    return rows.filter(unit=me.unit_id) if queries.leads(user) else rows.none()


def _narrowed(user: Any, me: Professional, filters: Filters) -> Any:
    rows = Beneficiary.objects.visible_to(user)
    if filters.state != "tous":
        exited = filters.state == "sortis"
        rows = rows.filter(state=Beneficiary.State.EXITED if exited else Beneficiary.State.ACTIVE)
    rows = _of_whom(rows, me, filters)
    current = Orientation.unscoped.filter(beneficiary=OuterRef("pk"), ends_on__isnull=True)
    if filters.path == NONE:
        rows = rows.filter(~Exists(current))
    elif filters.path:
        rows = rows.filter(Exists(current.filter(path=filters.path)))
    rows = _by_contract(rows, filters.contract)
    if filters.commune:
        rows = rows.filter(commune=filters.commune)
    if filters.sort == "arrivee":
        start = _present().values("starts_at")[:1]
        return rows.annotate(since=start).order_by(F("since").desc(nulls_last=True), "pk")
    return rows.order_by("sort_name", "pk")


def _of_whom(rows: Any, me: Professional, filters: Filters) -> Any:
    mine = _present().filter(queries.professionals_acted_for(me))
    if filters.whose == OWN:
        rows = rows.filter(Exists(mine))
    elif filters.whose == TEAM:
        rows = rows.filter(~Exists(mine))
    elif filters.whose == UNIT:
        rows = rows.filter(unit=me.unit_id)
    if filters.referent == NONE:
        rows = rows.filter(~Exists(_present()))
    elif (referent := whole_number(filters.referent)) is not None:
        rows = rows.filter(Exists(_present().filter(professional=referent)))
    return rows


def _by_contract(rows: Any, value: str) -> Any:
    if not value:
        return rows
    contracts = EngagementContract.unscoped.filter(beneficiary=OuterRef("pk"))
    living = contracts.filter(state__in=[State.DRAFT, State.PROPOSED, State.SIGNED])
    return rows.filter(~Exists(living) if value == NONE else Exists(contracts.filter(state=value)))


def _worth_a_look(user: Any, rows: Any) -> Any:
    """Without those that no clock may say anything of to this person."""
    if not queries.orients(user):
        return rows
    told = Orientation.unscoped.filter(
        beneficiary=OuterRef("pk"), ends_on__isnull=True, notified_on__isnull=False
    )
    return rows.filter(reach.reads(user) | ~Exists(told))


def _present() -> Any:
    return ReferentAssignment.unscoped.filter(beneficiary=OuterRef("pk"), ends_at__isnull=True)


def _with_referent(rows: Any) -> Any:
    return rows.select_related("unit", "commune").annotate(
        referent_id=_present().values("professional")[:1],
        referent_name=_present().values("professional__name")[:1],
        since=_present().values("starts_at")[:1],
    )


def _sorted(keys: list[int], looks: dict[int, Look], sort: str) -> list[int]:
    """The order of the query, unless clocks or contacts say another."""
    if sort == "echeance":
        ends = {
            pk: min((clock.due_on for clock in look.clocks if clock.due_on), default=date.max)
            for pk, look in looks.items()
        }
        return sorted(keys, key=lambda pk: ends.get(pk, date.max))
    if sort == "contact":
        return sorted(
            keys,
            key=lambda pk: (looks[pk].facts.last_contact_on if pk in looks else None) or date.min,
        )
    return keys
