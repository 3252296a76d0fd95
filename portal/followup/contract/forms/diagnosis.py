"""The form of a diagnosis: a few answers, then each theme with its severity and its situations."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from portal.followup.configuration import terms
from portal.followup.configuration.models import Term
from portal.followup.contract.forms.base import CHOOSE, day, one_of, short, text, today
from portal.followup.contract.models import BarrierAssessment, Diagnosis
from portal.followup.contract.services.diagnoses import DiagnosisValues, SaidBarrier
from portal.followup.forms import AreaForm

_SEVERITIES = [("", "Non évalué"), *BarrierAssessment.Severity.choices]


@dataclass(frozen=True, slots=True)
class ThemeFields:
    """The fields of one theme, as they are drawn."""

    theme: Term
    severity: forms.BoundField
    situations: forms.BoundField | None
    comment: forms.BoundField

    @property
    def is_open(self) -> bool:
        """Whether its details are shown at first: there is something in them."""
        fields = [self.situations, self.comment, self.severity]
        return any(field is not None and (field.value() or field.errors) for field in fields)


class DiagnosisForm(AreaForm):
    """A new diagnosis is proposed what the last one says; its themes are those of today's list."""

    on = day("Établi le")
    is_joint = forms.BooleanField(
        label="Établi avec France Travail (diagnostic conjoint)", required=False
    )
    summary = text("Situation et atouts", most=5000, rows=5)
    needs = text("Besoins et attentes de la personne", most=5000, rows=4)
    has_driving_licence = forms.BooleanField(label="Permis B", required=False)
    has_vehicle = forms.BooleanField(label="Véhicule", required=False)
    is_lone_parent_without_childcare = forms.BooleanField(
        label="Parent isolé sans garde pour un enfant de moins de 12\u00a0ans",
        required=False,
        help_text="Une dispense d’heures est alors possible, si la personne la demande.",
    )

    def __init__(self, *args: Any, last: Diagnosis | None = None, **kwargs: Any) -> None:
        self.themes = _themes(last)
        self.situations = _situations([theme.pk for theme in self.themes], last)
        super().__init__(*args, **kwargs)
        for theme in self.themes:
            for name, field in self._fields_of(theme).items():
                self.fields[name] = field
                self.dress(field)

    @classmethod
    def initial_of(cls, diagnosis: Diagnosis) -> dict[str, Any]:
        """What the fields show of a diagnosis."""
        names = (name for name in cls.base_fields)
        initial = {name: getattr(diagnosis, name) for name in names}
        for barrier in diagnosis.barriers.all():
            initial[f"severity_{barrier.theme_id}"] = barrier.severity
            initial[f"comment_{barrier.theme_id}"] = barrier.comment
            initial[f"situations_{barrier.theme_id}"] = [
                str(term.pk) for term in barrier.situations.all()
            ]
        return initial

    @classmethod
    def initial_of_new(cls, last: Diagnosis | None) -> dict[str, Any]:
        """The last one again, today."""
        return {**(cls.initial_of(last) if last else {}), "on": today(), "is_joint": False}

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """Those that are no theme's."""
        return [self[name] for name in self.base_fields]

    @property
    def theme_fields(self) -> Iterator[ThemeFields]:
        """Theme by theme."""
        for theme in self.themes:
            situations = f"situations_{theme.pk}"
            yield ThemeFields(
                theme,
                self[f"severity_{theme.pk}"],
                self[situations] if situations in self.fields else None,
                self[f"comment_{theme.pk}"],
            )

    def clean(self) -> dict[str, Any]:
        """What is said of a theme goes with a severity."""
        cleaned = super().clean() or {}
        for theme in self.themes:
            severity = cleaned.get(f"severity_{theme.pk}")
            said = cleaned.get(f"situations_{theme.pk}") or cleaned.get(f"comment_{theme.pk}")
            if said and severity == "":
                self.add_error(f"severity_{theme.pk}", "Choisissez l’impact de ce frein.")
        return cleaned

    @property
    def values(self) -> DiagnosisValues:
        """What to write."""
        said = self.cleaned_data
        plain = {name: said[name] for name in self.base_fields}
        by_pk = {str(term.pk): term for terms in self.situations.values() for term in terms}
        barriers = [
            SaidBarrier(
                theme,
                said[f"severity_{theme.pk}"],
                [by_pk[pk] for pk in said.get(f"situations_{theme.pk}", [])],
                said[f"comment_{theme.pk}"],
            )
            for theme in self.themes
            if said[f"severity_{theme.pk}"]
        ]
        return DiagnosisValues(**plain, barriers=barriers)

    def _fields_of(self, theme: Term) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {
            f"severity_{theme.pk}": one_of(theme.label, _SEVERITIES, required=False)
        }
        if self.situations.get(theme.pk):
            fields[f"situations_{theme.pk}"] = forms.MultipleChoiceField(
                label="Situations",
                choices=[(str(term.pk), term.label) for term in self.situations[theme.pk]],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": CHOOSE},
            )
        fields[f"comment_{theme.pk}"] = short("Précision", most=500)
        return fields


def _themes(last: Diagnosis | None) -> list[Term]:
    """Those of today, and those that the last diagnosis names though they were withdrawn."""
    rows = terms.of(Term.List.BARRIER_THEME)
    if last is not None:
        named = [barrier.theme_id for barrier in last.barriers.all()]
        rows = rows | Term.unscoped.filter(pk__in=named)
    return list(rows.order_by("order", "label"))


def _situations(themes: list[int], last: Diagnosis | None) -> dict[int, list[Term]]:
    rows = terms.of(Term.List.BARRIER_SITUATION).filter(parent__in=themes)
    if last is not None:
        named = [term.pk for barrier in last.barriers.all() for term in barrier.situations.all()]
        rows = rows | Term.unscoped.filter(pk__in=named)
    found: dict[int, list[Term]] = {}
    for term in rows.order_by("order", "label"):
        if term.parent_id:
            found.setdefault(term.parent_id, []).append(term)
    return found
