"""Opening hours, and when nobody is there: what is cancelled then is offered again."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.appointments.models import Appointment
from portal.followup.booking import answering, rules, words
from portal.followup.booking.errors import BookingError
from portal.followup.booking.models import AppointmentCategory, OpeningHours, Unavailability
from portal.followup.people.models import Professional, Unit
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope
from snippets.models import Organisation

_LONGEST = timedelta(days=366)
_NOT_YOURS = "Ces horaires reviennent à cette personne et à la personne responsable de l’unité."
UNAVAILABLE = "Absence du service"


@dataclass(frozen=True, slots=True)
class Whose:
    """A professional, or the structure of a unit."""

    professional: Professional | None = None
    structure: Organisation | None = None
    unit: Unit | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """The columns of a row."""
        return {"professional": self.professional, "structure": self.structure, "unit": self.unit}


@dataclass(frozen=True, slots=True)
class Closed:
    """What an unavailability changed: offered again, and those to be called."""

    unavailability: Unavailability
    offered: int
    to_call: tuple[Appointment, ...]


@transaction.atomic
def open_hours(
    *,
    whose: Whose,
    weekday: int,
    starts_at: time,
    ends_at: time,
    valid_from: date,
    actor: Actor,
    mode: str = Appointment.Mode.OFFICE,
    place: str = "",
    category: AppointmentCategory | None = None,
    valid_until: date | None = None,
) -> OpeningHours:
    """Add hours of a weekday. Raises BookingError."""
    _check_right(whose, actor)
    words.check("place", place)
    if ends_at <= starts_at:
        message = "La plage finit après avoir commencé."
        raise BookingError(message, field="ends_at")
    if valid_until and valid_until <= valid_from:
        message = "La fin vient après le début."
        raise BookingError(message, field="valid_until")
    with system_scope(Scope.HOURS, actor=actor):
        answering.hold_diary(whose.professional.pk if whose.professional else 0)
        others = OpeningHours.unscoped.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=valid_from),
            weekday=weekday,
            starts_at__lt=ends_at,
            ends_at__gt=starts_at,
            **whose.fields,
        )
        if valid_until:
            others = others.filter(valid_from__lt=valid_until)
        if others.exists():
            message = "Une autre plage couvre déjà une partie de ces heures."
            raise BookingError(message, field="starts_at")
        made: OpeningHours = OpeningHours.unscoped.create(
            weekday=weekday,
            starts_at=starts_at,
            ends_at=ends_at,
            mode=mode,
            place=place,
            category=category,
            valid_from=valid_from,
            valid_until=valid_until,
            **whose.fields,
            **written_by(actor),
        )
        return made


@transaction.atomic
def close_hours(*, hours: OpeningHours, actor: Actor) -> None:
    """Offer them no more, from today; what was booked stays. Raises BookingError."""
    _check_right(Whose(hours.professional, hours.structure, hours.unit), actor)
    today = timezone.localdate()
    with system_scope(Scope.HOURS, actor=actor):
        row = OpeningHours.unscoped.select_for_update(of=("self",)).filter(pk=hours.pk).first()
        if row is None or (row.valid_until and row.valid_until <= today):
            message = "Cette plage est déjà retirée."
            raise BookingError(message)
        if row.valid_from >= today:
            row.delete()
        else:
            row.valid_until = today
            row.save()


@transaction.atomic
def be_unavailable(
    *, whose: Whose, starts_at: datetime, ends_at: datetime, actor: Actor, cancels: bool = True
) -> Closed:
    """Close a diary from a moment to another; `cancels`: what is planned meanwhile too.

    What came of an invitation or a summons is offered again by mail or letter; whoever else was
    expected is to be called. Raises BookingError.
    """
    _check_right(whose, actor)
    if ends_at <= starts_at:
        message = "L’indisponibilité finit après avoir commencé."
        raise BookingError(message, field="ends_on")
    if ends_at <= timezone.now():
        message = "Cette indisponibilité est déjà passée."
        raise BookingError(message, field="ends_on")
    if ends_at - starts_at > _LONGEST:
        message = "Une indisponibilité dure un an au plus."
        raise BookingError(message, field="ends_on")
    with system_scope(Scope.HOURS, actor=actor):
        met = list(meanwhile(whose, starts_at, ends_at))
        for case in sorted({one.beneficiary_id for one in met}):
            answering.hold(case)
        for professional in sorted({one.professional_id for one in met}):
            answering.hold_diary(professional)
        made = Unavailability.unscoped.create(
            starts_at=starts_at, ends_at=ends_at, **whose.fields, **written_by(actor)
        )
        if not cancels:
            return Closed(made, 0, ())
        # What was cancelled or moved while the locks were waited for is left as it is.
        met = list(meanwhile(whose, starts_at, ends_at).select_for_update(of=("self",)))
        to_call = []
        for row in met:
            is_offered = bool(row.invitation_id or (row.is_summons and row.category_id))
            row.state, row.state_reason = Appointment.State.CANCELLED, UNAVAILABLE
            row.cancelled_by_service = True
            row.version += 1
            row.save()
            answering.freed(row, by_service=True, actor=actor)
            if not is_offered:
                to_call.append(row)
        return Closed(made, len(met) - len(to_call), tuple(to_call))


def meanwhile(whose: Whose, starts_at: datetime, ends_at: datetime) -> Any:
    """The appointments that are planned in a period. Inside a scope of the site."""
    rows = Appointment.unscoped.filter(
        state=Appointment.State.PLANNED,
        starts_at__gt=max(starts_at, timezone.now()) - timedelta(minutes=480),
        starts_at__lt=ends_at,
    )
    if whose.professional:
        rows = rows.filter(professional=whose.professional)
    else:
        rows = rows.filter(professional__structure=whose.structure, professional__unit=whose.unit)
    keys = [
        key
        for key, start, minutes in rows.values_list("pk", "starts_at", "minutes")
        if start + timedelta(minutes=minutes) > max(starts_at, timezone.now())
    ]
    return (
        Appointment.unscoped.filter(pk__in=keys, state=Appointment.State.PLANNED)
        .select_related(
            "beneficiary__unit",
            "professional",
            "category",
            "invitation__category",
            "invitation__beneficiary__unit",
        )
        .order_by("starts_at", "pk")
    )


@transaction.atomic
def be_back(*, unavailability: Unavailability, actor: Actor) -> None:
    """The diary is open again; what was cancelled stays cancelled. Raises BookingError."""
    whose = Whose(unavailability.professional, unavailability.structure, unavailability.unit)
    _check_right(whose, actor)
    now = timezone.now()
    with system_scope(Scope.HOURS, actor=actor):
        rows = Unavailability.unscoped.select_for_update(of=("self",))
        row = rows.filter(pk=unavailability.pk, ends_at__gt=now).first()
        if row is None:
            message = "Cette indisponibilité est déjà finie."
            raise BookingError(message)
        if row.starts_at >= now:
            row.delete()
        else:
            row.ends_at = now
            row.save()


def _check_right(whose: Whose, actor: Actor) -> None:
    if whose.professional:
        is_allowed = rules.may_set_hours_of(actor.user, whose.professional)
    else:
        is_allowed = whose.unit is not None and rules.may_set_hours_in(actor.user, whose.unit)
    if not is_allowed:
        raise BookingError(_NOT_YOURS)
