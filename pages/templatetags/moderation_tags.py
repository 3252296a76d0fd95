"""What the dialogs of a review need."""

from typing import Any

from django import template

from pages.moderation.locking import content_digest

register = template.Library()


@register.simple_tag
def digest_for(form: Any, page: Any) -> str:
    """The digest to send back: the one already sent when the dialog shows its errors again."""
    if form.is_bound:
        return str(form["content_digest"].value() or "")
    return content_digest(page.latest_revision)
