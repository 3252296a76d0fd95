"""What the templates of the organisation's space need beside their context."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms, template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils import timezone

from pages.models import State
from pages.moderation.author_mail import last_day
from pages.moderation.wording import READ_BY_REVIEW, Remark, refusable_words
from portal.submissions.queries import Row
from search.parameters.named_fields import NamedRowField
from snippets import french
from snippets.models import Organisation

register = template.Library()
_NEXT_STEPS: dict[State, str] = {
    State.DRAFT: "Continuer",
    State.REFUSED: "Corriger",
    State.IN_REVIEW: "Suivre",
}


@register.filter
def ends_in(moment: datetime) -> str:
    """Write “dans 12 jours”, counted to the last day online."""
    day = last_day(moment)
    days = (day - timezone.localdate()).days if day else 0
    if days <= 0:
        return "aujourd’hui"
    return f"dans {french.counted(days, 'jour')}"


@register.filter
def next_step(row: Row) -> str:
    """Return what its organisation does next."""
    if row.standing.is_corrected:
        return "Envoyer"
    return _NEXT_STEPS.get(row.standing.state, "Gérer")


@register.filter
def applied_to(received: dict[int, tuple[int, int]], row: Row) -> tuple[int, int] | None:
    """Return (new, total) applications of an opportunity, or None when it has none."""
    return received.get(row.page.pk)


@register.filter
def widget_kind(field: forms.BoundField) -> str:
    """Return how a field is laid out: `checkbox`, `choices`, `completed` or `text`."""
    widget = field.field.widget
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "completed" if isinstance(field.field, NamedRowField) else "text"


@register.filter
def is_asked(field: forms.BoundField) -> bool:
    """Whether it must be filled in before the opportunity is sent."""
    return field.name in field.form.asked  # type: ignore[attr-defined]


@register.filter
def condition(field: forms.BoundField) -> str:
    """Return when a field that may be empty is asked all the same, or “facultatif”."""
    return field.form.conditions.get(field.name, "facultatif")  # type: ignore[attr-defined]


@register.filter
def missing(field: forms.BoundField) -> Sequence[str]:
    """Return what sending would refuse here; nothing where it was just refused."""
    form: Any = field.form
    return () if field.errors or not form.tells_missing else form.missing.get(field.name, ())


@register.filter
def is_read_by_review(field: forms.BoundField) -> bool:
    """Whether a review reads it as a text."""
    return field.name in READ_BY_REVIEW


@register.filter
def remarks(field: forms.BoundField) -> list[Remark]:
    """Return the words that a review would refuse in a field."""
    return refusable_words(str(field.value() or ""))


@register.inclusion_tag("submissions/act_button.html", takes_context=True)
def act_button(
    context: RequestContext,
    action: str,
    organisation: Organisation,
    row: Row,
    label: str,
    style: str = "btn-quiet",
    about: str = "",
) -> dict[str, Any]:
    """Draw a button that does one thing to an opportunity (`about`: which, in a list)."""
    return {
        "address": reverse(f"submissions:{action}", args=[organisation.slug, row.page.pk]),
        "label": label,
        "about": about,
        "style": style,
        "csrf_token": context["csrf_token"],
    }
