"""Rows that are gathered, then written each model at once."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import Model
from django.utils import timezone

from portal.followup.models import (
    ActionStep,
    ActivityLog,
    Appointment,
    BarrierAssessment,
    CareTeamMember,
    Diagnosis,
    EngagementContract,
    Entitlement,
    Exit,
    Goal,
    JournalEntry,
    Orientation,
    Professional,
    ReferentAssignment,
    ReorientationRequest,
)

_ORDER: tuple[Any, ...] = (
    Entitlement,
    Orientation,
    ReferentAssignment,
    CareTeamMember,
    Diagnosis,
    BarrierAssessment,
    Appointment,
    JournalEntry,
    EngagementContract,
    Goal,
    ActionStep,
    ActivityLog,
    ReorientationRequest,
    Exit,
)


@dataclass
class Written:
    """Rows to write, by model, in an order that foreign keys accept."""

    rows: dict[type[Model], list[Any]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: Any) -> Any:
        """Keep a row for later; return it, so that others may name it."""
        self.rows[type(row)].append(row)
        return row

    def save(self) -> None:
        """Write them, each model at once."""
        for model in _ORDER:
            model.unscoped.bulk_create(self.rows.pop(model, []), batch_size=1_000)


def by(professional: Professional) -> dict[str, Any]:
    """Who wrote a row."""
    return {"author_name": professional.name, "created_by": professional.user}


def at(day: date, hour: time) -> datetime:
    """An hour of a day, in France."""
    return timezone.make_aware(datetime.combine(day, hour))
