"""How long reviews take and wait, against the delay that the site promises.

The promise counts working days, Monday to Friday. A review begins when its author sends the page,
and ends with a decision: an edit in between opens another task state of Wagtail's, not another
review.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from pages.moderation.models import ModerationTaskState
from snippets.site import site_settings

_SATURDAY = 5
# Decisions of all months, then of each, the newest first. Working days between two moments: what is
# left of the week-ends taken away, in seconds of working weeks since a Monday, so that no calendar
# is walked.
_DELAYS = """
WITH states AS (
    SELECT state.id, state.workflow_state_id, state.status, state.started_at, state.finished_at,
           -- The round: how many refusals came before in the same workflow.
           count(*) FILTER (WHERE state.status = 'rejected') OVER (
               PARTITION BY state.workflow_state_id ORDER BY state.id
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS round
    FROM wagtailcore_taskstate AS state
    JOIN pages_moderationtaskstate AS review ON review.taskstate_ptr_id = state.id
), rounds AS (
    SELECT min(started_at) AT TIME ZONE %(zone)s AS sent_at,
           max(finished_at) FILTER (WHERE status IN ('approved', 'rejected'))
               AT TIME ZONE %(zone)s AS decided_at
    FROM states GROUP BY workflow_state_id, round
    HAVING max(finished_at) FILTER (WHERE status IN ('approved', 'rejected')) >= %(start)s
), moments AS (
    SELECT decided_at,
           extract(epoch FROM sent_at - timestamp '2001-01-01')::float8 AS sent,
           extract(epoch FROM decided_at - timestamp '2001-01-01')::float8 AS decided
    FROM rounds
), spent AS (
    SELECT date_trunc('month', decided_at)::date AS month,
           (floor(decided / 604800) * 432000
               + least(decided - floor(decided / 604800) * 604800, 432000)) / 86400.0
           - (floor(sent / 604800) * 432000
               + least(sent - floor(sent / 604800) * 604800, 432000)) / 86400.0 AS days
    FROM moments
)
SELECT month, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY days),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY days),
       count(*) FILTER (WHERE days > %(promised)s)
FROM spent GROUP BY GROUPING SETS ((), (month)) ORDER BY month DESC NULLS FIRST
"""
MONTHS_SHOWN = 24


@dataclass(frozen=True)
class Month:
    """Decisions of one month; delays in working days."""

    month: date
    count: int
    median: float
    ninetieth: float
    late: int
    promised: int


def with_waiting(pages: QuerySet[Any]) -> QuerySet[Any]:
    """Only pages under review, with `waiting_since`: when their author sent them."""
    refused_later = TaskState.objects.filter(
        workflow_state=OuterRef("workflow_state"),
        status=TaskState.STATUS_REJECTED,
        pk__gte=OuterRef("pk"),
    )
    states = ModerationTaskState.objects.filter(
        ~Exists(refused_later),
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type__app_label="wagtailcore",
        workflow_state__base_content_type__model="page",
        workflow_state__object_id=Cast(OuterRef("pk"), CharField()),
    )
    first = states.order_by("started_at").values("started_at")[:1]
    return pages.annotate(waiting_since=Subquery(first)).filter(waiting_since__isnull=False)


def days_waited(since: datetime) -> int:
    """Working days since a moment, today included."""
    return working_days_between(timezone.localtime(since).date(), timezone.localdate())


def working_days_between(first: date, last: date) -> int:
    """How many working days (Monday to Friday) after `first`, up to `last` included."""
    days = (first + timedelta(days=number + 1) for number in range((last - first).days))
    return sum(day.weekday() < _SATURDAY for day in days)


def by_month() -> list[Month]:
    """Decisions of the last two years, the newest month first: one query."""
    promised = site_settings().moderation_days
    start = timezone.now() - timedelta(days=31 * MONTHS_SHOWN)
    _, *rows = _ask(start, promised)
    return [
        Month(month, count, median, ninetieth, late, promised)
        for month, count, median, ninetieth, late in rows
    ]


def recent_median(days: int = 30) -> tuple[int, float | None]:
    """How many decisions in the last days, and their median delay (None without any)."""
    _, count, median, _, _ = _ask(timezone.now() - timedelta(days=days), 0)[0]
    return count, median


def days_as_text(days: float) -> str:
    """`0,5 jour ouvré`, `2 jours ouvrés`."""
    number = f"{days:.1f}".removesuffix(".0").replace(".", ",")
    plural = "s" if days >= 2 else ""
    return f"{number}\u00a0jour{plural} ouvré{plural}"


def _ask(start: datetime, promised: int) -> list[tuple[Any, ...]]:
    parameters: dict[str, Any] = {"zone": settings.TIME_ZONE, "start": start, "promised": promised}
    with connection.cursor() as cursor:
        cursor.execute(_DELAYS, parameters)
        return cursor.fetchall()
