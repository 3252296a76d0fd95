"""The form of a report."""

from django import forms

from search.models import AdReport
from snippets.fields import AddressFormField


class ReportForm(forms.Form):
    """Signaler une annonce. `website` is a trap: people do not see it, robots fill it in."""

    reason = forms.ChoiceField(
        label="Que se passe-t-il\u00a0?",
        choices=AdReport.Reason.choices,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={
            "required": "Choisissez une raison.",
            "invalid_choice": "Choisissez une raison de la liste.",
        },
    )
    message = forms.CharField(
        label="Votre message (facultatif)",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 5}),
        help_text="Dites en quelques mots ce qui ne va pas. N’écrivez pas d’information "
        "personnelle sur votre santé ou votre situation.",
    )
    email = AddressFormField(
        label="Votre adresse e-mail (facultatif)",
        required=False,
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "email"}),
        help_text="Seulement si vous voulez une réponse. Exemple\u00a0: nom@exemple.fr.",
    )
    website = forms.CharField(
        label="Laissez ce champ vide",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def is_trapped(self) -> bool:
        """Whether a robot filled in the field that people do not see."""
        return bool(self.data.get("website", "").strip())
