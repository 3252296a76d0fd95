"""Forms of one's own data."""

from typing import Any

from django import forms

from portal.accounts.models import User
from snippets.validators import validate_person_name


class IdentityForm(forms.ModelForm):
    """One's own name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.validators.append(validate_person_name)

    class Meta:
        model = User
        fields = ("first_name", "last_name")
        widgets = {
            "first_name": forms.TextInput(
                attrs={"class": "form-control", "autocomplete": "given-name"}
            ),
            "last_name": forms.TextInput(
                attrs={"class": "form-control", "autocomplete": "family-name"}
            ),
        }


class ErasureForm(forms.Form):
    """Whether one is sure."""

    is_sure = forms.BooleanField(
        label="J’ai compris que mes données seront perdues",
        error_messages={"required": "Cochez la case pour continuer."},
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
