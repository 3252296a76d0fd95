"""Forms about help with a CV."""

from typing import Any, cast

from django import forms

from portal.accounts.models import User
from portal.cv.models import Cv
from snippets.fields import AddressFormField

NEW_CV = "nouveau"


class RenameForm(forms.Form):
    """Another name for a CV: the service says what is wrong with it."""

    title = forms.CharField(
        label="Nouveau nom",
        strip=False,
        widget=forms.TextInput(attrs={"class": "form-control", "maxlength": 80, "autofocus": True}),
        error_messages={"required": "Donnez un nom à ce CV."},
        help_text="Il n’est pas imprimé. Exemple\u00a0: CV cuisine.",
    )


class AddressForm(forms.Form):
    """The address of the other one."""

    address = AddressFormField(
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "off"}),
        error_messages={"required": "Écrivez une adresse e-mail."},
    )

    def __init__(self, *args: Any, label: str, help_text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].label = label
        self.fields["address"].help_text = help_text


class AnswerForm(forms.Form):
    """The CV that somebody may help with: one of the person's, or a new one."""

    cv = forms.ChoiceField(
        label="Pour quel CV\u00a0?",
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={
            "required": "Choisissez un CV.",
            "invalid_choice": "Choisissez un CV de la liste.",
        },
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cvs = {str(cv.pk): cv for cv in Cv.objects.owned_by(user).defer("document")}
        titles = ((key, cv.title) for key, cv in self._cvs.items())
        field = cast(forms.ChoiceField, self.fields["cv"])
        field.choices = [*titles, (NEW_CV, "Un nouveau CV")]
        if not self._cvs:
            field.initial = NEW_CV

    @property
    def chosen(self) -> Cv | None:
        """The CV that was chosen, None for a new one."""
        return self._cvs.get(self.cleaned_data["cv"])
