"""All that happened in a case, the newest first.

Who comes here was let into the whole case: its rows are read through the second lock. What some of
them may not read (confidential notes, procedures) is neither there nor counted.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from portal.followup.access.ways import Way, ways_to
from portal.followup.case.event_words import ICONS, TABS, TIMED, TITLES
from portal.followup.case.timeline_rows import EXCERPT, rows_of
from portal.followup.merging.pointers import Origins
from portal.followup.models import Beneficiary

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `is_whole_day`: no hour is known of it."""

    at: datetime
    what: str
    title: str
    label: str
    text: str
    who: str
    # The name of the address that has the whole of it, of the case or of its row `key`.
    address: str
    key: int
    icon: str
    is_whole_day: bool
    # The number of the case that it comes from, of a case in which another was merged.
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of it, from 1."""

    events: list[Event]
    number: int
    has_next: bool


def timeline_of(
    case: Beneficiary,
    user: Any,
    *,
    ways: frozenset[Way] | None = None,
    number: int = 1,
    origins: Origins | None = None,
) -> Timeline:
    """A page of what happened, as this person may read it.

    `ways`: how they reach the case, where it is known; `origins`: of which former case.
    """
    start = (number - 1) * PER_PAGE
    if ways is None:
        ways = ways_to(user, case.pk)
    rows = rows_of(case, user, ways, start=start, most=PER_PAGE + 1)
    events = [_event(*row) for row in rows[:PER_PAGE]]
    if origins is not None:
        events = [replace(one, origin=origins.of(one.what, one.key)) for one in events]
    return Timeline(events, number, len(rows) > PER_PAGE)


def _event(
    at: datetime,
    what: str,
    code: str,
    label: str,
    text: str,
    who: str,
    key: int,
) -> Event:
    told = TITLES[what]
    tab = TABS[what]
    return Event(
        at=at,
        what=what,
        title=told if isinstance(told, str) else told.get(code, code),
        label=label,
        text=f"{text}…" if len(text) == EXCERPT else text,
        who=who,
        address=f"followup:{'document' if what == 'document' else tab}",
        key=key,
        icon=ICONS[tab],
        is_whole_day=what not in TIMED,
    )
