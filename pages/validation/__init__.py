"""Rules that a form tells beside the field, by what they bear on: a kind, or all of them."""

from pages.validation.job_offer import JOB_CONDITIONS, job_coherence, job_completeness
from pages.validation.session import (
    SESSION_CONDITIONS,
    session_coherence,
    session_completeness,
)
from pages.validation.shared import (
    DEFAULT_LIFETIME_DAYS,
    MAX_LIFETIME_DAYS,
    OPPORTUNITY_CONDITIONS,
    Errors,
    expiry_errors,
    merge,
    opportunity_coherence,
    opportunity_completeness,
    schedule_errors,
)
from pages.validation.volunteering import (
    VOLUNTEERING_CONDITIONS,
    volunteering_coherence,
    volunteering_completeness,
)

__all__ = [
    "DEFAULT_LIFETIME_DAYS",
    "JOB_CONDITIONS",
    "MAX_LIFETIME_DAYS",
    "OPPORTUNITY_CONDITIONS",
    "SESSION_CONDITIONS",
    "VOLUNTEERING_CONDITIONS",
    "Errors",
    "expiry_errors",
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
