"""What the forms of this theme share: classes, dates, terms, texts that are kept while typed."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from portal.followup.configuration import terms
from portal.followup.configuration.models import Term
from portal.followup.forms import Day, DayField

CHOOSE = "Choisissez dans la liste."
DATE_ERRORS = {
    "invalid": "Écrivez une date comme 12/01/2027.",
    "required": "Écrivez une date.",
}


class TermField(forms.ModelChoiceField):
    """A term of a list that may be chosen today, or the one that the row has already."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        self.list_name = name
        errors = {"invalid_choice": CHOOSE, "required": CHOOSE}
        super().__init__(Term.unscoped.none(), **{"error_messages": errors, **kwargs})

    def open_to(self, current: Term | None = None) -> None:
        """Read the list: called as the form is made."""
        rows = terms.of(self.list_name)
        if current is not None:
            rows = Term.unscoped.filter(pk=current.pk) | rows
        self.queryset = rows.order_by("order", "label")


def open_terms(form: forms.Form, name: str, current: Term | None = None) -> None:
    """Read the list of a field."""
    field = form.fields[name]
    if isinstance(field, TermField):
        field.open_to(current)


def text(label: str, *, most: int, rows: int = 4, help_text: str = "", **kwargs: Any) -> Any:
    """A long text, optional unless said otherwise."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=kwargs.pop("required", False),
        help_text=help_text,
        widget=forms.Textarea({"rows": rows}),
        error_messages={
            "required": "Écrivez quelques mots.",
            "max_length": f"C’est trop long\u00a0: {most} caractères au plus.",
        },
        **kwargs,
    )


def short(label: str, *, most: int, help_text: str = "", required: bool = False) -> Any:
    """One line."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        error_messages={
            "required": "Écrivez quelques mots.",
            "max_length": f"C’est trop long\u00a0: {most} caractères au plus.",
        },
    )


def day(label: str, *, required: bool = True, help_text: str = "") -> Any:
    """A date."""
    return DayField(
        label=label,
        required=required,
        help_text=help_text,
        widget=Day(),
        error_messages=DATE_ERRORS,
    )


def one_of(label: str, choices: Any, *, required: bool = True, help_text: str = "") -> Any:
    """Buttons of which one is chosen."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=help_text,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": CHOOSE, "required": "Choisissez une réponse."},
    )


def whole_hours(label: str, *, help_text: str = "") -> Any:
    """Whole hours of a week."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=80,
        help_text=help_text,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages={
            "invalid": "Écrivez un nombre entier d’heures.",
            "min_value": "Écrivez un nombre entier d’heures.",
            "max_value": "Écrivez 80\u00a0heures au plus.",
        },
    )


def today() -> date:
    """The day that a form proposes."""
    return timezone.localdate()
