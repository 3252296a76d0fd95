"""What templates ask of a CV."""

from django import template

from portal.cv import services
from portal.cv.editor import substance
from portal.cv.models import Cv

register = template.Library()


@register.filter
def has_substance(cv: Cv) -> bool:
    """Return whether there is something to download."""
    return substance.has_substance(cv.document)


@register.filter
def is_imported(cv: Cv) -> bool:
    """Return whether there is an import to undo: one query."""
    return services.was_imported(cv)
