"""System checks: without them, a site without a workflow would publish nothing and not say why."""

from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage
from django.db import DatabaseError


def check_opportunity_indexes(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Each index of opportunities has a workflow with an active task, and its frozen address.

    Says nothing when the database is not there yet.
    """
    try:
        return list(_problems())
    except DatabaseError:
        return []


def _problems() -> Iterator[CheckMessage]:
    from pages.models import INDEX_MODELS

    for model in INDEX_MODELS:
        for index in model.objects.all():
            workflow = index.get_workflow()
            if workflow is None or not workflow.tasks.filter(active=True).exists():
                yield checks.Warning(
                    f"The index “{index.title}” has no moderation workflow: "
                    "offers cannot be submitted.",
                    hint="Assign one in the CMS (Réglages, Workflows), or run “migrate”.",
                    id="pages.W001",
                )
            if index.slug != model.frozen_slug:
                yield checks.Error(
                    f"The index “{index.title}” has the slug “{index.slug}”.",
                    hint=f"It must be “{model.frozen_slug}”: the public addresses depend on it.",
                    id="pages.E001",
                )
