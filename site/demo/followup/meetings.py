"""Appointments that were held or missed, the notes of them, and those to come."""

import random
from datetime import date, datetime, time, timedelta

from demo.followup import words
from demo.followup.written import Written, at, by
from portal.followup.models import Appointment, Beneficiary, JournalEntry, Professional

_HOURS = (
    (time(9, 0), 45),
    (time(10, 0), 45),
    (time(11, 0), 30),
    (time(14, 0), 45),
    (time(15, 30), 60),
)
_STATES = (Appointment.State.HELD, Appointment.State.EXCUSED, Appointment.State.NO_SHOW)
_MOST, _LOOK_BACK = 8, timedelta(days=240)


class Meetings:
    """Fills the diaries of professionals, without meeting two people at once to come."""

    def __init__(self, today: date, written: Written) -> None:
        self.today, self.written = today, written
        self.diaries: set[tuple[int, datetime]] = set()

    def write(
        self,
        case: Beneficiary,
        referent: Professional,
        period: tuple[date, date | None],
        luck: random.Random,
    ) -> None:
        """Every few weeks, at most the last eight; then, for one in two, the next one."""
        since, ended = period
        last = ended or self.today
        if luck.random() < 0.08:
            # Silent for more than two months.
            last -= timedelta(days=luck.randint(62, 120))
        day = max(since, last - _LOOK_BACK)
        days: list[date] = []
        while day < last and len(days) < _MOST:
            day += timedelta(days=luck.randint(18, 44))
            if day < last:
                days.append(day)
        for day in days:
            self._meeting(case, referent, day, luck)
        if ended is None and luck.random() < 0.5:
            days_ahead = 0 if luck.random() < 0.1 else luck.randint(1, 28)
            self._planned(case, referent, self.today + timedelta(days=days_ahead), luck)

    def _meeting(
        self, case: Beneficiary, referent: Professional, day: date, luck: random.Random
    ) -> None:
        state = luck.choices(
            _STATES,
            [86, 8, 6],
        )[0]
        hour, minutes = luck.choice(_HOURS)
        row = self.written.add(
            Appointment(
                beneficiary=case,
                professional=referent,
                state=state,
                starts_at=at(day, hour),
                minutes=minutes,
                mode=luck.choices([*Appointment.Mode], [70, 8, 18, 4])[0],
                **by(referent),
            )
        )
        if state == Appointment.State.HELD:
            is_secret = luck.random() < 0.06
            self.written.add(
                JournalEntry(
                    beneficiary=case,
                    visibility="profession" if is_secret else "team",
                    profession=referent.profession,
                    on=day,
                    text=luck.choice(words.CONFIDENTIAL if is_secret else words.NOTES),
                    appointment=row,
                    **by(referent),
                )
            )

    def _planned(
        self, case: Beneficiary, referent: Professional, day: date, luck: random.Random
    ) -> None:
        """At an hour at which the professional is free, on a day of the week."""
        day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        free = [
            (hour, minutes)
            for hour, minutes in _HOURS
            if (referent.pk, at(day, hour)) not in self.diaries
        ]
        if not free:
            return
        hour, minutes = luck.choice(free)
        self.diaries.add((referent.pk, at(day, hour)))
        self.written.add(
            Appointment(
                beneficiary=case,
                professional=referent,
                starts_at=at(day, hour),
                minutes=minutes,
                place=referent.unit.address,
                **by(referent),
            )
        )
