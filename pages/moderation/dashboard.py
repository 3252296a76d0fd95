"""What waits for a moderator, on the CMS's first screen."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from snippets.site import site_settings

_SATURDAY = 5


class ToReviewPanel(WorkflowObjectsToModeratePanel):
    """« Offres à relire »: the one that has waited longest comes first, with its delay."""

    template_name = "pages/moderation/to_review.html"
    # Wagtail's first panel has 210: what waits for an answer goes before it.
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Wagtail's rows, oldest first, each with `is_late`: the promised delay has passed."""
        context = super().get_context_data(parent_context)
        promised, today = site_settings().moderation_days, timezone.localdate()
        rows = sorted(context["states"], key=lambda row: row["task_state"].started_at)
        for row in rows:
            sent_on = timezone.localtime(row["task_state"].started_at).date()
            row["sent_on"] = sent_on
            row["is_late"] = working_days_between(sent_on, today) > promised
        context["states"] = rows
        return context


def working_days_between(first: date, last: date) -> int:
    """How many working days (Monday to Friday) after `first`, up to `last` included."""
    days = (first + timedelta(days=number + 1) for number in range((last - first).days))
    return sum(day.weekday() < _SATURDAY for day in days)
