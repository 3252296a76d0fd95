"""Models of procedures: one module for what is reported, one for what is decided, one for after."""

from portal.followup.procedures.models.aftermath import Appeal, Remobilisation, SanctionPeriod
from portal.followup.procedures.models.procedure import (
    Observation,
    ProcedureAct,
    SanctionProcedure,
)
from portal.followup.procedures.models.report import BreachReport, Proof

__all__ = [
    "Appeal",
    "BreachReport",
    "Observation",
    "ProcedureAct",
    "Proof",
    "Remobilisation",
    "SanctionPeriod",
    "SanctionProcedure",
]
