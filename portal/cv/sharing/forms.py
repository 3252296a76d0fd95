"""What is asked to share a CV. Only who sees it, and with or without a name, is on the screen."""

from typing import Any

from django import forms

from portal.cv.errors import CvError
from portal.cv.models import SHARE_LENGTHS
from portal.cv.sharing import secrets

NAMED, ANONYMOUS = "nom", "anonyme"
_CONTROL = {"class": "form-control", "autocomplete": "off"}
_LIST = {"required": "Choisissez dans la liste.", "invalid_choice": "Choisissez dans la liste."}


class ShareForm(forms.Form):
    """For whom, with or without the name, for how long, with or without a code."""

    recipient = forms.CharField(
        label="Pour qui\u00a0? (facultatif)",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=_CONTROL),
        help_text="Pour vous y retrouver\u00a0: personne d’autre ne le lit. "
        "Exemple\u00a0: Boulangerie Perrichet.",
        error_messages={"max_length": "C’est trop long\u00a0: 80 signes au plus."},
    )
    variant = forms.ChoiceField(
        label="Que montre ce lien\u00a0?",
        choices=[
            (NAMED, "Mon CV avec mon nom et mes coordonnées"),
            (ANONYMOUS, "Mon CV sans mon nom, ni mes coordonnées, ni ma photo"),
        ],
        initial=NAMED,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages=_LIST,
    )
    days = forms.TypedChoiceField(
        label="Combien de temps\u00a0?",
        choices=[(days, f"{days}\u00a0jours") for days in SHARE_LENGTHS],
        coerce=int,
        initial=max(SHARE_LENGTHS),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages=_LIST,
    )
    with_code = forms.BooleanField(
        label="Demander un code pour ouvrir ce lien",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    code = forms.CharField(
        label="Le code (facultatif)",
        required=False,
        max_length=secrets.LONGEST_CODE * 2,
        widget=forms.TextInput(attrs=_CONTROL | {"autocapitalize": "off", "spellcheck": "false"}),
        help_text="Laissez vide\u00a0: nous en choisissons un et nous vous le disons.",
        error_messages={"max_length": secrets.LONG_CODE},
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def more_is_open(self) -> bool:
        """Whether what is folded must be seen: an error, or a choice of the person's."""
        folded = ("days", "with_code", "code")
        return self.is_bound and (
            any(name in self.errors for name in folded)
            or bool(self.data.get("with_code"))
            or self.data.get("days") != str(max(SHARE_LENGTHS))
        )

    def renew_key(self) -> None:
        """Let the form be sent again, when its key was too old."""
        self.data = {**dict(self.data.items()), "key": secrets.new_key()}

    def clean_code(self) -> str:
        """A code that is not guessed at once."""
        code: str = self.cleaned_data["code"]
        if code:
            try:
                secrets.check_code(secrets.plain_code(code))
            except CvError as error:
                raise forms.ValidationError(str(error)) from error
        return code

    def clean(self) -> dict[str, Any]:
        """A code that was typed is wanted, the box ticked or not."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("code"):
            cleaned["with_code"] = True
        return cleaned
