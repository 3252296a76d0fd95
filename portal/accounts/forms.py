"""Forms of accounts."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from portal.accounts.models import Invitation, User
from portal.accounts.sign_in.kept_password import KeptPasswordMixin
from portal.accounts.sign_in.strength import own_words, refuse_weak
from portal.accounts.sign_in.words import PASSWORD_HELP
from snippets.validators import validate_person_name


class OpenAccountForm(KeptPasswordMixin, forms.Form):
    """The name and the password of somebody who was invited; the address is known."""

    first_name = forms.CharField(
        label="Prénom",
        max_length=150,
        validators=[validate_person_name],
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "class": "form-control"}),
    )
    last_name = forms.CharField(
        label="Nom",
        max_length=150,
        validators=[validate_person_name],
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "class": "form-control"}),
    )
    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "form-control"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._invitation = invitation

    def clean(self) -> dict[str, Any]:
        """Check the password against the person's own words."""
        data = super().clean() or {}
        password = data.get("password")
        if password:
            person = User(
                email=self._invitation.email,
                first_name=data.get("first_name", ""),
                last_name=data.get("last_name", ""),
            )
            try:
                validate_password(password, person)
                # They are no member of it yet.
                if self._invitation.organisation:
                    words = [*own_words(person), self._invitation.organisation.name]
                    refuse_weak(password, words)
            except ValidationError as error:
                self.add_error("password", error)
        return data
