"""A password that is typed once, whatever else has to be corrected in its form."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS


class KeptPasswordMixin:
    """Give back a good password when another field is wrong; never one that was refused.

    The answer to a POST goes to whoever typed it and is never stored (`never_cache`).
    """

    def full_clean(self) -> None:
        """Decide once the errors are known."""
        super().full_clean()  # type: ignore[misc]
        errors = self._errors or {}  # type: ignore[attr-defined]
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        passwords = {
            name for name, field in fields.items() if isinstance(field.widget, forms.PasswordInput)
        }
        is_kept = bool(set(errors) - passwords - {NON_FIELD_ERRORS}) and not passwords & set(errors)
        for name in passwords:
            fields[name].widget.render_value = is_kept
