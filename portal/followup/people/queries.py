"""What the screens of people read."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from portal.followup.people.models import Beneficiary, Professional, Unit
from snippets.merging.screen import MYSELF


def units_with_professionals(user: Any) -> QuerySet[Unit]:
    """Each unit with who works in it (`workers`), closed ones last."""
    workers = Professional.objects.visible_to(user).filter(left_on__isnull=True)
    rows: QuerySet[Unit] = Unit.objects.visible_to(user)
    return rows.order_by("closed_on", "name").prefetch_related(
        Prefetch("professionals", workers.select_related("structure"), to_attr="workers")
    )


def last_writer(case: Beneficiary, reader: Any) -> str:
    """Who wrote the case last, as its history says."""
    events: Any = case.events  # type: ignore[attr-defined]
    event = events.order_by("-pgh_id").first()
    context = (event.pgh_context or {}) if event else {}
    if context.get("user") == reader.pk:
        return MYSELF
    return str(context.get("name") or "quelqu’un d’autre")
