"""What candidates keep."""

from portal.candidates.models.alerts import (
    MAX_ALERTS,
    AlertedOpportunity,
    AlertRecipient,
    Frequency,
    SavedSearch,
)
from portal.candidates.models.favourites import MAX_FAVOURITES, Favourite
from portal.candidates.models.profile import (
    MAX_TRADES,
    CandidateProfile,
    ProfileOccupation,
)

__all__ = [
    "MAX_ALERTS",
    "MAX_FAVOURITES",
    "MAX_TRADES",
    "AlertRecipient",
    "AlertedOpportunity",
    "CandidateProfile",
    "Favourite",
    "Frequency",
    "ProfileOccupation",
    "SavedSearch",
]
