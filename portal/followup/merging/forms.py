"""What is typed to find a duplicate, to propose a merge, to answer it."""

from typing import Any

from django import forms

from portal.followup.forms import AreaForm, long_text
from portal.followup.merging.comparing import Comparison


class NumberForm(AreaForm):
    """The number of the other case, when nothing found it."""

    number = forms.IntegerField(
        label="Numéro de l’autre dossier",
        min_value=1,
        max_value=2**62,
        error_messages={
            "required": "Écrivez le numéro de l’autre dossier.",
            "invalid": "Un numéro de dossier est fait de chiffres.",
        },
    )


class ProposeForm(AreaForm):
    """What stays where the two differ, and why they are one person."""

    reason = long_text(
        "Pourquoi est-ce la même personne\u00a0?",
        "Dites pourquoi ce sont les dossiers d’une même personne.",
        max_length=2000,
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, comparison: Comparison, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, forms.Field] = {}
        for line in comparison.to_choose:
            field = forms.ChoiceField(
                label=line.label,
                choices=line.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Choisissez\u00a0: {line.label.lower()}."},
            )
            # What is typed one way or the other is proposed; what a case has one of is chosen.
            if line in comparison.identity:
                field.initial = line.default
            self.dress(field)
            chosen[line.name] = field
        self.fields = chosen | self.fields
        self.fields["seen"].initial = comparison.seal

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen, by name."""
        own = {"reason", "seen"}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}


class RefuseForm(AreaForm):
    """Why a merge is refused."""

    answer = long_text("Motif du refus", "Dites pourquoi la fusion est refusée.", max_length=2000)
