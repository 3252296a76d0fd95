"""Identifiers and addresses that people type in several ways, kept in one form; communes chosen.

A model field's validators see the value before `Model.clean()` does, so the form is made in
`to_python`: forms, `full_clean()`, `save()` and lookups all meet the same text.
"""

import re
from typing import Any

from django import forms
from django.db import models
from django.forms import Field

from snippets.addresses import MAX_ADDRESS, normal_address, validate_address
from snippets.validators import normalise_siret, validate_naf, validate_rna, validate_siret

_BLANKS = re.compile(r"\s+")
_NAF_WITHOUT_DOT = re.compile(r"^(\d{2})(\d{2}[A-Z])$")


class _IdentifierField(models.CharField):
    """Text kept in the form that `normalise` gives it."""

    def normalise(self, value: str) -> str:
        """The one form of an identifier."""
        return _BLANKS.sub("", value).upper()

    def to_python(self, value: Any) -> Any:
        """Normalise on the way in; None stays None."""
        text = super().to_python(value)
        return self.normalise(text) if isinstance(text, str) else text

    def formfield(self, **kwargs: Any) -> Field | None:
        """Leave room in the form for what `normalise` removes."""
        return super().formfield(**{"max_length": 40, **kwargs})


class SiretField(_IdentifierField):
    """SIRET: 14 digits, checked."""

    default_validators = [validate_siret]

    def normalise(self, value: str) -> str:
        """Digits only."""
        return normalise_siret(value)


class RnaField(_IdentifierField):
    """RNA number of an association: W and 9 digits."""

    default_validators = [validate_rna]


class NafField(_IdentifierField):
    """NAF code: 43.21A."""

    default_validators = [validate_naf]

    def normalise(self, value: str) -> str:
        """Upper case, with the dot that invoices often leave out."""
        return _NAF_WITHOUT_DOT.sub(r"\1.\2", super().normalise(value))


class CommuneChoiceField(forms.ModelChoiceField):
    """Communes by name, with their postal code: some share a name."""

    def label_from_instance(self, obj: Any) -> str:
        """“Belfort (90000)”."""
        return str(obj.choice_label)


class AddressFormField(forms.EmailField):
    """An e-mail address that the outbox can write to, in the form of `normal_address`."""

    default_validators = [validate_address]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": MAX_ADDRESS, **kwargs})

    def clean(self, value: Any) -> Any:
        return normal_address(super().clean(value))


class AddressField(models.EmailField):
    """An e-mail address that the outbox can write to, in the form of `normal_address`."""

    default_validators = [validate_address]

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return normal_address(super().clean(value, model_instance))

    def get_prep_value(self, value: Any) -> Any:
        return normal_address(value) if isinstance(value, str) else value

    def formfield(self, **kwargs: Any) -> Field | None:
        return super().formfield(**{"form_class": AddressFormField, **kwargs})
