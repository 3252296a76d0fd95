"""What became of a review that somebody still has open on their screen: what happened, by whom."""

from typing import Any

from wagtail.models import TaskState, WorkflowState

from pages.moderation.models import ModerationTaskState
from snippets import french
from snippets.site import site_settings

NO_LONGER = "Cette annonce n’est plus en relecture\u00a0: quelqu’un a déjà décidé."
STARTED_AGAIN = (
    "La relecture de cette annonce a recommencé depuis\u00a0: ouvrez l’annonce et relisez-la."
)
_DONE = {
    TaskState.STATUS_APPROVED: "l’a approuvée",
    TaskState.STATUS_REJECTED: "l’a refusée",
    TaskState.STATUS_CANCELLED: "a arrêté sa relecture",
}


def what_became_of(page: Any) -> str:
    """The last decision on a page that is no longer under review, and who took it."""
    state = (
        ModerationTaskState.objects.filter(
            workflow_state__in=WorkflowState.objects.for_instance(page), status__in=_DONE
        )
        .select_related("finished_by")
        .order_by("-finished_at", "-pk")
        .first()
    )
    if state is None or state.finished_at is None:
        return NO_LONGER
    who = str(state.finished_by or site_settings().site_name)
    moment = f"{french.long_day(state.finished_at)} à {french.hour(state.finished_at)}"
    return f"{NO_LONGER} {who} {_deed(page.specific, state)} le {moment}.{_reason(state)}"


def _deed(page: Any, state: ModerationTaskState) -> str:
    """A withdrawal stops the review as well."""
    is_withdrawn = page.withdrawn_at is not None and page.withdrawn_at >= state.started_at
    if state.status == TaskState.STATUS_CANCELLED and is_withdrawn:
        return "l’a retirée"
    return _DONE[state.status]


def _reason(state: ModerationTaskState) -> str:
    label = state.refusal_label.rstrip(". ")
    return f" Motif\u00a0: {label}." if label else ""
