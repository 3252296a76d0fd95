"""What somebody says of one day, and what follows: its length, whether it can be."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from portal.sponsorship.commitments.errors import CommitmentError
from portal.sponsorship.commitments.models.hours import MOST_IN_A_DAY, STEP, VolunteerHours
from snippets import french

_MIDNIGHT = 24 * 60
QUARTERS = "Comptez par quart d’heure\u00a0: 0,25, 0,5, 0,75, 1…"
NO_HOURS = "Écrivez le nombre d’heures, ou l’heure de début et l’heure de fin."
HALF = "Écrivez le début et la fin, ou ni l’un ni l’autre."
ORDER = "La fin vient après le début. Ce qui passe minuit se déclare en deux fois, une par jour."


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Hours of a day. Without `hours`, they last as long as the times say."""

    day: date
    hours: Decimal | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    note: str = ""

    @classmethod
    def of(cls, line: VolunteerHours) -> "Said":
        """What a line says."""
        return cls(
            day=line.day,
            hours=line.hours,
            starts_at=line.starts_at,
            ends_at=line.ends_at,
            note=line.note,
        )

    @property
    def minutes(self) -> tuple[int, int] | None:
        """From when to when, in minutes of the day; midnight is its end. None without times."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return minutes_of(self.starts_at, self.ends_at)

    def length(self) -> Decimal:
        """How many hours. Raises CommitmentError for what cannot be."""
        if (self.starts_at is None) != (self.ends_at is None):
            field = "ends_at" if self.ends_at is None else "starts_at"
            raise CommitmentError(HALF, field=field)
        between = self._between()
        hours = self.hours if self.hours is not None else between
        if hours is None:
            raise CommitmentError(NO_HOURS, field="hours")
        if hours <= 0 or hours % STEP:
            raise CommitmentError(QUARTERS, field="hours")
        if hours > MOST_IN_A_DAY:
            message = f"Une journée a {MOST_IN_A_DAY}\u00a0heures."
            raise CommitmentError(message, field="hours")
        if between is not None and hours > between:
            message = (
                f"Cet horaire dure {french.hours(between)}\u00a0: écrivez-en moins, ou corrigez-le."
            )
            raise CommitmentError(message, field="hours")
        return hours

    def _between(self) -> Decimal | None:
        if self.minutes is None:
            return None
        start, end = self.minutes
        if end <= start:
            raise CommitmentError(ORDER, field="ends_at")
        return Decimal(end - start) / 60


def minutes_of(starts_at: time, ends_at: time) -> tuple[int, int]:
    """Start and end in minutes of the day; an end at midnight is the end of the day."""
    start, end = (moment.hour * 60 + moment.minute for moment in (starts_at, ends_at))
    return start, end or _MIDNIGHT


def told_times(starts_at: time | None, ends_at: time | None) -> str:
    """« de 9 h à 11 h 30 »; empty without times."""
    if starts_at is None or ends_at is None:
        return ""
    end = french.hour(ends_at) if ends_at != time(0) else "minuit"
    return f"de {french.hour(starts_at)} à {end}"
