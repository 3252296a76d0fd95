"""What one of the two says: yes, with what they show; or no."""

from collections.abc import Sequence
from typing import Any

from django import forms

from portal.cv.models import Cv
from portal.sponsorship.forms import dress, phone_field, text_field
from portal.sponsorship.pairs.models import MAX_REASON, MAX_WORD

NO_CV = "aucun"


class _ShareForm(forms.Form):
    """Ways to be reached and a word; `email` is the account's own."""

    email = forms.BooleanField(label="Donner mon adresse e-mail", required=False)
    gives_phone = forms.BooleanField(label="Donner mon numéro de téléphone", required=False)
    phone = phone_field("Votre numéro", help_text="Il n’est donné que si vous cochez la case.")
    word = text_field(
        "Un mot pour vous présenter",
        length=MAX_WORD,
        rows=4,
        help_text="Si vous voulez. L’autre personne le lit dès que vous avez accepté.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def clean(self) -> dict[str, Any]:
        """A number is given by a tick, and never because it was known already."""
        data = super().clean() or {}
        if not data.get("gives_phone"):
            data["phone"] = ""
            self.errors.pop("phone", None)
        elif not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "Écrivez votre numéro de téléphone.")
        return data


class PersonForm(_ShareForm):
    """A person also chooses among their profile, their goal and their CVs."""

    profile = forms.BooleanField(label="Montrer mon profil de candidat", required=False)
    goal = forms.BooleanField(label="Montrer ce que je cherche", required=False)
    cv = forms.ChoiceField(label="Montrer un CV", required=False, widget=forms.RadioSelect)
    field_order = ("profile", "goal", "cv", "email", "gives_phone", "phone", "word")

    def __init__(self, *args: Any, cvs: Sequence[Cv] = (), goal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cvs = {str(cv.pk): cv for cv in cvs}
        field: Any = self.fields["cv"]
        field.choices = [(NO_CV, "Aucun"), *((key, cv.title) for key, cv in self.cvs.items())]
        field.initial = NO_CV
        if not self.cvs:
            del self.fields["cv"]
        if goal:
            self.fields["goal"].help_text = f"«\u00a0{goal}\u00a0»"
        else:
            del self.fields["goal"]

    @property
    def chosen_cv(self) -> Cv | None:
        """The CV to show, or None."""
        return self.cvs.get(self.cleaned_data.get("cv", ""))


class SponsorForm(_ShareForm):
    """A sponsor shows their trade."""

    profile = forms.BooleanField(
        label="Montrer mon métier, mes domaines et mes langues", required=False
    )
    field_order = ("profile", "email", "gives_phone", "phone", "word")


class DeclineForm(forms.Form):
    """Why not: the coordination alone reads it."""

    reason = text_field(
        "Pourquoi", length=MAX_REASON, help_text="Si vous voulez. La coordination seule le lit."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields["reason"])
