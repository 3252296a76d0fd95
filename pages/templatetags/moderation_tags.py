"""What the dialogs of a review need."""

from datetime import datetime
from typing import Any

from django import template

from pages.models import OpportunityPage
from pages.moderation.locking import content_digest
from pages.moderation.models import ModerationTaskState
from pages.moderation.similar import Row, similar_to
from pages.rules import MODERATE

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


@register.simple_tag
def proposed_end(form: Any) -> datetime | None:
    """The end that the editor of an opportunity proposes in place of one that has passed."""
    return getattr(form, "proposed_end", None)


@register.simple_tag
def is_over(page: Any) -> bool:
    """Whether a session is over: its end is its own, and no other can be proposed."""
    return isinstance(page, OpportunityPage) and not page.is_prolongable and page.has_ended


@register.simple_tag
def scheduled_for(page: Any) -> datetime | None:
    """When the approved text of an opportunity goes live, if it waits for its hour."""
    if not isinstance(page, OpportunityPage) or not page.pk:
        return None
    revision = page.scheduled_revision
    return revision and revision.approved_go_live_at


@register.simple_tag
def similar_pages(page: Any, user: Any) -> list[Row]:
    """Other open or waiting pages that look like a draft, for those who review it."""
    if not isinstance(page, OpportunityPage) or not page.pk or not user.has_perm(MODERATE):
        return []
    return similar_to(page.get_latest_revision_as_object())
