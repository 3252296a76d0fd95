"""Forms of the person: a code from a letter, an hour, why they cancel."""

from collections.abc import Iterable
from typing import Any

from django import forms

from portal.followup.booking.slots import Slot

_GONE = "Cette heure n’est plus libre. Choisissez-en une autre."


class CodeForm(forms.Form):
    """The code that a letter prints."""

    code = forms.CharField(
        label="Code de votre lettre",
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "form-control",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        help_text="Seize lettres et chiffres, par exemple ABCD-EFGH-JKMN-PQRS.",
        error_messages={"required": "Saisissez le code de votre lettre."},
    )


class SlotForm(forms.Form):
    """One of the hours that are free now."""

    slot = forms.ChoiceField(
        label="Votre heure",
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "Choisissez une heure.", "invalid_choice": _GONE},
    )

    def __init__(self, *args: Any, slots: Iterable[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["slot"]
        choices.choices = [(slot.key, slot.key) for slot in slots]


class CancelForm(forms.Form):
    """Why, if they want to say it."""

    reason = forms.CharField(
        label="Pourquoi\u00a0? (si vous voulez)",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
        error_messages={"max_length": "Écrivez moins de 300 signes."},
    )
