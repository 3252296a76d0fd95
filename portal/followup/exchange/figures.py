"""Figures of orientation owed to the comité départemental, by quarter and by unit.

Of the whole Département, small cells are hidden; a manager reads their own unit as it is.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.utils import timezone

from portal.accounts.capabilities import ORIENT, has_capability
from portal.followup.access import reach
from portal.followup.configuration.delays import Delay, all_values
from portal.followup.entitlements.models import OPEN
from portal.followup.exchange.errors import ExchangeError
from portal.followup.exchange.quarters import Quarter
from portal.followup.exchange.suppression import LEAST, hidden
from portal.followup.models import Entitlement, OrganismMove, Orientation, ReorientationRequest
from portal.followup.orientation.models import Path
from portal.followup.people.models import Unit
from portal.followup.rows.scope import Scope, system_scope

_Kind, _State = ReorientationRequest.Kind, ReorientationRequest.State
# Small, or hidden so that a small one stays hidden.
HIDDEN = "s."
NO_UNIT = "Sans unité"
TOTAL = "Ensemble"
PATHS = (Path.SOCIAL, Path.PROFESSIONAL, Path.SOCIO_PROFESSIONAL)
IN_TIME, LATE, BY_FT, UNKNOWN = "in_time", "late", "by_ft", "unknown"
ACCEPTED, REFUSED = _State.ACCEPTED, _State.REFUSED
# Columns that add up to the last of their group. Orientations that follow another one are a
# column of their own: what nothing shows could be told by a difference.
GROUPS: tuple[tuple[str, ...], ...] = (
    (*PATHS, "orientations"),
    (IN_TIME, LATE, BY_FT, UNKNOWN, "firsts"),
    ("firsts", "following", "orientations"),
    (ACCEPTED, REFUSED, "requests"),
)
LABELS = {
    Path.SOCIAL: "Parcours social",
    Path.PROFESSIONAL: "Parcours professionnel",
    Path.SOCIO_PROFESSIONAL: "Parcours socio-professionnel",
    "orientations": "Orientations décidées",
    IN_TIME: "Premières orientations dans le délai",
    LATE: "Premières orientations hors délai",
    BY_FT: "Par France Travail, faute d’orientation",
    UNKNOWN: "Premières orientations sans date de réception",
    "firsts": "Premières orientations",
    "following": "Orientations qui en suivent une autre",
    ACCEPTED: "Réorientations acceptées",
    REFUSED: "Réorientations refusées",
    "requests": "Demandes de réorientation décidées",
}
COLUMNS = tuple(dict.fromkeys(name for group in GROUPS for name in group))
MEDIAN = "Délai médian (jours)"


@dataclass(slots=True)
class Counts:
    """Of one unit: how many by column, and the delays of first orientations, in days."""

    cells: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COLUMNS, 0))
    delays: list[int] = field(default_factory=list)


def unit_of(user: Any) -> Unit | None:
    """The unit whose figures one reads; None for all of them, who orients. Raises ExchangeError."""
    if has_capability(user, ORIENT):
        return None
    me = reach.professional_of(user)
    if me is None or not reach.led_unit_ids(user).exists():
        message = "Votre niveau ne donne pas de chiffres."
        raise ExchangeError(message)
    unit: Unit = me.unit
    return unit


def counts_of(quarter: Quarter, unit: Unit | None = None) -> dict[str, Counts]:
    """By the name of each unit, all of them; of one alone, when it is given."""
    found: dict[str, Counts] = {}
    with system_scope(Scope.INDICATORS):
        units = Unit.objects.in_system_scope().order_by("name")
        for one in units if unit is None else [unit]:
            found[one.name] = Counts()
        if unit is None:
            found[NO_UNIT] = Counts()
        _add_orientations(found, quarter, unit)
        _add_requests(found, quarter, unit)
    if unit is None:
        found[TOTAL] = _total(found)
    return found


def _add_orientations(found: dict[str, Counts], quarter: Quarter, unit: Unit | None) -> None:
    rows = (
        Orientation.objects.in_system_scope()
        .filter(starts_on__range=(quarter.starts_on, quarter.ends_on))
        .filter(beneficiary__merged_into__isnull=True)
        .select_related("unit")
    )
    if unit is not None:
        rows = rows.filter(unit=unit)
    rows = list(rows)
    keys = {row.beneficiary_id for row in rows}
    before = _ends_before(keys)
    openings = _openings(keys)
    delays = all_values()
    for row in rows:
        counts = found[row.unit.name if row.unit else NO_UNIT]
        counts.cells[row.path] += 1
        counts.cells["orientations"] += 1
        earlier = [end for start, end in before[row.beneficiary_id] if start < row.starts_on]
        if earlier and _goes_on(earlier, openings[row.beneficiary_id], row.starts_on):
            counts.cells["following"] += 1
            continue
        since = _since(earlier, openings[row.beneficiary_id], row.starts_on)
        counts.cells["firsts"] += 1
        counts.cells[_column(row, since, delays)] += 1
        if since is not None:
            counts.delays.append((row.starts_on - since).days)


def _column(row: Orientation, since: date | None, delays: Any) -> str:
    if row.by_france_travail:
        return BY_FT
    if since is None:
        return UNKNOWN
    weeks = delays.value(Delay.ORIENTATION_WEEKS, since)
    return IN_TIME if row.starts_on <= since + timedelta(weeks=weeks) else LATE


def _goes_on(earlier: list[date | None], openings: list[date], day: date) -> bool:
    """Whether it follows another orientation of the same right: it is no first one."""
    last = max((end or day for end in earlier), default=day)
    return not any(last < opened <= day for opened in openings)


def _since(earlier: list[date | None], openings: list[date], day: date) -> date | None:
    """The day on which the service received the opening that this orientation answers."""
    last = max((end or day for end in earlier), default=date.min)
    return min((opened for opened in openings if last < opened <= day), default=None)


def _ends_before(keys: set[int]) -> dict[int, list[tuple[date, date | None]]]:
    found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    rows = Orientation.objects.in_system_scope().filter(beneficiary__in=keys)
    for pk, starts_on, ends_on in rows.values_list("beneficiary", "starts_on", "ends_on"):
        found[pk].append((starts_on, ends_on))
    return found


def _openings(keys: set[int]) -> dict[int, list[date]]:
    """The days on which openings and arrivals were received, of each person."""
    found: dict[int, list[date]] = defaultdict(list)
    rights = Entitlement.objects.in_system_scope().filter(
        beneficiary__in=keys, status__in=OPEN, has_duties=True
    )
    moves = OrganismMove.objects.in_system_scope().filter(
        beneficiary__in=keys, direction=OrganismMove.Direction.IN
    )
    for rows in (rights, moves):
        for pk, received_on in rows.order_by().values_list("beneficiary", "received_on"):
            found[pk].append(received_on)
    return found


def _add_requests(found: dict[str, Counts], quarter: Quarter, unit: Unit | None) -> None:
    rows = (
        ReorientationRequest.objects.in_system_scope()
        .filter(kind=_Kind.REORIENTATION, state__in=[ACCEPTED, REFUSED])
        .filter(decided_at__date__range=(quarter.starts_on, quarter.ends_on))
        .filter(beneficiary__merged_into__isnull=True)
        .select_related("beneficiary__unit")
    )
    if unit is not None:
        rows = rows.filter(beneficiary__unit=unit)
    for row in rows:
        counts = found[row.beneficiary.unit.name if row.beneficiary.unit else NO_UNIT]
        counts.cells[row.state] += 1
        counts.cells["requests"] += 1


def _total(found: dict[str, Counts]) -> Counts:
    total = Counts()
    for counts in found.values():
        for name, value in counts.cells.items():
            total.cells[name] += value
        total.delays += counts.delays
    return total


def lines_of(quarter: Quarter, unit: Unit | None = None) -> Iterator[tuple[str, ...]]:
    """The table as lines of a file. Of all units, small cells are hidden."""
    counts = counts_of(quarter, unit)
    names = [*counts]
    values = {
        (row, column): counts[name].cells[label]
        for row, name in enumerate(names)
        for column, label in enumerate(COLUMNS)
    }
    out = hidden(values, equations(len(names))) if unit is None else set()
    yield ("Orientation", str(quarter), f"établi le {timezone.localdate():%d/%m/%Y}")
    yield ("Unité", *(LABELS[name] for name in COLUMNS), MEDIAN)
    for row, name in enumerate(names):
        cells = (
            HIDDEN if (row, column) in out else str(values[row, column])
            for column in range(len(COLUMNS))
        )
        yield (name, *cells, _median(counts[name], is_whole=unit is not None))


def equations(rows: int) -> list[list[tuple[int, int]]]:
    """What adds up: each group of columns in each row, each column to the last row."""
    found = []
    for group in GROUPS:
        columns = [COLUMNS.index(name) for name in group]
        found += [[(row, column) for column in columns] for row in range(rows)]
    found += [[(row, column) for row in range(rows)] for column in range(len(COLUMNS))]
    return found


def _median(counts: Counts, *, is_whole: bool) -> str:
    if not counts.delays:
        return ""
    if len(counts.delays) < LEAST and not is_whole:
        return HIDDEN
    return f"{median(counts.delays):g}".replace(".", ",")
