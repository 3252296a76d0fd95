"""Forms of orientations, referents, requests and exits."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from portal.followup.forms import AreaForm, choices_of, day_field, long_text
from portal.followup.orientation.models import (
    ExitReason,
    Handover,
    Orientation,
    Path,
    ReorientationRequest,
)
from portal.followup.orientation.queries import open_units
from portal.followup.orientation.services import ToHandOver
from portal.followup.orientation.services.handing_over import Key
from portal.followup.people.models import Professional, Unit
from snippets.models import Organisation

Kind = ReorientationRequest.Kind
_CHOOSE = "Choisissez"
_FATE = "devenir"
_STRUCTURES = (
    Organisation.Kind.DEPARTMENT,
    Organisation.Kind.EMPLOYMENT_PARTNER,
    Organisation.Kind.ASSOCIATION,
)


def structures() -> Any:
    """Those that may follow people: of the Département, partners, associations."""
    return Organisation.objects.filter(kind__in=_STRUCTURES, suspended_at__isnull=True)


class SeenForm(AreaForm):
    """A form that holds what it was read on, so that nobody decides over another decision."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class _Where(SeenForm):
    """The structure and the unit."""

    structure = forms.ModelChoiceField(
        label="Structure référente",
        queryset=Organisation.objects.none(),
        empty_label=_CHOOSE,
        error_messages={"required": "Choisissez la structure référente."},
    )
    unit: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Unité qui suit le dossier",
        queryset=Unit.objects.none(),
        empty_label=_CHOOSE,
        error_messages={"required": "Choisissez l’unité."},
        help_text="Sa ou son responsable lit le dossier.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "structure", structures())
        choices_of(self, "unit", open_units())


class OrientForm(_Where):
    """An orientation."""

    path = forms.ChoiceField(
        label="Parcours",
        choices=Path.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le parcours."},
    )
    starts_on = day_field("Date de la décision", "Donnez la date de la décision.")
    notified_on = day_field(
        "Date de la notification",
        "",
        required=False,
        help_text="Le jour où la personne l’apprend. Laissez vide si c’est à faire.",
    )
    reason = long_text(
        "Motif", max_length=2000, help_text="Lu par qui oriente et par qui suit le dossier."
    )
    field_order = ["path", "structure", "unit", "starts_on", "notified_on", "reason"]


class CorrectForm(_Where):
    """An orientation that was not notified."""

    path = forms.ChoiceField(label="Parcours", choices=Path.choices, widget=forms.RadioSelect)
    starts_on = day_field("Date de la décision", "Donnez la date de la décision.")
    reason = long_text("Motif", max_length=2000)
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ["path", "structure", "unit", "starts_on", "reason"]


class FranceTravailForm(_Where):
    """Past the legal time: what is recorded of France Travail's orientation."""

    path = forms.ChoiceField(
        label="Parcours", choices=Path.choices, initial=Path.PROFESSIONAL, widget=forms.RadioSelect
    )
    starts_on = day_field("Date de l’orientation par France Travail", "Donnez la date.")
    field_order = ["path", "structure", "unit", "starts_on"]


class NotifyForm(AreaForm):
    """The day on which the person was told."""

    on = day_field(
        "Date de la notification",
        "Donnez la date de la notification.",
        help_text="Le délai du premier contrat part de ce jour.",
    )


class Fates:
    """The fields of a handover: one choice for each thing, the usual one proposed."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    items: list[ToHandOver]

    def add_fates(self, items: Iterable[ToHandOver], *, reads_all: bool) -> None:
        """Ask what becomes of each; labels say no more than the reader may know."""
        self.items = [*items]
        for item in self.items:
            if not item.is_asked:
                continue
            self.fields[_name(item.key)] = forms.ChoiceField(
                label=item.label if reads_all else item.neutral_label,
                choices=item.fates,
                initial=item.default,
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
                error_messages={"required": "Choisissez ce que cela devient."},
            )

    @property
    def fates(self) -> dict[Key, Handover.Fate]:
        """What was chosen."""
        chosen = {item.key: self.cleaned_data.get(_name(item.key)) for item in self.items}
        return {key: Handover.Fate(fate) for key, fate in chosen.items() if fate}


def _name(key: Key) -> str:
    kind, object_id = key
    return f"{_FATE}_{kind}_{object_id}"


class ProfessionalChoice(forms.ModelChoiceField):
    """A professional, with where they work."""

    def label_from_instance(self, obj: Professional) -> str:
        return f"{obj.name} ({obj.get_profession_display().lower()}, {obj.unit})"


class AssignForm(Fates, SeenForm):
    """The referent, and what becomes of what the former one leaves."""

    professional = ProfessionalChoice(
        label="Référente ou référent",
        queryset=Professional.objects.none(),
        empty_label=_CHOOSE,
        error_messages={"required": "Choisissez la référente ou le référent."},
    )
    reason = forms.CharField(
        label="Motif",
        max_length=500,
        required=False,
        help_text="Par exemple\u00a0: changement d’unité, départ, charge.",
    )

    def __init__(
        self,
        *args: Any,
        professionals: Any,
        items: Iterable[ToHandOver],
        reads_all: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "professional", professionals)
        self.add_fates(items, reads_all=reads_all)


class RequestForm(AreaForm):
    """What a referent asks. A draft may be incomplete: sending says what is missing."""

    wanted_path = forms.ChoiceField(
        label="Parcours demandé", required=False, choices=Path.choices, widget=forms.RadioSelect
    )
    wanted_structure = forms.ModelChoiceField(
        label="Structure souhaitée",
        required=False,
        queryset=Organisation.objects.none(),
        empty_label="Sans préférence",
        help_text="Si vous la connaissez déjà.",
    )
    exit_reason = forms.ChoiceField(
        label="Motif de la sortie", required=False, choices=[("", _CHOOSE), *ExitReason.choices]
    )
    exit_on = day_field("Date de la sortie", "", required=False, help_text="Le dernier jour suivi.")
    reason = long_text("Pourquoi vous le demandez", max_length=3000, rows=5)
    person_opinion = long_text(
        "Avis de la personne",
        max_length=2000,
        help_text="Ce qu’elle en dit, ou pourquoi son avis n’a pas pu être demandé.",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    _OF_KIND = {
        Kind.REORIENTATION: ("wanted_path", "wanted_structure"),
        Kind.EXIT: ("exit_reason", "exit_on"),
    }

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for other, names in self._OF_KIND.items():
            for name in names if other != kind else ():
                del self.fields[name]
        if kind == Kind.REORIENTATION:
            choices_of(self, "wanted_structure", structures())


class AnswerForm(Fates, _Where):
    """The officer's answer: what accepting does is asked with it, by kind of request."""

    ACCEPT, REFUSE = "accept", "refuse"

    decision = forms.ChoiceField(
        label="Réponse",
        choices=[(ACCEPT, "Accepter"), (REFUSE, "Refuser")],
        widget=forms.RadioSelect,
        error_messages={"required": "Acceptez ou refusez."},
        help_text="Ce qui suit le motif sert seulement si vous acceptez.",
    )
    answer = long_text(
        "Motif de la réponse",
        "Dites pourquoi\u00a0: la personne qui a demandé lira votre réponse.",
        max_length=3000,
    )
    path = forms.ChoiceField(
        label="Parcours", choices=Path.choices, required=False, widget=forms.RadioSelect
    )
    starts_on = day_field("Date de la décision", "Donnez la date de la décision.")
    professional = ProfessionalChoice(
        label="Nouvelle référente ou nouveau référent",
        queryset=Professional.objects.none(),
        empty_label=_CHOOSE,
        error_messages={"required": "Choisissez la référente ou le référent."},
    )
    exit_reason = forms.ChoiceField(label="Motif de la sortie", choices=ExitReason.choices)
    exit_on = day_field("Date de la sortie", "Donnez la date de la sortie.")
    situation = long_text("Situation à la sortie", max_length=2000)
    version = forms.IntegerField(widget=forms.HiddenInput)

    _OF_KIND = {
        Kind.REORIENTATION: ("path", "structure", "unit", "starts_on"),
        Kind.REFERENT: ("professional",),
        Kind.EXIT: ("exit_reason", "exit_on", "situation"),
    }
    field_order = ["decision", "answer", "path", "structure", "unit", "starts_on"]

    def __init__(
        self,
        *args: Any,
        request: ReorientationRequest,
        professionals: Any,
        items: Iterable[ToHandOver],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for kind, names in self._OF_KIND.items():
            for name in names if kind != request.kind else ():
                del self.fields[name]
        if request.kind == Kind.REFERENT:
            choices_of(self, "professional", professionals)
        self.add_fates(items if request.kind == Kind.REFERENT else (), reads_all=False)
        if self.is_bound and self.data.get("decision") == self.REFUSE:
            asked = {"decision", "answer", "version", "seen"}
            for name in self.fields.keys() - asked:
                self.fields[name].required = False

    @property
    def accepts(self) -> bool:
        """Whether it is accepted."""
        return self.cleaned_data["decision"] == self.ACCEPT


class ExitForm(AreaForm):
    """The end of a pathway."""

    reason = forms.ChoiceField(
        label="Motif",
        choices=[("", _CHOOSE), *ExitReason.choices],
        error_messages={"required": "Choisissez le motif."},
    )
    on = day_field("Date de la sortie", "Donnez la date de la sortie.")
    situation = long_text("Situation à la sortie", max_length=2000)


class TakeBackForm(AreaForm):
    """Why an exit was a mistake."""

    why = long_text(
        "Motif de l’annulation", "Dites pourquoi la sortie est annulée.", max_length=1000
    )


def first_values(case: Any, orientation: Orientation | None) -> dict[str, Any]:
    """What a form of orientation begins with."""
    return {
        "seen": orientation.pk if orientation else None,
        "unit": case.unit_id,
        "starts_on": timezone.localdate(),
    }
