"""Forms of those who apply, for themselves or for somebody."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from portal.accounts.models import User
from portal.applications.models.application import MAX_MESSAGE
from portal.cv.models import Cv
from portal.participation.conditions import (
    CHOSEN_OR_NAMED,
    GUEST_CONDITIONS,
    HELPED_CONDITIONS,
    NAMED_BELOW,
)
from portal.participation.models import MAX_NAME, Agreement
from portal.participation.texts import KEEP_IN_MIND
from snippets.fields import AddressFormField
from snippets.validators import validate_person_name, validate_phone

UPLOAD, NO_CV = "pdf", "aucun"
_CHECK = {"class": "form-check-input"}
_CONTROL = {"class": "form-control"}
_RADIO = {"required": "Choisissez dans la liste.", "invalid_choice": "Choisissez dans la liste."}


class ApplicationForm(forms.Form):
    """A CV and words: what everybody sends. `with_cv`: an offer asks for a CV, or to say no."""

    cv = forms.ChoiceField(
        label="Votre CV",
        widget=forms.RadioSelect(attrs=_CHECK),
        error_messages={
            "required": "Choisissez un CV, ou dites que vous n’en avez pas.",
            "invalid_choice": "Ce CV n’est plus là. Choisissez dans la liste.",
        },
    )
    file = forms.FileField(
        label="Un CV en PDF",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={**_CONTROL, "accept": ".pdf,application/pdf"}),
        help_text="5\u00a0Mo au plus. Si vous choisissez un fichier, c’est lui qui est envoyé.",
    )
    message = forms.CharField(
        label="Votre message (facultatif)",
        required=False,
        max_length=MAX_MESSAGE,
        widget=forms.Textarea(attrs={**_CONTROL, "rows": 5}),
        help_text="Deux ou trois phrases suffisent\u00a0: ce qui vous plaît dans cette annonce, "
        "quand vous êtes disponible.",
    )
    keep_in_mind = forms.BooleanField(
        label=KEEP_IN_MIND, required=False, widget=forms.CheckboxInput(attrs=_CHECK)
    )

    # Errors are summed up in the order of the screen.
    field_order = (
        "person",
        "first_name",
        "last_name",
        "email",
        "same_address",
        "no_email",
        "phone",
        "cv",
        "file",
        "message",
        "keep_in_mind",
        "how",
        "agreed",
    )

    def __init__(self, *args: Any, cvs: Sequence[Cv] = (), with_cv: bool = True, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.cvs = {f"cv-{cv.pk}": cv for cv in cvs}
        choices = [(key, cv.title) for key, cv in self.cvs.items()]
        if not self.cvs:
            # Otherwise the file is folded below: choosing one says it.
            choices.append((UPLOAD, "Un CV en PDF, à choisir plus bas"))
        choices.append((NO_CV, "Je n’ai pas de CV" if not self.cvs else "Postuler sans CV"))
        field: Any = self.fields["cv"]
        field.choices = choices
        if self.initial.get("cv") not in self.cvs:
            self.initial.pop("cv", None)
        if self.cvs:
            field.initial = next(iter(self.cvs))
        elif not with_cv:
            field.initial = NO_CV

    @property
    def folds_file(self) -> bool:
        """Whether a file is one way among others, and nothing is to be said about it."""
        return bool(self.cvs) and not self.lost_file and not self.errors.get("file")

    def clean(self) -> dict[str, Any]:
        """A file that was chosen says which CV, whatever is ticked."""
        data = super().clean() or {}
        if self.files.get("file"):
            data["cv"] = UPLOAD
            self.errors.pop("cv", None)
        return data

    @property
    def lost_file(self) -> bool:
        """Whether browsers have let go of a file that was chosen: the form is shown again."""
        return bool(self.is_bound and self.files.get("file"))

    @property
    def stored_cv(self) -> Cv | None:
        """The person's own CV that was chosen."""
        return self.cvs.get(self.cleaned_data["cv"])

    @property
    def wants_upload(self) -> bool:
        """Whether a file comes with it."""
        return bool(self.cleaned_data["cv"] == UPLOAD)


def _name(label: str, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MAX_NAME,
        validators=[validate_person_name],
        widget=forms.TextInput(attrs={**_CONTROL, "autocomplete": autocomplete}),
        error_messages={"required": "Ce champ est obligatoire."},
    )


class _IdentityForm(ApplicationForm):
    """The same from somebody who has to say who it is about."""

    first_name = _name("Prénom", "given-name")
    last_name = _name("Nom", "family-name")
    email = AddressFormField(
        label="Adresse e-mail",
        required=False,
        widget=forms.EmailInput(attrs={**_CONTROL, "autocomplete": "email"}),
        error_messages={
            "invalid": "Cette adresse n’est pas complète. Exemple\u00a0: nom@exemple.fr."
        },
    )
    phone = forms.CharField(
        label="Téléphone",
        required=False,
        max_length=25,
        validators=[validate_phone],
        widget=forms.TextInput(attrs={**_CONTROL, "type": "tel", "autocomplete": "tel"}),
    )


class GuestForm(_IdentityForm):
    """Somebody without an account. `website` is a trap: people do not see it, robots fill it in."""

    conditions = GUEST_CONDITIONS

    agreed = forms.BooleanField(
        label="J’ai lu ce texte et je suis d’accord.",
        widget=forms.CheckboxInput(attrs=_CHECK),
        error_messages={"required": "Cochez cette case\u00a0: sans accord, rien n’est envoyé."},
    )
    website = forms.CharField(
        label="Laissez ce champ vide",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "email"
        ].help_text = "Nous vous écrivons pour confirmer. Pas d’adresse\u00a0? Laissez vide."
        self.fields[
            "phone"
        ].help_text = "Sans adresse e-mail, le service emploi vous appelle pour confirmer."

    def clean(self) -> dict[str, Any]:
        """One way to answer them at least."""
        data = super().clean()
        if not (data.get("email") or data.get("phone") or {"email", "phone"} & self.errors.keys()):
            self.add_error(
                "email",
                "Donnez une adresse e-mail ou un numéro de téléphone, pour que l’on puisse "
                "vous répondre.",
            )
        return data

    @property
    def is_trapped(self) -> bool:
        """Whether a robot filled in the field that people do not see."""
        return bool(self.data.get("website", "").strip())


class ApplyForForm(_IdentityForm):
    """Somebody helps. `people` are the accounts that they act for; without names, them alone."""

    conditions: Mapping[str, str] = HELPED_CONDITIONS

    person = forms.ModelChoiceField(
        label="Pour qui\u00a0?",
        queryset=User.objects.none(),
        required=False,
        empty_label="Choisissez une personne",
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={
            "required": "Choisissez une personne de votre liste.",
            "invalid_choice": "Choisissez une personne de votre liste.",
        },
    )
    no_email = forms.BooleanField(
        label="Pas d’adresse e-mail",
        required=False,
        widget=forms.CheckboxInput(attrs=_CHECK),
        help_text="Donnez alors son téléphone, si la personne en a un.",
    )
    same_address = forms.BooleanField(
        label="Les deux personnes partagent cette adresse",
        required=False,
        widget=forms.CheckboxInput(attrs=_CHECK),
    )
    how = forms.ChoiceField(
        label="Comment la personne a-t-elle dit oui\u00a0?",
        choices=[(how.value, how.label) for how in Agreement.How if how != Agreement.How.SCREEN],
        widget=forms.RadioSelect(attrs=_CHECK),
        error_messages={"required": "Dites comment la personne a dit oui.", **_RADIO},
    )
    agreed = forms.BooleanField(
        label="J’ai lu ce texte à la personne, ou elle l’a lu, et elle est d’accord.",
        widget=forms.CheckboxInput(attrs=_CHECK),
        error_messages={
            "required": "Sans l’accord de la personne, rien n’est envoyé. Cochez si elle a dit oui."
        },
    )

    def __init__(
        self, *args: Any, people: Any = None, may_type_names: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, with_cv=False, **kwargs)
        self.fields["cv"].label = "Le CV de la personne"
        self.fields["message"].label = "Message de la personne (facultatif)"
        self.fields["message"].help_text = "Ce qu’elle veut dire à l’organisation, avec ses mots."
        self.fields["keep_in_mind"].label = (
            "La personne accepte que l’organisation garde sa candidature deux ans, pour d’autres "
            "postes."
        )
        choices: Any = self.fields["cv"]
        choices.choices = [(UPLOAD, "Un CV en PDF, à choisir plus bas"), (NO_CV, "Pas de CV")]
        for name in ("first_name", "last_name", "email", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.has_people = people is not None
        self.may_type_names = may_type_names
        if self.has_people:
            person: Any = self.fields["person"]
            person.queryset, person.required = people, not may_type_names
        else:
            del self.fields["person"]
        if not may_type_names:
            for name in ("first_name", "last_name", "email", "phone", "no_email", "same_address"):
                del self.fields[name]
        elif self.has_people:
            self.conditions = HELPED_CONDITIONS | CHOSEN_OR_NAMED | {"person": NAMED_BELOW}
            for name in ("first_name", "last_name"):
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """An address, or that there is none: an address that is forgotten is not « no address »."""
        data = super().clean()
        if not self.may_type_names or data.get("person"):
            return data
        for name in ("first_name", "last_name"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, "Ce champ est obligatoire.")
        if data.get("email") and data.get("no_email"):
            self.add_error(
                "no_email", "Donnez une adresse, ou cochez cette case\u00a0: pas les deux."
            )
        if not (data.get("email") or data.get("no_email") or "email" in self.errors):
            self.add_error(
                "email",
                "Écrivez l’adresse de la personne, ou cochez «\u00a0Pas d’adresse e-mail\u00a0».",
            )
        return data
