"""Rules that a form tells beside the field, by what they bear on: a kind, or all of them."""

from pages.validation.job_offer import job_coherence, job_completeness
from pages.validation.session import session_coherence, session_completeness
from pages.validation.shared import (
    DEFAULT_LIFETIME_DAYS,
    MAX_KM_FROM_COMMUNE,
    MAX_LIFETIME_DAYS,
    Errors,
    merge,
    opportunity_coherence,
    opportunity_completeness,
    schedule_errors,
)
from pages.validation.volunteering import volunteering_coherence, volunteering_completeness

__all__ = [
    "DEFAULT_LIFETIME_DAYS",
    "MAX_KM_FROM_COMMUNE",
    "MAX_LIFETIME_DAYS",
    "Errors",
    "job_coherence",
    "job_completeness",
    "merge",
    "opportunity_coherence",
    "opportunity_completeness",
    "schedule_errors",
    "session_coherence",
    "session_completeness",
    "volunteering_coherence",
    "volunteering_completeness",
]
