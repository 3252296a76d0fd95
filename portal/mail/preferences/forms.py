"""Forms of the preferences."""

from typing import Any

from django import forms

from snippets.fields import AddressFormField
from snippets.mail.categories import optional_categories


class PreferencesForm(forms.Form):
    """One box for each category that may be refused; ticked: it is received."""

    def __init__(self, *args: Any, refused: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category in optional_categories():
            self.fields[category.key] = forms.BooleanField(
                label=category.label,
                help_text=category.description,
                required=False,
                initial=category.key not in refused,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )

    @property
    def accepted(self) -> list[str]:
        """The keys of what is received."""
        return [key for key, is_received in self.cleaned_data.items() if is_received]


class AddressForm(forms.Form):
    """Where to send a link."""

    address = AddressFormField(
        label="Votre adresse e-mail",
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "email"}),
        error_messages={"required": "Écrivez votre adresse e-mail."},
    )
