"""What the dialogs of a review need."""

from typing import Any

from django import template

from pages.moderation.locking import content_digest
from pages.moderation.models import ModerationTaskState

register = template.Library()


@register.simple_tag
def digest_for(form: Any, page: Any) -> str:
    """The digest to send back: the one already sent when the dialog shows its errors again."""
    if form.is_bound:
        return str(form["content_digest"].value() or "")
    return content_digest(page.latest_revision)


@register.simple_tag
def refusal_in(workflow_state: Any) -> ModerationTaskState | None:
    """The review that refused the page being edited, or None when it is not refused."""
    if workflow_state is None or workflow_state.status != workflow_state.STATUS_NEEDS_CHANGES:
        return None
    state = workflow_state.current_task_state
    state = state.specific if state else None
    return state if isinstance(state, ModerationTaskState) else None
