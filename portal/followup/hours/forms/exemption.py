"""A reduction or a waiver."""

from datetime import timedelta
from typing import Any

from django import forms

from portal.followup.configuration.models import Term
from portal.followup.contract.forms.base import (
    TermField,
    day,
    one_of,
    open_terms,
    short,
    whole_hours,
)
from portal.followup.forms import AreaForm
from portal.followup.hours.models import HoursExemption
from portal.followup.hours.services.exempting import ExemptionValues
from snippets import french

_ONE_DAY = timedelta(days=1)


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
