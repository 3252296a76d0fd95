"""Fields that people type as paragraphs."""

from typing import Any

from django import forms


class PlainTextField(forms.CharField):
    """Paragraphs typed in a text area, which browsers send with line ends of their own."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the words differ."""
        return (initial or "") != self.to_python(data)
