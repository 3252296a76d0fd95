"""One line of the screen of outcomes: what became of one person."""

from typing import Any

from django import forms

from pages.models.job_offer import Contract
from portal.participation.models import Outcome
from portal.recruitment.models import Registration
from portal.recruitment.services.outcomes import Entry
from snippets.models import Organisation

NOT_ERASED = "Une suite notée ne s’efface pas\u00a0: choisissez-en une autre."
IN_LIST = "Choisissez dans la liste."
CHOOSE_FIRST = "Choisissez ce que la personne est devenue."
_SELECT = {"class": "form-select"}


class OutcomeRowForm(forms.Form):
    """Blank, it says nothing. `seen` is the fact that the screen showed."""

    kind = forms.ChoiceField(
        label="Suite",
        required=False,
        choices=[("", "Rien à noter"), *((kind.value, kind.label) for kind in Outcome.MET)],
        widget=forms.Select(attrs=_SELECT),
        error_messages={"invalid_choice": IN_LIST},
    )
    organisation = forms.ModelChoiceField(
        label="Avec",
        queryset=Organisation.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs=_SELECT),
        error_messages={"invalid_choice": IN_LIST},
    )
    contract = forms.ChoiceField(
        label="Contrat",
        required=False,
        choices=[("", "Pas précisé"), *Contract.choices],
        widget=forms.Select(attrs=_SELECT),
        error_messages={"invalid_choice": IN_LIST},
    )
    start_date = forms.DateField(
        label="Début",
        required=False,
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Écrivez une date, par exemple 12/01/2027."},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        registration: Registration,
        organisations: list[Organisation],
        fact: Outcome | None,
    ) -> None:
        self.registration, self.organisations, self.fact = registration, organisations, fact
        super().__init__(data, prefix=f"p{registration.pk}", initial=_initial(fact))
        if len(organisations) == 1:
            del self.fields["organisation"]
        else:
            field = self.fields["organisation"]
            field.choices = [(item.pk, item.name) for item in organisations]  # type: ignore[attr-defined]
            field.clean = self._one_of_them  # type: ignore[method-assign]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, {registration.participant.name}"

    def clean_kind(self) -> str:
        """Refuse to take back what was said: another fact is added instead."""
        kind = str(self.cleaned_data.get("kind", ""))
        if not kind and self.data.get(self.add_prefix("seen")):
            raise forms.ValidationError(NOT_ERASED)
        return kind

    def clean(self) -> dict[str, Any]:
        """A contract without what became of the person is half a line."""
        data = super().clean() or self.cleaned_data
        has_more = data.get("contract") or data.get("start_date")
        if has_more and not data.get("kind") and "kind" not in self.errors:
            self.add_error("kind", CHOOSE_FIRST)
        return data

    def entry(self) -> Entry:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return Entry(
            registration_id=self.registration.pk,
            organisation=data.get("organisation") or self.organisations[0],
            kind=data["kind"],
            contract=data["contract"],
            start_date=data["start_date"],
            seen=data["seen"],
        )

    def _one_of_them(self, value: Any) -> Organisation:
        """The organisation that was chosen, without a query for each line."""
        found = next((item for item in self.organisations if str(item.pk) == str(value)), None)
        if found is None:
            raise forms.ValidationError(IN_LIST)
        return found


def _initial(fact: Outcome | None) -> dict[str, Any]:
    if fact is None:
        return {}
    return {
        "kind": fact.kind,
        "organisation": fact.organisation_id,
        "contract": fact.contract,
        "start_date": fact.start_date,
        "seen": fact.pk,
    }
