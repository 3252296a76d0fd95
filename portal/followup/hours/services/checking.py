"""What every line of hours must respect, whoever writes it; and the one way a line is written.

Who calls holds the case: what is counted in it stays so until the line is there.
"""

from datetime import time, timedelta
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.hours.errors import AlreadyNotedError, HoursError
from portal.followup.hours.models import ActivityLog, Source
from portal.followup.hours.states import State
from portal.followup.hours.values import (
    MOST_IN_A_DAY,
    MOST_IN_A_WEEK,
    SHOWN_WEEKS,
    HoursValues,
    length_of,
    minutes_of,
    monday_of,
    told_times,
)
from portal.followup.people.models import Beneficiary
from portal.followup.rows.authors import written_by
from snippets import french
from snippets.french import NBSP

_TYPED = frozenset({Source.HAND, Source.TRAINING})


def written(
    case: Beneficiary,
    values: HoursValues,
    *,
    key: str,
    actor: Actor,
    by_person: bool = False,
    source: Source | None = None,
    title: str = "",
) -> ActivityLog:
    """A line that waits for its confirmation, not saved yet. Raises HoursError.

    The same line sent twice is found, saved already; another one with its key is refused.
    """
    row = ActivityLog(beneficiary=case, by_person=by_person, title=title[:255], **written_by(actor))
    fill(row, values)
    row.source = source or values.source
    row.key = values.training_key if row.source == Source.TRAINING else key
    if known := known_line(case, row.source, row.key):
        if _is_the_same(known, row):
            return known
        raise AlreadyNotedError(known, field="kind")
    check_room(row)
    return row


def fill(row: ActivityLog, values: HoursValues) -> None:
    """Write what was said in a line. Raises HoursError for what cannot be."""
    monday = values.monday
    if monday is None:
        message = "Dites quel jour."
        raise HoursError(message, field="day")
    field = "day" if values.day else "week"
    if (values.day or monday) > timezone.localdate():
        message = "Une activité se note une fois faite\u00a0: ce jour est dans l’avenir."
        raise HoursError(message, field=field)
    if monday <= monday_of(timezone.localdate()) - timedelta(weeks=SHOWN_WEEKS):
        message = "Une activité se note dans les six mois\u00a0: ce jour est trop ancien."
        raise HoursError(message, field=field)
    if values.day == timezone.localdate() and _is_to_come(values.ends_at):
        message = "Une activité se note une fois faite\u00a0: cette heure n’est pas passée."
        raise HoursError(message, field="ends_at")
    row.kind, row.comment = values.kind, values.comment
    row.week, row.day = monday, values.day
    row.starts_at, row.ends_at = values.starts_at, values.ends_at
    row.hours = _hours_of(values)


def _is_to_come(hour: time | None) -> bool:
    """Whether an hour of today is later than now."""
    return hour is not None and hour > timezone.localtime().time()


def check_room(row: ActivityLog) -> None:
    """Raise HoursError when its day or its week would have more hours than there are.

    Lines that wait count here, since they may be confirmed; those that were refused do not.
    """
    others = ActivityLog.unscoped.filter(beneficiary=row.beneficiary_id).exclude(
        Q(state=State.REFUSED) | Q(pk=row.pk)
    )
    if row.day and _sum(others.filter(day=row.day)) + row.hours > MOST_IN_A_DAY:
        message = (
            f"Le {french.full_date(row.day)} aurait plus de {MOST_IN_A_DAY}{NBSP}h. Vérifiez les "
            "heures déjà notées ce jour-là."
        )
        raise HoursError(message, field="hours")
    if _sum(others.filter(week=row.week)) + row.hours > MOST_IN_A_WEEK:
        message = (
            f"La semaine du {row.week:%d/%m/%Y} aurait plus de {MOST_IN_A_WEEK}{NBSP}h. Vérifiez "
            "les heures déjà notées."
        )
        raise HoursError(message, field="hours")


def known_line(case: Beneficiary, source: str, key: str) -> ActivityLog | None:
    """The line of an activity, by what its source knows it by."""
    rows = ActivityLog.unscoped.filter(beneficiary=case, source=source, key=key)
    return rows.select_related("kind").first()


def _sum(rows: object) -> Decimal:
    return rows.aggregate(sum=Sum("hours"))["sum"] or Decimal(0)  # type: ignore[attr-defined]


def _is_the_same(known: ActivityLog, row: ActivityLog) -> bool:
    """Whether a form was sent twice, as a double click does."""
    names = ("kind_id", "week", "day", "starts_at", "ends_at", "hours", "comment", "created_by_id")
    return known.source in _TYPED and all(
        getattr(known, name) == getattr(row, name) for name in names
    )


def _hours_of(values: HoursValues) -> Decimal:
    length = _length(values)
    hours = values.hours if values.hours is not None else length
    if hours is None:
        message = "Écrivez les heures, ou l’heure de début et l’heure de fin."
        raise HoursError(message, field="hours")
    if hours <= 0:
        message = "Écrivez quelques minutes au moins."
        raise HoursError(message, field="hours")
    if length is not None and hours > length:
        times = told_times(values.starts_at, values.ends_at)
        message = (
            f"Cet horaire ({times}) dure {french.hours(length)}\u00a0: écrivez-en moins, ou "
            "corrigez-le."
        )
        raise HoursError(message, field="hours")
    if values.day and hours > MOST_IN_A_DAY:
        message = f"Une journée a {MOST_IN_A_DAY}{NBSP}heures."
        raise HoursError(message, field="hours")
    if hours > MOST_IN_A_WEEK:
        message = f"Écrivez {MOST_IN_A_WEEK}{NBSP}heures au plus."
        raise HoursError(message, field="hours")
    return hours


def _length(values: HoursValues) -> Decimal | None:
    """As long as its times say; None without times. Raises HoursError for half of them."""
    if values.starts_at is None and values.ends_at is None:
        return None
    if values.starts_at is None or values.ends_at is None:
        field = "ends_at" if values.ends_at is None else "starts_at"
        message = "Écrivez le début et la fin, ou ni l’un ni l’autre."
        raise HoursError(message, field=field)
    if values.day is None:
        message = "Dites quel jour\u00a0: un horaire est celui d’un jour."
        raise HoursError(message, field="day")
    start, end = minutes_of(values.starts_at, values.ends_at)
    if end <= start:
        message = (
            "La fin vient après le début. Une activité qui passe minuit se note en deux fois, une "
            "pour chaque jour."
        )
        raise HoursError(message, field="ends_at")
    return length_of(values.starts_at, values.ends_at)
