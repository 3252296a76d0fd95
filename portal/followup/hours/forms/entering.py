"""What those who follow the person write: hours of several weeks, one activity, a correction."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from portal.followup.configuration.models import Term
from portal.followup.contract.forms.base import TermField, day, open_terms, short, today
from portal.followup.forms import AreaForm
from portal.followup.hours.forms.fields import (
    hours_field,
    key_field,
    time_field,
    week_hours_field,
)
from portal.followup.hours.models import ActivityLog, new_key
from portal.followup.hours.values import HoursValues, monday_of

# Weeks of one form.
WEEKS = 8
_IS_CONFIRMED = "Je confirme ces heures"
_WAITS = "Décochez si vous attendez une attestation\u00a0: elles ne comptent pas encore."


def _confirmed() -> forms.BooleanField:
    return forms.BooleanField(label=_IS_CONFIRMED, required=False, initial=True, help_text=_WAITS)


class _KeyedForm(AreaForm):
    """Sent twice, it writes once."""

    kind = TermField(Term.List.ACTIVITY_KIND, label="Activité", empty_label=None)
    comment = short("Précision (facultatif)", most=300, help_text="Pour une formation, son nom.")
    is_confirmed = _confirmed()
    key = key_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_terms(self, "kind")
        self.fields["key"].initial = new_key


class HoursForm(_KeyedForm):
    """One activity, and its hours week by week: what is left empty is not written."""

    def __init__(self, *args: Any, until: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = monday_of(min(until or today(), today()))
        self.mondays = [last - timedelta(weeks=number) for number in range(WEEKS)]
        for monday in self.mondays:
            sunday = monday + timedelta(days=6)
            label = f"Du {monday:%d/%m} au {sunday:%d/%m/%Y}"
            self.fields[_name(monday)] = week_hours_field(label, required=False)
            self.dress(self.fields[_name(monday)])

    @property
    def week_fields(self) -> Iterator[forms.BoundField]:
        """Newest first."""
        for monday in self.mondays:
            yield self[_name(monday)]

    @property
    def earlier(self) -> date:
        """The Monday before those of this form."""
        return self.mondays[-1] - timedelta(weeks=1)

    @property
    def hours(self) -> dict[date, Decimal]:
        """Hours by Monday."""
        found = {monday: self.cleaned_data.get(_name(monday)) for monday in self.mondays}
        return {monday: hours for monday, hours in found.items() if hours}


def _name(monday: date) -> str:
    return f"week_{monday:%Y-%m-%d}"


class ActivityForm(_KeyedForm):
    """One activity of a day, with its times when they are known."""

    day = day("Jour")
    starts_at = time_field("De (facultatif)")
    ends_at = time_field("À (facultatif)")
    hours = hours_field(
        "Heures", required=False, help_text="Laissez vide pour compter tout l’horaire."
    )
    field_order = ("kind", "day", "starts_at", "ends_at", "hours", "comment", "is_confirmed", "key")

    @property
    def values(self) -> HoursValues:
        """What to write."""
        names = ("kind", "day", "starts_at", "ends_at", "hours", "comment")
        return HoursValues(**{name: self.cleaned_data[name] for name in names})


class _EntryForm(AreaForm):
    """A line, corrected. What the person wrote of theirs stays; they read why hours change."""

    kind = TermField(Term.List.ACTIVITY_KIND, label="Activité", empty_label=None)
    comment = short("Précision", most=300)
    correction = short(
        "Motif, si les heures changent",
        most=300,
        help_text="La personne a déclaré ces heures\u00a0: elle le lit dans son espace.",
    )

    def __init__(self, *args: Any, entry: ActivityLog, **kwargs: Any) -> None:
        super().__init__(*args, initial=_said(entry, self.base_fields), **kwargs)
        del self.fields["comment" if entry.by_person else "correction"]
        open_terms(self, "kind", entry.kind)

    @property
    def values(self) -> HoursValues:
        """What to write."""
        said = self.cleaned_data.items()
        return HoursValues(**{name: value for name, value in said if name != "correction"})


class WeekEntryForm(_EntryForm):
    """A line of a week, corrected."""

    week = day("Semaine du", help_text="Un jour de cette semaine.")
    hours = week_hours_field("Heures", required=True)
    field_order = ("week", "kind", "hours", "comment", "correction")


class DayEntryForm(_EntryForm):
    """A line of a day, corrected."""

    day = day("Jour")
    starts_at = time_field("De")
    ends_at = time_field("À")
    hours = hours_field("Heures", required=True)
    field_order = ("kind", "day", "starts_at", "ends_at", "hours", "comment", "correction")


def _said(entry: ActivityLog, names: Any) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in names}
    return values | {"kind": entry.kind_id, "hours": entry.hours.normalize()}
