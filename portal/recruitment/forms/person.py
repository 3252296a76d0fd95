"""What is asked of somebody who registers, or whom somebody registers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from portal.accounts.models import User
from portal.cv.models import Cv
from portal.participation.conditions import (
    CHOSEN_OR_NAMED,
    GUEST_CONDITIONS,
    HELPED_CONDITIONS,
    NAMED_BELOW,
)
from portal.participation.models import Agreement
from portal.participation.models.people import MAX_NAME
from portal.participation.texts import REGISTER, SHARE_IDENTITY
from portal.recruitment.availability import Availability, FreeSlot
from portal.recruitment.models import MAX_NEEDS, Slot
from portal.recruitment.services.asking import NOT_THEIRS, Person, Wish
from portal.recruitment.services.registering import NO_SLOT, NOT_ITS_SLOT
from snippets import french
from snippets.fields import AddressFormField
from snippets.validators import validate_person_name, validate_phone

_TICK = forms.CheckboxInput(attrs={"class": "form-check-input"})
_RADIO = {"class": "form-check-input"}
NO_CV = ""
_SAID_YES = "J’ai lu ce texte à la personne, et elle a dit oui\u00a0: «\u00a0{text}\u00a0»"
NOT_SHARED = (
    "Facultatif. Sans cela, les organisations voient seulement qu’une personne est inscrite."
)
# The same questions, asked of who helps.
_OF_A_PERSON = {
    "slot": "À quelle heure vient la personne\u00a0?",
    "accessibility_needs": "De quoi la personne a-t-elle besoin pour venir et participer\u00a0? "
    "(facultatif)",
    "agreed": _SAID_YES.format(text=REGISTER.text),
    "shares_identity": _SAID_YES.format(text=SHARE_IDENTITY),
}


def _text(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "form-control", **attrs})


@dataclass(frozen=True, slots=True)
class SlotChoice:
    """One hour as it is shown: with what is left, full ones included."""

    value: str
    hour: str
    left: str
    is_full: bool
    is_open: bool
    is_chosen: bool


class SlotForm(forms.Form):
    """An hour among those of the session; the ones that are full are shown, and refused."""

    slot = forms.ChoiceField(
        label="À quelle heure voulez-vous venir\u00a0?",
        widget=forms.RadioSelect(attrs=_RADIO),
        error_messages={"required": NO_SLOT, "invalid_choice": NOT_ITS_SLOT},
    )

    def __init__(self, *args: Any, availability: Availability, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.availability = availability
        self._slots = {str(free.slot.pk): free.slot for free in availability.slots}
        choices = [(pk, str(slot)) for pk, slot in self._slots.items()]
        self.fields["slot"].choices = choices  # type: ignore[attr-defined]

    @property
    def slot_choices(self) -> list[SlotChoice]:
        """The hours in order; the one that was chosen stays so, unless it is full by now."""
        chosen = str(self["slot"].value() or "")
        return [self._choice(free, chosen) for free in self.availability.slots]

    def left_in(self, free: FreeSlot) -> int:
        """How many may still choose this hour."""
        return free.left

    def _choice(self, free: FreeSlot, chosen: str) -> SlotChoice:
        pk, left = str(free.slot.pk), self.left_in(free)
        return SlotChoice(
            value=pk,
            hour=french.hour(free.slot.starts_at),
            left=french.counted(left, "place libre", "places libres") if left else "complet",
            is_full=not left,
            is_open=bool(left),
            is_chosen=bool(left) and pk == chosen,
        )

    @property
    def chosen_slot(self) -> Slot | None:
        """The hour that was chosen, if one was asked for."""
        return self._slots.get(self.cleaned_data.get("slot", ""))


class MoveForm(SlotForm):
    """Another hour, for somebody who has a place: the session may be full."""

    def left_in(self, free: FreeSlot) -> int:
        return free.room

    def _choice(self, free: FreeSlot, chosen: str) -> SlotChoice:
        choice = super()._choice(free, chosen)
        if choice.value != self.initial.get("slot"):
            return choice
        return replace(choice, left="votre heure", is_full=False, is_open=False, is_chosen=False)


class WishForm(SlotForm):
    """What every way of registering asks: an hour, needs, and the agreement."""

    accessibility_needs = forms.CharField(
        label="De quoi avez-vous besoin pour venir et participer\u00a0? (facultatif)",
        required=False,
        max_length=MAX_NEEDS,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
        help_text="Fauteuil roulant, interprète en langue des signes, lecture difficile… "
        "Seul le service emploi les lit. Ils sont effacés le lendemain de la rencontre.",
    )
    shares_identity = forms.BooleanField(
        label=SHARE_IDENTITY,
        required=False,
        widget=_TICK,
        help_text=f"{NOT_SHARED} Vous pourrez changer d’avis.",
    )
    agreed = forms.BooleanField(
        label=REGISTER.text,
        widget=_TICK,
        error_messages={
            "required": "Cochez cette case\u00a0: sans votre accord, rien n’est gardé."
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (self.availability.can_seat and self.availability.roster.has_slots):
            del self.fields["slot"]
        if self.availability.roster.is_for_rsa:
            # Nobody outside the Département ever reads this list.
            del self.fields["shares_identity"]

    @property
    def wish(self) -> Wish:
        """What was asked. They may wait when the form that they read said what waiting is."""
        return Wish(
            slot=self.chosen_slot,
            agreed=self.cleaned_data["agreed"],
            shares_identity=self.cleaned_data.get("shares_identity", False),
            accessibility_needs=self.cleaned_data["accessibility_needs"],
            may_wait=self.data.get("may_wait") == "1",
        )


class OwnForm(WishForm):
    """For who is signed in: a CV of theirs, or none."""

    cv = forms.ChoiceField(
        label="Voulez-vous joindre un CV\u00a0?",
        required=False,
        widget=forms.RadioSelect(attrs=_RADIO),
        help_text="Il est gardé comme il est aujourd’hui. Les organisations ne le voient que si "
        "vous cochez la case ci-dessous.",
        error_messages={"invalid_choice": "Ce CV n’existe plus. Choisissez dans la liste."},
    )

    def __init__(self, *args: Any, cvs: list[Cv], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cvs = {str(cv.pk): cv for cv in cvs}
        if not cvs or self.availability.roster.is_for_rsa:
            del self.fields["cv"]
        else:
            choices = [(NO_CV, "Sans CV"), *((pk, cv.title) for pk, cv in self._cvs.items())]
            self.fields["cv"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen_cv(self) -> Cv | None:
        """The CV that was chosen."""
        return self._cvs.get(self.cleaned_data.get("cv", NO_CV))


# What says who somebody is.
_TYPED = ("first_name", "last_name", "email", "phone")


class PersonForm(WishForm):
    """Who registers, or is registered, without an account."""

    # That of the page, so that the errors at its top follow it.
    field_order: Iterable[str] | None = ("slot", *_TYPED)

    first_name = forms.CharField(
        label="Prénom",
        max_length=MAX_NAME,
        validators=[validate_person_name],
        widget=_text(autocomplete="given-name"),
        error_messages={"required": "Écrivez le prénom."},
    )
    last_name = forms.CharField(
        label="Nom",
        max_length=MAX_NAME,
        validators=[validate_person_name],
        widget=_text(autocomplete="family-name"),
        error_messages={"required": "Écrivez le nom."},
    )
    email = AddressFormField(
        label="Adresse e-mail",
        required=False,
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "email"}),
        help_text="Exemple\u00a0: nom@exemple.fr.",
        error_messages={
            "invalid": "Cette adresse n’est pas complète. Exemple\u00a0: nom@exemple.fr."
        },
    )
    phone = forms.CharField(
        label="Téléphone",
        required=False,
        max_length=25,
        validators=[validate_phone],
        widget=_text(type="tel", autocomplete="tel"),
        help_text="Exemple\u00a0: 06 12 34 56 78.",
    )

    @property
    def person(self) -> Person:
        """Who it is, as it was typed."""
        typed = self.cleaned_data
        return Person(typed["first_name"], typed["last_name"], typed["email"], typed["phone"])


class GuestForm(PersonForm):
    """For who has no account. `website` is a trap: people do not see it, robots fill it in."""

    conditions = GUEST_CONDITIONS

    website = forms.CharField(
        label="Laissez ce champ vide",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def is_trapped(self) -> bool:
        """Whether a robot filled in the field that people do not see."""
        return bool(self.data.get("website", "").strip())

    def clean(self) -> dict[str, Any]:
        """Ask for one way to answer."""
        typed: dict[str, Any] = super().clean() or {}
        is_wrong = bool({"email", "phone"} & self.errors.keys())
        if not (is_wrong or typed.get("email") or typed.get("phone")):
            self.add_error(
                "email",
                "Donnez une adresse e-mail. Vous n’en avez pas\u00a0? "
                "Donnez un numéro de téléphone, nous vous appellerons.",
            )
        return typed


class HelpedForm(PersonForm):
    """For who registers somebody else: what that person said, and how.

    `people` are the accounts that they act for, None without any; who may not type names chooses
    among them.
    """

    field_order = ("slot", "account", *_TYPED)
    conditions: Mapping[str, str] = HELPED_CONDITIONS

    account = forms.ModelChoiceField(
        label="Qui inscrivez-vous\u00a0?",
        queryset=User.objects.none(),
        required=False,
        empty_label="Choisissez une personne",
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages=dict.fromkeys(("required", "invalid_choice"), NOT_THEIRS),
    )
    no_email = forms.BooleanField(label="Pas d’adresse e-mail", required=False, widget=_TICK)
    how = forms.ChoiceField(
        label="Comment la personne a-t-elle dit oui\u00a0?",
        choices=[choice for choice in Agreement.How.choices if choice[0] != Agreement.How.SCREEN],
        widget=forms.RadioSelect(attrs=_RADIO),
        error_messages={
            "required": "Dites comment la personne a donné son accord.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    same_address = forms.BooleanField(
        label="Oui, ces personnes partagent la même adresse", required=False, widget=_TICK
    )

    def __init__(
        self, *args: Any, people: Any = None, may_type_names: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asks_same_address = "same_address" in self.data
        for name in _TYPED:
            # What the browser knows is of who helps, not of the person.
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self._offer(people, may_type_names=may_type_names)
        for name, label in _OF_A_PERSON.items():
            if name in self.fields:
                self.fields[name].label = label
        if "shares_identity" in self.fields:
            self.fields["shares_identity"].help_text = NOT_SHARED
        self.fields["agreed"].error_messages["required"] = (
            "Sans l’accord de la personne, rien n’est gardé."
        )

    def _offer(self, people: Any, *, may_type_names: bool) -> None:
        """Leave what this person may answer: a choice, names, or either of them."""
        if people is None:
            del self.fields["account"]
        else:
            account: Any = self.fields["account"]
            account.queryset, account.required = people, not may_type_names
        if not may_type_names:
            for name in (*_TYPED, "no_email", "same_address"):
                del self.fields[name]
        elif people is not None:
            self.conditions = HELPED_CONDITIONS | CHOSEN_OR_NAMED | {"account": NAMED_BELOW}
        if may_type_names and self.data.get("account") and people is not None:
            for name in ("first_name", "last_name"):
                self.fields[name].required = False

    @property
    def chosen(self) -> dict[str, Any]:
        """Who it is, as `services.asking.ask_for` takes it."""
        account = self.cleaned_data.get("account")
        if account is not None or "last_name" not in self.fields:
            return {"account": account}
        same = self.cleaned_data["same_address"]
        return {"person": self.person, "confirmed_warning": same}

    def clean(self) -> dict[str, Any]:
        """An address, or the word that there is none."""
        typed: dict[str, Any] = super().clean() or {}
        if "email" in self.fields and "email" not in self.errors and not typed.get("account"):
            if typed.get("no_email"):
                typed["email"] = ""
            elif not typed.get("email"):
                self.add_error(
                    "email",
                    "Écrivez l’adresse de la personne, "
                    "ou cochez «\u00a0Pas d’adresse e-mail\u00a0».",
                )
        return typed


class AgainForm(WishForm):
    """Coming back after having left: the same questions, from the registration's own page."""
