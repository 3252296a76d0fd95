"""What somebody says of an activity, and what follows from it: its week, its length, its key."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from portal.followup.configuration.models import Term
from portal.followup.hours.models import Source
from snippets.folding import fold_name
from snippets.french import hour

# What the program knows of the list of activities (`migrations/0003_terms.py`).
TRAINING = "training_course"
MOST_IN_A_DAY = 24
MOST_IN_A_WEEK = 80
# What the screens show, and so what may be noted: before, nobody could correct it.
SHOWN_WEEKS = 26
_HUNDREDTH = Decimal("0.01")
_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursValues:
    """One activity. `week` is any day of its week, for one that has no `day`.

    Without `hours`, it lasted as long as its times say.
    """

    kind: Term
    hours: Decimal | None = None
    day: date | None = None
    week: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    comment: str = ""

    @property
    def monday(self) -> date | None:
        """Of its week; None while nothing says when it was."""
        day = self.day or self.week
        return monday_of(day) if day else None

    @property
    def source(self) -> Source:
        """What somebody types is known by hand, but for a training, known by its name."""
        return Source.TRAINING if self.kind.code == TRAINING else Source.HAND

    @property
    def training_key(self) -> str:
        """The same training at the same moment is the same activity, whoever notes it."""
        start = f"{self.starts_at:%H:%M}" if self.starts_at else ""
        moment = f"day:{self.day}:{start}" if self.day else f"week:{self.monday}"
        return f"{moment}:{fold_name(self.comment)}"[:300]


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def minutes_of(starts_at: time, ends_at: time) -> tuple[int, int]:
    """Start and end in minutes of the day; an end at midnight is the end of the day."""
    start, end = (moment.hour * 60 + moment.minute for moment in (starts_at, ends_at))
    return start, end or _DAY


def length_of(starts_at: time, ends_at: time) -> Decimal:
    """Hours between two times of a day."""
    start, end = minutes_of(starts_at, ends_at)
    return (Decimal(end - start) / 60).quantize(_HUNDREDTH)


def told_times(starts_at: time | None, ends_at: time | None) -> str:
    """“de 9 h à 11 h 30”; empty without times."""
    if starts_at is None or ends_at is None:
        return ""
    end = "minuit" if ends_at == time(0) else hour(ends_at)
    return f"de {hour(starts_at)} à {end}"
