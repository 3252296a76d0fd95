"""Forms of the settings."""

from typing import Any

from django import forms

from portal.followup.configuration import terms
from portal.followup.configuration.delays import Setting
from portal.followup.configuration.models import Term
from portal.followup.forms import AreaForm, choices_of, day_field, long_text

_DAY_HELP = "Aujourd’hui ou un jour à venir."


class _SeenForm(AreaForm):
    """A form that holds what it was read on."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


def _label_field() -> forms.CharField:
    return forms.CharField(
        label="Libellé", max_length=120, error_messages={"required": "Écrivez le libellé."}
    )


class NewTermForm(AreaForm):
    """A term to add."""

    label = _label_field()
    parent: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Thème",
        queryset=Term.objects.none(),
        empty_label="Choisissez",
        error_messages={"required": "Choisissez le thème de cette situation."},
    )
    valid_from = day_field("Proposé à partir du", "Donnez une date.", help_text=_DAY_HELP)

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if name == Term.List.BARRIER_SITUATION:
            choices_of(self, "parent", terms.of(Term.List.BARRIER_THEME))
        else:
            del self.fields["parent"]


class TermForm(_SeenForm):
    """A term to rename or to withdraw."""

    label = _label_field()
    valid_until = day_field(
        "Retiré le",
        "",
        required=False,
        help_text="Il n’est plus proposé à partir de ce jour, et reste sur les dossiers qui l’ont. "
        "Videz la date pour le proposer de nouveau.",
    )


class DelayForm(_SeenForm):
    """Another value, from a day on."""

    given: forms.Field = forms.IntegerField(label="Nouvelle valeur")
    starts_on = day_field("À partir du", "Donnez la date de départ.", help_text=_DAY_HELP)
    legal_reference = forms.CharField(
        label="Référence",
        max_length=200,
        required=False,
        help_text="L’article ou la délibération qui fixe cette valeur.",
    )
    field_order = ["given", "starts_on", "legal_reference"]

    def __init__(self, *args: Any, setting: Setting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if setting.is_date:
            field: forms.Field = day_field("Nouvelle date", "Donnez la date.")
        else:
            field = forms.IntegerField(
                label=f"Nouvelle valeur, en {setting.unit}",
                min_value=setting.least,
                max_value=setting.most,
                error_messages={
                    "required": "Donnez la valeur.",
                    "invalid": "Écrivez un nombre entier.",
                    "min_value": f"Donnez un nombre entre {setting.least} et {setting.most}.",
                    "max_value": f"Donnez un nombre entre {setting.least} et {setting.most}.",
                },
            )
        field.widget.attrs["class"] = "form-control"
        self.fields["given"] = field


class LetterForm(_SeenForm):
    """Another text, from a day on."""

    subject = forms.CharField(
        label="Objet", max_length=200, error_messages={"required": "Écrivez l’objet."}
    )
    body = long_text(
        "Texte",
        "Écrivez le texte.",
        rows=18,
        max_length=10_000,
        help_text="Une ligne vide sépare deux paragraphes.",
    )
    starts_on = day_field("À partir du", "Donnez la date de départ.", help_text=_DAY_HELP)
