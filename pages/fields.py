"""Array columns that people fill in with checkboxes, or with one value on each line."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError


class ChoiceArrayField(ArrayField):
    """Several values out of the choices of its base field, edited as checkboxes."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Checkboxes instead of values separated by commas."""
        options: dict[str, Any] = {
            "choices": self.base_field.choices,
            "required": not self.blank,
            "label": self.verbose_name[:1].upper() + self.verbose_name[1:],
            "help_text": self.help_text,
            "widget": forms.CheckboxSelectMultiple,
            **kwargs,
        }
        return forms.MultipleChoiceField(**options)


class LinesFormField(forms.CharField):
    """A list of short texts, one on each line; empty lines and repeats are dropped."""

    widget = forms.Textarea

    def __init__(self, *, max_items: int, max_item_length: int, **kwargs: Any) -> None:
        self.max_items = max_items
        self.max_item_length = max_item_length
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines; leave what was typed as it is."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """Split the text; the order typed is kept."""
        lines = value if isinstance(value, list) else (value or "").splitlines()
        return list(dict.fromkeys(text for line in lines if (text := " ".join(line.split()))))

    def validate(self, value: Any) -> None:
        """Refuse too many lines, or a line too long for its column."""
        super().validate(value)
        if len(value) > self.max_items:
            message = f"Au plus {self.max_items} lignes."
            raise ValidationError(message, code="max_items")
        for line in value:
            if len(line) > self.max_item_length:
                message = (
                    f"Cette ligne passe {self.max_item_length} caractères\u00a0: "
                    f"«\u00a0{line[:40]}…\u00a0»"
                )
                raise ValidationError(message, code="max_item_length")

    def run_validators(self, value: Any) -> None:
        """Lines are checked by `validate`: the validators of a text do not apply to a list."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare lists, not the text of one with the other."""
        return (initial or []) != self.to_python(data)


class LinesArrayField(ArrayField):
    """A list of short texts, edited as one on each line."""

    def __init__(self, *args: Any, max_items: int = 15, **kwargs: Any) -> None:
        self.max_items = max_items
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        """A text area instead of values separated by commas."""
        options: dict[str, Any] = {
            "max_items": self.max_items,
            "max_item_length": self.base_field.max_length,
            "required": not self.blank,
            "label": self.verbose_name[:1].upper() + self.verbose_name[1:],
            "help_text": self.help_text,
            "widget": forms.Textarea(attrs={"rows": 4}),
            **kwargs,
        }
        return LinesFormField(**options)
