"""The code that a person types."""

from django import forms

from portal.followup.forms import AreaForm


class CodeForm(AreaForm):
    """Twelve letters and digits, typed in any way."""

    code = forms.CharField(
        label="Code reçu",
        max_length=40,
        help_text="Douze lettres et chiffres, comme BCDF-2345-GHJK. Il sert une seule fois.",
        error_messages={"required": "Écrivez le code que l’on vous a donné."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
