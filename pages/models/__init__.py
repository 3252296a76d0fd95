"""Page models, and the enumerations of their fields."""

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
from pages.models.opportunity import ApplyBy, OpportunityIndexPage, OpportunityPage, Precision
from pages.models.states import State

__all__ = [
    "ApplyBy",
    "Contract",
    "DrivingLicence",
    "Experience",
    "HomePage",
    "JobOfferIndexPage",
    "JobOfferPage",
    "OpportunityIndexPage",
    "OpportunityPage",
    "Precision",
    "SalaryPeriod",
    "Schedule",
    "State",
    "TrainingLevel",
    "WorkingTime",
]
