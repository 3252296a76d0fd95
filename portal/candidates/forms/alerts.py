"""Forms of alerts."""

from typing import Any

from django import forms

from portal.candidates.models import Frequency
from portal.candidates.searches import MAX_NAME
from snippets.fields import AddressFormField

_NOT_TYPED = "Écrivez votre adresse e-mail."


class AlertForm(forms.Form):
    """How often; and for who is not signed in, to which address.

    `website` is a trap: people do not see it, robots fill it in.
    """

    frequency = forms.ChoiceField(
        label="Quand voulez-vous recevoir les nouvelles offres\u00a0?",
        choices=Frequency.choices,
        initial=Frequency.DAILY,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={
            "required": "Choisissez quand.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    email = AddressFormField(
        label="Votre adresse e-mail",
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "email"}),
        help_text="Exemple\u00a0: nom@exemple.fr. Elle ne sert qu’à cette alerte.",
        error_messages={
            "required": _NOT_TYPED,
            "invalid": "Cette adresse n’est pas complète. Exemple\u00a0: nom@exemple.fr.",
        },
    )
    website = forms.CharField(
        label="Laissez ce champ vide",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, with_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_address:
            del self.fields["email"], self.fields["website"]

    @property
    def is_trapped(self) -> bool:
        """Whether a robot filled in the field that people do not see."""
        return "website" in self.fields and bool(self.data.get("website", "").strip())


class ChangeAlertForm(forms.Form):
    """A name of one's own, and how often."""

    name = forms.CharField(
        label="Nom de l’alerte",
        required=False,
        max_length=MAX_NAME,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        help_text="Vide\u00a0: ce que vous cherchez.",
    )
    frequency = forms.ChoiceField(
        label="Quand voulez-vous recevoir les nouvelles offres\u00a0?",
        choices=Frequency.choices,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={
            "required": "Choisissez quand.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
