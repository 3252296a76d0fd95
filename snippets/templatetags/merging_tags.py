"""What two people wrote in one form, for its template."""

from typing import Any

from django import forms, template

from snippets.merging.forms import base_of
from snippets.merging.screen import BASE, Conflict

register = template.Library()


@register.filter
def conflict(field: forms.BoundField) -> Conflict | None:
    """Return what somebody else left in this field, or None."""
    found: Conflict | None = getattr(field.form, "conflicts", {}).get(field.name)
    return found


@register.inclusion_tag("components/merge_base.html")
def merge_base(form: Any) -> dict[str, str]:
    """Carry the text that a form was opened with: see `snippets.merging`."""
    return {"name": form.add_prefix(BASE), "base": base_of(form)}
