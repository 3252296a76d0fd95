"""The appointments of a period as a file: of who has a France Travail number; the rest is told."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.accounts.capabilities import TRANSMIT, has_capability
from portal.followup.access import reach
from portal.followup.exchange.errors import ExchangeError
from portal.followup.exchange.vocabulary import Booked, Organism, form_of, reason_of, status_of
from portal.followup.models import Appointment, CaseRetention, Orientation
from portal.followup.people.models import Unit
from portal.followup.retention.models import CLOSED
from portal.followup.rows.scope import Scope, system_scope
from snippets.models import Organisation
from snippets.spreadsheets import as_text

HEADINGS = (
    "identifiant_france_travail",
    "date",
    "heure",
    "duree_minutes",
    "motif",
    "statut",
    "organisme",
    "forme",
    "modifie_le",
)
MOST_DAYS = 92
NO_NUMBER = "Sans numéro France Travail"
BAD_NUMBER = "Numéro France Travail incomplet"
_SPACES = re.compile(r"[\s.\-]+")
# Seven digits and a letter or digit; eleven digits since the national number.
_NUMBER = re.compile(r"\d{7}[0-9A-Z]|\d{11}")


@dataclass(slots=True)
class Collected:
    """Lines of the file, the cases that they are about, and who is left out, with the reason."""

    lines: list[tuple[str, ...]] = field(default_factory=list)
    keys: set[int] = field(default_factory=set)
    left_out: dict[int, tuple[str, str]] = field(default_factory=dict)
    left_out_count: int = 0

    @property
    def by_reason(self) -> list[tuple[str, list[str]]]:
        """Why some are left out, each with the numbers of the cases."""
        found: dict[str, list[str]] = {}
        for number, reason in sorted(self.left_out.values()):
            found.setdefault(reason, []).append(number)
        return sorted(found.items())

    @property
    def content(self) -> bytes:
        """The file: UTF-8 without a mark, semicolons, one heading."""
        text = io.StringIO()
        csv.writer(text, delimiter=";", lineterminator="\r\n").writerows((HEADINGS, *self.lines))
        return text.getvalue().encode()


def check_period(starts_on: date, ends_on: date) -> None:
    """Raise ExchangeError for a period that is none, or too long."""
    if ends_on < starts_on:
        message = "La fin vient après le début."
        raise ExchangeError(message, field="ends_on")
    if ends_on - starts_on >= timedelta(days=MOST_DAYS):
        message = f"Choisissez {MOST_DAYS}\u00a0jours au plus."
        raise ExchangeError(message, field="ends_on")


def unit_of(user: Any) -> Unit:
    """The unit that one transmits for: that of its manager. Raises ExchangeError."""
    me = reach.professional_of(user)
    if me is None or not transmits_for(user, me.unit_id):
        message = "Votre niveau ne transmet pas de rendez-vous."
        raise ExchangeError(message)
    unit: Unit = me.unit
    return unit


def transmits_for(user: Any, unit_id: int) -> bool:
    """Whether a person transmits the appointments of this unit."""
    units = reach.led_unit_ids(user)
    return has_capability(user, TRANSMIT) and units.filter(unit=unit_id).exists()


def collect(starts_on: date, ends_on: date, unit: Unit) -> Collected:
    """Read the appointments of these days, both included, of a unit. Raises ExchangeError."""
    check_period(starts_on, ends_on)
    found = Collected()
    with system_scope(Scope.EXCHANGE):
        for row in _rows(starts_on, ends_on, unit):
            number = _SPACES.sub("", row.beneficiary.france_travail_number).upper()
            if not _NUMBER.fullmatch(number):
                why = BAD_NUMBER if number else NO_NUMBER
                found.left_out[row.beneficiary_id] = (row.beneficiary.shown_number, why)
                found.left_out_count += 1
                continue
            found.keys.add(row.beneficiary_id)
            found.lines.append(_line(row, number))
    return found


def _rows(starts_on: date, ends_on: date, unit: Unit) -> Any:
    events: Any = apps.get_model("followup", "AppointmentEvent")
    moved = events._base_manager.filter(pgh_obj=OuterRef("pk"))  # noqa: SLF001 - documented
    moved = moved.exclude(starts_at=OuterRef("starts_at"))
    oriented = Orientation.objects.in_system_scope().filter(
        beneficiary=OuterRef("beneficiary"), starts_on__lte=OuterRef("starts_at__date")
    )
    closed = CaseRetention.objects.in_system_scope().filter(state__in=CLOSED)
    return (
        Appointment.objects.in_system_scope()
        .filter(starts_at__gte=_midnight(starts_on), beneficiary__unit=unit)
        .filter(starts_at__lt=_midnight(ends_on + timedelta(days=1)))
        .exclude(beneficiary__in=closed.values("beneficiary"))
        .filter(beneficiary__merged_into__isnull=True)
        .annotate(was_moved=Exists(moved), is_oriented=Exists(oriented))
        .select_related("beneficiary", "kind", "category", "professional__structure")
        .order_by("starts_at", "pk")
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _line(row: Any, number: str) -> tuple[str, ...]:
    kind = kind_of(row)
    starts_at = timezone.localtime(row.starts_at)
    structure = row.professional.structure
    is_own = structure.kind == Organisation.Kind.DEPARTMENT
    values = (
        number,
        f"{starts_at:%Y-%m-%d}",
        f"{starts_at:%H:%M}",
        str(row.minutes),
        reason_of(kind, is_oriented=row.is_oriented),
        status_of(row.state, was_moved=row.was_moved),
        Organism.DEPARTMENT if is_own else Organism.DELEGATE,
        form_of(kind),
        f"{timezone.localtime(row.updated_at):%Y-%m-%dT%H:%M}",
    )
    return tuple(as_text(str(value)) for value in values)


def kind_of(row: Appointment) -> str:
    """The key of `REASONS` for an appointment; empty for a type that staff added, or none."""
    if row.kind is not None:
        return row.kind.code
    if row.category is not None:
        return Booked.MANDATORY if row.category.is_mandatory else Booked.OPTIONAL
    return ""
