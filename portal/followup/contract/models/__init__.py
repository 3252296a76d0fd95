"""Diagnosis and barriers; the engagement contract with its goals and steps; career goal."""

from portal.followup.contract.models.contract import EngagementContract
from portal.followup.contract.models.diagnosis import (
    BarrierAssessment,
    BarrierSituation,
    Diagnosis,
)
from portal.followup.contract.models.plan import ActionStep, CareerGoal, Goal

__all__ = [
    "ActionStep",
    "BarrierAssessment",
    "BarrierSituation",
    "CareerGoal",
    "Diagnosis",
    "EngagementContract",
    "Goal",
]
