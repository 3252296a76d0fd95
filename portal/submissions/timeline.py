"""What happened to an opportunity, told to its organisation: sent, reviewed, refused, published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import PageLogEntry, TaskState

from pages.moderation.delays import days_waited
from pages.moderation.models import ModerationTaskState

_LOGGED = {
    "wagtail.publish": ("check-circle", "Mise en ligne"),
    "wagtail.publish.scheduled": ("check-circle", "Mise en ligne"),
    "wagtail.unpublish.scheduled": ("clock", "Terminée"),
    "declic.filled": ("check-circle", "Déclarée pourvue"),
    "declic.prolong": ("clock", "Prolongée"),
    "declic.withdraw": ("x-lg", "Retirée"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line: when, what, and the words of whoever decided."""

    at: datetime
    icon: str
    title: str
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A review in progress: since when, how many working days, out of how many promised."""

    since: datetime
    days: int
    promised: int

    @property
    def is_late(self) -> bool:
        """Whether the promise is broken."""
        return self.days > self.promised


def events_of(page: Any) -> list[Event]:
    """Everything that its organisation is told, the latest first: two queries."""
    found: list[Event] = []
    resumed = False
    for state in _reviews(page):
        # A text that staff corrected opens another review of the same sending.
        if not resumed:
            found.append(Event(state.started_at, "envelope", "Envoyée en relecture"))
        resumed = state.status == TaskState.STATUS_CANCELLED and _goes_on(state)
        if state.status == TaskState.STATUS_REJECTED:
            found.append(
                Event(
                    state.finished_at,
                    "exclamation-triangle",
                    "À corriger",
                    state.refusal_label,
                    state.comment,
                )
            )
        elif state.status == TaskState.STATUS_CANCELLED and not resumed:
            found.append(Event(state.finished_at, "chevron-left", "Relecture arrêtée"))
    entries = PageLogEntry.objects.filter(page=page.pk, action__in=_LOGGED).order_by("pk")
    for entry in entries:
        icon, title = _LOGGED[entry.action]
        found.append(Event(entry.timestamp, icon, title, str(entry.data.get("reason", ""))))
    return sorted(found, key=lambda event: event.at, reverse=True)


def last_refusal(page: Any) -> Event | None:
    """The refusal that the latest text answers, if nothing was decided since."""
    state = _reviews(page).last()
    if state is None or state.status != TaskState.STATUS_REJECTED:
        return None
    return Event(
        state.finished_at, "exclamation-triangle", "À corriger", state.refusal_label, state.comment
    )


def waiting(page: Any) -> Waiting | None:
    """The review in progress, if there is one."""
    from snippets.site import site_settings

    states = list(_reviews(page))
    if not states or states[-1].status != TaskState.STATUS_IN_PROGRESS:
        return None
    since = states[-1].started_at
    for state in reversed(states[:-1]):
        if state.status != TaskState.STATUS_CANCELLED or not _goes_on(state):
            break
        since = state.started_at
    return Waiting(since, days_waited(since), site_settings().moderation_days)


def _reviews(page: Any) -> Any:
    return (
        ModerationTaskState.objects.filter(
            workflow_state__base_content_type__app_label="wagtailcore",
            workflow_state__base_content_type__model="page",
            workflow_state__object_id=str(page.pk),
        )
        .select_related("workflow_state")
        .order_by("pk")
    )


def _goes_on(state: ModerationTaskState) -> bool:
    """Whether the workflow went on after this task state was cancelled, with a later one."""
    workflow = state.workflow_state
    current = workflow.current_task_state_id
    return bool(current and current > state.pk)
