"""What is typed to give a caseload: the day, what becomes of things, who takes each case."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from portal.followup.forms import AreaForm, day_field
from portal.followup.models import Handover
from portal.followup.orientation.services.handing_over import APPOINTMENT, CONTRACT, STEP
from portal.followup.people.models import Professional
from portal.followup.reassignment.planning import Line
from portal.followup.reassignment.services import Chosen
from snippets.numbers import whole_number

Fate = Handover.Fate
LEFT = ("", "Ne pas confier maintenant")
_FAR = timedelta(days=92)


class PlanForm(AreaForm):
    """One field a case (`case_<pk>`) with the seal of what was shown (`seal_<pk>`)."""

    leaves_on = day_field(
        "À partir du",
        "Donnez le jour du changement.",
        help_text="Imprimé dans les lettres. L’accès, lui, change dès que vous appliquez.",
    )
    appointment = forms.ChoiceField(
        label="Rendez-vous à venir",
        choices=[
            (Fate.MOVED, "Tenus par la personne qui reprend"),
            (Fate.CANCELLED, "Annulés par le service, et proposés de nouveau"),
        ],
        initial=Fate.MOVED,
    )
    step = forms.ChoiceField(
        label="Étapes ouvertes",
        choices=[(Fate.KEPT, "Continuent"), (Fate.CANCELLED, "Annulées par le service")],
        initial=Fate.KEPT,
    )
    contract = forms.ChoiceField(
        label="Contrats en préparation",
        choices=[(Fate.KEPT, "Continuent à se préparer"), (Fate.CANCELLED, "Abandonnés")],
        initial=Fate.KEPT,
    )
    reason = forms.CharField(label="Motif", max_length=200, required=False)

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.fields["leaves_on"].initial = timezone.localdate()
        for line in lines:
            if not line.able:
                continue
            chosen = forms.ChoiceField(
                label=f"Dossier n°\u00a0{line.case.shown_number}",
                choices=[LEFT, *((str(one.pk), _said(one)) for one in line.able)],
                initial=str(line.proposed.pk) if line.proposed else "",
                required=False,
            )
            self.dress(chosen)
            self.fields[f"case_{line.case.pk}"] = chosen
            self.fields[f"seal_{line.case.pk}"] = forms.CharField(
                widget=forms.HiddenInput, initial=line.seal, required=False, max_length=24
            )

    def clean_leaves_on(self) -> Any:
        """A day near enough that letters say it."""
        day = self.cleaned_data["leaves_on"]
        if abs(day - timezone.localdate()) > _FAR:
            message = "Choisissez un jour à moins de trois mois d’aujourd’hui."
            raise forms.ValidationError(message)
        return day

    @property
    def common_fields(self) -> list[Any]:
        """Those that are about all cases."""
        names = ("leaves_on", "appointment", "step", "contract", "reason")
        return [self[name] for name in names]

    @property
    def rows(self) -> list[tuple[Line, Any, Any]]:
        """Each case with its fields; none for a case that nobody may take."""
        return [
            (line, self[f"case_{line.case.pk}"], self[f"seal_{line.case.pk}"])
            if line.able
            else (line, None, None)
            for line in self.lines
        ]

    @property
    def professionals(self) -> dict[int, Professional]:
        """To whom each case goes, as far as it is known."""
        found = {}
        for line in self.lines:
            name = f"case_{line.case.pk}"
            if name in self.fields:
                value = self[name].value()
                for one in line.able:
                    if str(one.pk) == str(value):
                        found[line.case.pk] = one
        return found

    @property
    def chosen(self) -> dict[int, Chosen]:
        """What was sent, with the seals; cases that are gone since too, to be said so."""
        known = {one.pk: one for line in self.lines for one in line.able}
        found = {
            pk: Chosen(one, self.cleaned_data[f"seal_{pk}"])
            for pk, one in self.professionals.items()
        }
        for name, value in self.data.items():
            kind, _, typed = name.partition("_")
            case, professional = whole_number(typed), whole_number(value)
            if kind != "case" or case is None or professional is None:
                continue
            if case not in found and name not in self.fields and professional in known:
                found[case] = Chosen(known[professional], "")
        return found

    @property
    def fates(self) -> dict[str, Handover.Fate]:
        """What becomes of each kind of thing."""
        data = self.cleaned_data
        return {
            APPOINTMENT: Fate(data["appointment"]),
            STEP: Fate(data["step"]),
            CONTRACT: Fate(data["contract"]),
        }


def _said(professional: Professional) -> str:
    return f"{professional.name} ({professional.get_profession_display().lower()})"
