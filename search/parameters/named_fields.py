"""Fields that people type as text and that name a row: a commune, an occupation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from pages.forms import UNKNOWN
from snippets.folding import fold_name
from snippets.models import Commune, Occupation

MAX_LENGTH = 200
_PROPOSED = 3


class NamedRowField(forms.CharField):
    """A text, with suggestions under it when there is JavaScript, that must name one row."""

    suggestions: str  # name of the address that completes it

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": MAX_LENGTH, **kwargs})

    def clean(self, value: Any) -> Any:
        """The row, or None for nothing typed."""
        text = super().clean(value)
        return self.find(text) if text else None

    def find(self, text: str) -> Any:
        """The row that a text names. Raises ValidationError."""
        raise NotImplementedError

    def label_of(self, row: Any) -> str:
        """The text that names this row alone."""
        raise NotImplementedError


class CommuneField(NamedRowField):
    """A commune by its name or postal code, as in the public search."""

    suggestions = "search:communes"

    def find(self, text: str) -> Commune:
        """The one commune meant; those that share a name or a code are told apart."""
        found = list(Commune.objects.search(text)[: _PROPOSED + 1])
        exact = [commune for commune in found if getattr(commune, "rank", 1) == 0]
        meant = exact or found
        if not meant:
            raise ValidationError(UNKNOWN["commune"], code="unknown")
        if len(meant) > 1:
            names = ", ".join(self.label_of(commune) for commune in meant[:_PROPOSED])
            message = f"Plusieurs communes portent ce nom ou ce code\u00a0: écrivez {names}…"
            raise ValidationError(message, code="ambiguous")
        return meant[0]

    def label_of(self, row: Commune) -> str:
        """“Belfort (90000)”."""
        return f"{row.name} ({row.postal_code})"


class OccupationField(NamedRowField):
    """An occupation of ROME by its label or code."""

    suggestions = "search:occupations"

    def find(self, text: str) -> Occupation:
        """The one occupation meant."""
        label, _, code = text.rpartition("(")
        named = Occupation.objects.filter(code=code.rstrip(") ").upper()).first() if label else None
        if named is not None:
            return named
        exact = list(Occupation.objects.filter(folded_label=fold_name(text))[: _PROPOSED + 1])
        meant = exact or list(Occupation.objects.search(text)[: _PROPOSED + 1])
        if not meant:
            raise ValidationError(UNKNOWN["occupation"], code="unknown")
        if len(meant) > 1:
            shown = meant[:_PROPOSED]
            names = "\u00a0; ".join(f"{row} ({row.code})" if exact else str(row) for row in shown)
            message = f"Plusieurs métiers correspondent\u00a0: écrivez par exemple {names}."
            raise ValidationError(message, code="ambiguous")
        return meant[0]

    def label_of(self, row: Occupation) -> str:
        """“Maçon / Maçonne”: its code, which says nothing to people, is for namesakes alone."""
        return row.label
