"""Fields that the forms of several themes share."""

from collections.abc import Iterable
from typing import Any

from django import forms

from portal.sponsorship.values import MAX_DOMAINS, SLOTS, Day, Language, Mode
from search.parameters.named_fields import CommuneField
from snippets.models import RomeDomain
from snippets.validators import validate_phone

_CHOICE = {"invalid_choice": "Choisissez dans la liste."}


def several(
    label: str, choices: Iterable[tuple[str, str]], *, required: str = "", help_text: str = ""
) -> Any:
    """Boxes to tick; `required` is what is said when none is."""
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        required=bool(required),
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
        error_messages={**_CHOICE, "required": required},
    )


def text_field(
    label: str, *, length: int, rows: int = 0, required: str = "", help_text: str = ""
) -> Any:
    """A line of text, or several."""
    return forms.CharField(
        label=label,
        max_length=length,
        required=bool(required),
        help_text=help_text,
        widget=forms.Textarea({"rows": rows}) if rows else forms.TextInput,
        error_messages={
            "required": required,
            "max_length": f"Écrivez {length}\u00a0caractères au plus.",
        },
    )


def phone_field(label: str, *, required: str = "", help_text: str = "") -> Any:
    """A number to be called at."""
    return forms.CharField(
        label=label,
        max_length=25,
        required=bool(required),
        help_text=help_text,
        validators=[validate_phone],
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        error_messages={"required": required},
    )


def domains_field(label: str, *, required: str = "") -> Any:
    """Up to three domains of trades."""
    return several(
        label, RomeDomain.choices, required=required, help_text=f"{MAX_DOMAINS} au plus."
    )


def modes_field(label: str, *, required: str = "") -> Any:
    """How to speak."""
    return several(label, Mode.choices, required=required)


def languages_field(label: str) -> Any:
    """Languages besides French."""
    return several(label, Language.choices, help_text="En plus du français, si vous voulez.")


def availability_field(label: str, *, required: str = "") -> Any:
    """Days and moments: shown day by day (`SponsorshipForm.days`)."""
    return several(label, SLOTS, required=required)


def commune_field(label: str, *, required: str = "") -> Any:
    """A commune by its name or postal code."""
    return CommuneField(
        label=label,
        required=bool(required),
        help_text="Son nom ou son code postal.",
        error_messages={"required": required},
    )


class SponsorshipForm(forms.Form):
    """The look of every form here; what too many domains are told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def clean_domains(self) -> list[str]:
        """A few say more than many."""
        domains: list[str] = self.cleaned_data["domains"]
        if len(domains) > MAX_DOMAINS:
            message = f"Choisissez {MAX_DOMAINS}\u00a0domaines au plus."
            raise forms.ValidationError(message)
        return domains

    @property
    def days(self) -> list[tuple[str, list[Any]]]:
        """The boxes of `availability`, a day at a time."""
        boxes = {box.data["value"]: box for box in self["availability"].subwidgets}
        return [
            (day.label, [boxes[slot] for slot in boxes if slot.startswith(f"{day.value}_")])
            for day in Day
        ]

    def shown(self, name: str, row: Any) -> Any:
        """What the field of a commune shows of a row."""
        field: Any = self.base_fields[name]
        return field.label_of(row) if row else ""


class ReasonForm(SponsorshipForm):
    """Why; who reads it is said by the screen."""

    reason = text_field("Motif", length=300, required="Dites pourquoi.")


def dress(field: forms.Field) -> None:
    """Give a widget the site's classes."""
    widget = field.widget
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.CheckboxInput)):
        widget.attrs["class"] = "form-check-input"
    elif isinstance(widget, forms.Select):
        widget.attrs["class"] = "form-select"
    else:
        widget.attrs["class"] = "form-control"
