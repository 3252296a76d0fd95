"""Page models, and the enumerations of their fields."""

from pages.models.editorial import EDITORIAL_MODELS, ContentPage, NewsIndexPage, NewsPage
from pages.models.home import HomePage
from pages.models.job_offer import (
    Contract,
    DrivingLicence,
    Experience,
    JobOfferIndexPage,
    JobOfferPage,
    SalaryPeriod,
    Schedule,
    TrainingLevel,
    WorkingTime,
)
from pages.models.navigation import Navigation
from pages.models.opportunity import ApplyBy, OpportunityIndexPage, OpportunityPage, Precision
from pages.models.session import (
    RecruitmentSessionIndexPage,
    RecruitmentSessionPage,
    SessionAudience,
    SessionOccupation,
    SessionOffer,
    SessionPartner,
    SessionStatus,
    SessionType,
)
from pages.models.states import State
from pages.models.volunteering import (
    Cause,
    Day,
    Rhythm,
    VolunteeringIndexPage,
    VolunteeringPage,
)

# The kinds, in the order in which people meet them.
OPPORTUNITY_MODELS: tuple[type[OpportunityPage], ...] = (
    JobOfferPage,
    VolunteeringPage,
    RecruitmentSessionPage,
)
INDEX_MODELS: tuple[type[OpportunityIndexPage], ...] = (
    JobOfferIndexPage,
    VolunteeringIndexPage,
    RecruitmentSessionIndexPage,
)

__all__ = [
    "EDITORIAL_MODELS",
    "INDEX_MODELS",
    "OPPORTUNITY_MODELS",
    "ApplyBy",
    "Cause",
    "ContentPage",
    "Contract",
    "Day",
    "DrivingLicence",
    "Experience",
    "HomePage",
    "JobOfferIndexPage",
    "JobOfferPage",
    "Navigation",
    "NewsIndexPage",
    "NewsPage",
    "OpportunityIndexPage",
    "OpportunityPage",
    "Precision",
    "RecruitmentSessionIndexPage",
    "RecruitmentSessionPage",
    "Rhythm",
    "SalaryPeriod",
    "Schedule",
    "SessionAudience",
    "SessionOccupation",
    "SessionOffer",
    "SessionPartner",
    "SessionStatus",
    "SessionType",
    "State",
    "TrainingLevel",
    "VolunteeringIndexPage",
    "VolunteeringPage",
    "WorkingTime",
]
