"""Why an organisation takes its opportunity off line."""

from django import forms

from pages.moderation.forms import REASON_MAX, clean_text


class ReasonForm(forms.Form):
    """One sentence, kept in the history of the opportunity."""

    reason = forms.CharField(
        label="Pourquoi la retirez-vous\u00a0?",
        max_length=REASON_MAX,
        widget=forms.Textarea({"rows": 3, "class": "form-control"}),
        help_text="Cette raison est gardée dans l’historique. Le public ne la voit pas.",
        error_messages={"required": "Dites pourquoi vous retirez cette annonce."},
    )

    def clean_reason(self) -> str:
        """Storable text."""
        return clean_text(self.cleaned_data["reason"])
