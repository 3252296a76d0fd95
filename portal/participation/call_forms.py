"""Forms of call-backs."""

from typing import Any

from django import forms

from portal.participation.models import MAX_NAME
from snippets.validators import validate_phone

_TEXT = {"class": "form-control"}
BEST_TIMES = (
    ("", "N’importe quand"),
    ("Le matin", "Le matin"),
    ("L’après-midi", "L’après-midi"),
    ("En fin de journée", "En fin de journée"),
)


class CallMeForm(forms.Form):
    """« Être rappelé·e »: a name and a number are enough."""

    first_name = forms.CharField(
        label="Prénom",
        max_length=MAX_NAME,
        widget=forms.TextInput(attrs={**_TEXT, "autocomplete": "given-name"}),
        error_messages={"required": "Écrivez votre prénom."},
    )
    last_name = forms.CharField(
        label="Nom",
        max_length=MAX_NAME,
        widget=forms.TextInput(attrs={**_TEXT, "autocomplete": "family-name"}),
        error_messages={"required": "Écrivez votre nom."},
    )
    phone = forms.CharField(
        label="Téléphone",
        max_length=25,
        validators=[validate_phone],
        widget=forms.TextInput(attrs={**_TEXT, "type": "tel", "autocomplete": "tel"}),
        help_text="Exemple\u00a0: 06 12 34 56 78.",
        error_messages={"required": "Écrivez votre numéro de téléphone."},
    )
    best_time = forms.ChoiceField(
        label="Quand vous appeler\u00a0?",
        required=False,
        choices=BEST_TIMES,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    message = forms.CharField(
        label="De quoi avez-vous besoin\u00a0? (si vous voulez)",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={**_TEXT, "rows": 3}),
        error_messages={"max_length": "Écrivez moins de 500 signes."},
    )


class NoteForm(forms.Form):
    """A word for the colleague who calls next."""

    note = forms.CharField(
        label="Note",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs=_TEXT),
        error_messages={"max_length": "Écrivez moins de 500 signes."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].widget.attrs["aria-label"] = "Note"
