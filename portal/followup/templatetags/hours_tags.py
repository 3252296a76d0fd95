"""Hours and times as people read them."""

from decimal import Decimal
from typing import Any

from django import template

from portal.followup.hours.models import ActivityLog
from portal.followup.hours.states import State
from portal.followup.hours.values import told_times
from snippets import french

register = template.Library()
_DECIDED = {
    State.CONFIRMED: "confirmée",
    State.REFUSED: "non retenue",
    State.WAITING: "confirmation annulée",
}


@register.filter
def as_hours(value: Decimal | int) -> str:
    """“3 h 30”."""
    return french.hours(value)


@register.filter
def as_number(value: Decimal) -> str:
    """“3.50”: what a program reads again, whatever the language of the page."""
    return str(value)


@register.filter
def times(activity: Any) -> str:
    """“de 9 h à 11 h 30”, of a line or of what was found."""
    return told_times(activity.starts_at, activity.ends_at)


@register.filter
def who_said(entry: ActivityLog) -> str:
    """“Notée par Lucie Roy le 12 janvier 2027, confirmée par Karim Haddad le …”."""
    said = "Déclarée par la personne" if entry.by_person else "Notée"
    written = french.long_day(entry.created_at)
    if not entry.by_person and entry.author_name:
        said = f"Notée par {entry.author_name}"
    if entry.decided_at is None:
        return f"{said} le {written}."
    decided = french.long_day(entry.decided_at)
    word = _DECIDED[State(entry.state)]
    if (entry.author_name, written) == (entry.decider_name, decided) and entry.is_confirmed:
        return f"Notée et confirmée par {entry.author_name} le {written}."
    return f"{said} le {written}, {word} par {entry.decider_name} le {decided}."
