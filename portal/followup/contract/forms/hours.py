"""Hours of several weeks in one form; a reduction or a waiver."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from portal.followup.configuration.models import Term
from portal.followup.contract.forms.base import (
    TermField,
    day,
    one_of,
    open_terms,
    short,
    today,
    whole_hours,
)
from portal.followup.contract.models import ActivityLog, HoursExemption
from portal.followup.contract.services.hours import ExemptionValues, monday_of
from portal.followup.forms import AreaForm
from snippets import french

# Weeks of one form.
WEEKS = 8
_ONE_DAY = timedelta(days=1)
_HOURS_ERRORS = {
    "invalid": "Écrivez un nombre d’heures.",
    "required": "Écrivez un nombre d’heures.",
    "min_value": "Écrivez une demi-heure au moins.",
    "max_value": "Écrivez 80\u00a0heures au plus.",
    "max_decimal_places": "Écrivez une décimale au plus\u00a0: 3,5.",
    "max_digits": "Écrivez 80\u00a0heures au plus.",
    "max_whole_digits": "Écrivez 80\u00a0heures au plus.",
}


def _hours(label: str, *, required: bool) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=Decimal("0.5"),
        max_value=Decimal(80),
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput({"inputmode": "decimal"}),
        error_messages=_HOURS_ERRORS,
    )


class HoursForm(AreaForm):
    """One activity, and its hours week by week: what is left empty is not written."""

    kind = TermField(Term.List.ACTIVITY_KIND, label="Activité", empty_label=None)
    comment = short("Précision (facultatif)", most=300)

    def __init__(self, *args: Any, until: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_terms(self, "kind")
        last = monday_of(min(until or today(), today()))
        self.mondays = [last - timedelta(weeks=number) for number in range(WEEKS)]
        for monday in self.mondays:
            sunday = monday + timedelta(days=6)
            label = f"Du {monday:%d/%m} au {sunday:%d/%m/%Y}"
            self.fields[_name(monday)] = _hours(label, required=False)
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


class EntryForm(AreaForm):
    """One line of hours, corrected."""

    week = day("Semaine du", help_text="Un jour de cette semaine.")
    kind = TermField(Term.List.ACTIVITY_KIND, label="Activité", empty_label=None)
    hours = _hours("Heures", required=True)
    comment = short("Précision", most=300)

    def __init__(self, *args: Any, entry: ActivityLog, **kwargs: Any) -> None:
        initial = {
            "week": entry.week,
            "kind": entry.kind_id,
            "hours": entry.hours,
            "comment": entry.comment,
        }
        super().__init__(*args, initial=initial, **kwargs)
        open_terms(self, "kind", entry.kind)


class ExemptionForm(AreaForm):
    """A reduction, never to zero, or a waiver that the person asks for."""

    regime = one_of("Régime", HoursExemption.Regime.choices)
    weekly_hours = whole_hours(
        "Heures par semaine", help_text="Pour une durée réduite. Rien à écrire pour une dispense."
    )
    reason = TermField(
        Term.List.EXEMPTION_REASON,
        label="Motif",
        # None is chosen at first: a reason of health is not written by inattention.
        empty_label="Choisissez",
        help_text=(
            "Une dispense est possible pour la santé, le handicap, l’invalidité, un parent isolé "
            "sans garde pour un enfant de moins de 12\u00a0ans, ou l’aide à un proche. Une RQTH "
            "seule ne dispense de rien."
        ),
    )
    asked_by_person = forms.BooleanField(
        label="La personne le demande elle-même",
        required=False,
        help_text="Nécessaire pour une dispense.",
    )
    starts_on = day("À partir du")
    last_day = day(
        "Jusqu’au (compris)", required=False, help_text="Laissez vide si la fin n’est pas connue."
    )
    comment = short("Précision", most=500)

    def __init__(self, *args: Any, exemption: HoursExemption | None = None, **kwargs: Any) -> None:
        if exemption is not None:
            kwargs["initial"] = {
                **{
                    name: getattr(exemption, name)
                    for name in ("regime", "asked_by_person", "starts_on", "comment")
                },
                "weekly_hours": exemption.weekly_hours or None,
                "reason": exemption.reason_id,
                "last_day": exemption.ends_on - _ONE_DAY if exemption.ends_on else None,
            }
        super().__init__(*args, **kwargs)
        open_terms(self, "reason", exemption.reason if exemption else None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, last = cleaned.get("starts_on"), cleaned.get("last_day")
        if starts_on and last and last < starts_on:
            message = f"La fin vient après le {french.full_date(starts_on)}."
            self.add_error("last_day", message)
        return cleaned

    @property
    def values(self) -> ExemptionValues:
        """What to write."""
        said = self.cleaned_data
        last = said["last_day"]
        return ExemptionValues(
            regime=said["regime"],
            weekly_hours=said["weekly_hours"] or 0,
            reason=said["reason"],
            starts_on=said["starts_on"],
            ends_on=last + _ONE_DAY if last else None,
            asked_by_person=said["asked_by_person"],
            comment=said["comment"],
        )
