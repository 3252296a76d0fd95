"""What the cells of the lists say, on screen and in their sheets."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from pages.models import OpportunityPage
from pages.models.states import State

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# A column of a sheet: its heading, and the value of a row.
Cells = dict[str, tuple[str, Callable[[Any], Any]]]


def days_text(days: int) -> str:
    """`aujourd’hui`, `1 jour`, `12 jours`."""
    if days < 1:
        return "aujourd’hui"
    return f"{days}\u00a0jour{'s' if days > 1 else ''}"


def state_text(page: Any) -> str:
    """The state of a row of `with_state()`, with the delay that matters to staff."""
    now = timezone.now()
    label = State(page.state).label
    if page.state == State.LIVE and page.expire_at:
        days = (timezone.localdate(page.expire_at) - timezone.localdate(now)).days
        return f"{label}, expire {'dans ' if days >= 1 else ''}{days_text(days)}"
    workflow = page.current_workflow_state
    if page.state == State.IN_REVIEW and workflow:
        return f"{label} depuis {_since(_waiting_since(workflow), now)}"
    return label


def step_text(page: Any) -> str:
    """Name of the workflow step that waits, or an empty string."""
    workflow = page.current_workflow_state
    task_state = workflow.current_task_state if workflow else None
    return task_state.task.name if task_state else ""


def end_text(page: OpportunityPage) -> str:
    """Day on which the page leaves the list, in figures."""
    return day_text(page.expire_at)


def day_text(moment: datetime | None) -> str:
    """A day in figures, in local time, or an empty string."""
    return date_format(timezone.localdate(moment), "SHORT_DATE_FORMAT") if moment else ""


def author_text(page: Any) -> str:
    """Who began the page."""
    return str(page.owner) if page.owner else ""


def harmless(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula becomes plain text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def sheet(organisation: str, own: Cells) -> Cells:
    """The sheet of a kind: its own columns between who and where, and what becomes of the page."""
    return {
        "title": ("Intitulé", lambda page: page.draft_title or page.title),
        "organisation": (organisation, lambda page: str(page.organisation or "")),
        "commune": ("Commune", lambda page: str(page.commune or "")),
        **own,
        "state": ("État", state_text),
        "step": ("Étape de relecture", step_text),
        "published": ("Première mise en ligne", lambda page: page.first_published_at),
        "expires": ("Fin de publication", lambda page: page.expire_at),
        "author": ("Auteur", author_text),
    }


def _waiting_since(workflow: Any) -> datetime:
    """When the current step began."""
    task_state = workflow.current_task_state
    return task_state.started_at if task_state else workflow.created_at


def _since(start: datetime, now: datetime) -> str:
    """Time waited, in days."""
    return days_text((timezone.localdate(now) - timezone.localdate(start)).days)
