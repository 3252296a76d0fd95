"""The CMS's first screen: what waits for me, what ends, what was published this week."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from pages.every_kind import kind_text, open_now
from pages.moderation.delays import (
    days_as_text,
    days_waited,
    recent_median,
    working_days_between,
)
from pages.reports.expiring import expiring, remaining_text
from pages.review.shortcuts import ShortcutsPanel
from pages.rules import MODERATE
from snippets.site import site_settings

ROWS = 8
WEEK = 7
RECENT_DAYS = 30


class ToReviewPanel(WorkflowObjectsToModeratePanel):
    """« Annonces à relire »: the one that has waited longest comes first, with its delay."""

    template_name = "pages/moderation/to_review.html"
    # Wagtail's first panel has 210: what waits for an answer goes before it.
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Wagtail's rows, oldest first: `sent_by`, and `is_late` past the promised delay."""
        context = super().get_context_data(parent_context)
        promised, today = site_settings().moderation_days, timezone.localdate()
        rows = sorted(context["states"], key=lambda row: row["task_state"].started_at)
        # The revision under review may be somebody else's: a correction, or what an act has left.
        states = [row["task_state"] for row in rows]
        prefetch_related_objects(states, "workflow_state__requested_by")
        for row in rows:
            row["sent_by"] = row["task_state"].workflow_state.requested_by
            sent_on = timezone.localtime(row["task_state"].started_at).date()
            row["sent_on"] = sent_on
            row["is_late"] = working_days_between(sent_on, today) > promised
        context["states"] = rows
        context["gauges"] = gauges(rows, promised) if _moderates(parent_context) else []
        return context


class ModeratorPanel(Component):
    """A panel for those who review."""

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Nothing, and no query, for the others."""
        if parent_context is None or not _moderates(parent_context):
            return ""
        return str(super().render_html(parent_context))


class ExpiringPanel(ModeratorPanel):
    """« Se terminent dans les 7 jours »."""

    name = "expiring"
    template_name = "pages/moderation/expiring_panel.html"
    order = 110

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """One query: a row more than is shown says whether there are others."""
        pages = list(expiring(days=WEEK)[: ROWS + 1])
        return {
            "rows": [(page, kind_text(page), remaining_text(page)) for page in pages[:ROWS]],
            "has_more": len(pages) > ROWS,
        }


class PublishedPanel(ModeratorPanel):
    """« Mises en ligne cette semaine »."""

    name = "published"
    template_name = "pages/moderation/published_panel.html"
    order = 120

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Two queries: how many, and the newest."""
        since = timezone.now() - timedelta(days=WEEK)
        pages = open_now().filter(first_published_at__gte=since).order_by("-first_published_at")
        return {
            "count": pages.count(),
            "rows": [(page, kind_text(page)) for page in pages[:ROWS]],
        }


def gauges(rows: list[dict[str, Any]], promised: int) -> list[dict[str, Any]]:
    """The promise against what waits longest and against recent decisions, each also in words."""
    shown = []
    if rows:
        waited = days_waited(rows[0]["task_state"].started_at)
        late = sum(row["is_late"] for row in rows)
        state = f"{late} en retard" if late else "dans le délai"
        said = f"{days_as_text(waited)}\u00a0: {state}"
        shown.append(_gauge("oldest", "La plus ancienne attend depuis", waited, promised, said))
    count, median = recent_median(RECENT_DAYS)
    if median is not None:
        state = "dans le délai" if median <= promised else "au-delà du délai"
        decisions = f"{count} décision{'s' if count > 1 else ''} en {RECENT_DAYS}\u00a0jours"
        said = f"{days_as_text(median)}\u00a0: {state} ({decisions})"
        shown.append(_gauge("median", "Délai médian des décisions", median, promised, said))
    return shown


def _gauge(key: str, label: str, days: float, promised: int, said: str) -> dict[str, Any]:
    """What `<meter>` needs: green up to the promise, red at twice that."""
    highest = promised * 2
    return {
        "key": key,
        "label": label,
        "value": f"{min(days, highest):.2f}",
        "high": promised,
        "max": highest,
        "text": said,
    }


def _moderates(context: Mapping[str, Any]) -> bool:
    return bool(context["request"].user.has_perm(MODERATE))


@hooks.register("construct_homepage_panels")
def review_first(request: HttpRequest, panels: list[Any]) -> None:
    """The ways on, what waits for an answer, in our words; then what ends and what is new."""
    panels[:] = [
        ToReviewPanel() if isinstance(panel, WorkflowObjectsToModeratePanel) else panel
        for panel in panels
    ]
    panels += [ShortcutsPanel(), ExpiringPanel(), PublishedPanel()]


# After the hooks that add them.
@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts(request: HttpRequest, items: list[Any]) -> None:
    """How many images there are helps nobody to start the day."""
    items.clear()
