"""Sessions: their lists, slots, registrations, places offered, and what happened at the door."""

from portal.recruitment.models.door import (
    LINK_LIFETIME,
    CompanyLink,
    ListAccess,
    Scan,
    SessionMessage,
)
from portal.recruitment.models.registration import (
    MAX_NEEDS,
    PlaceOffer,
    Registration,
    RegistrationChange,
    RegistrationQuerySet,
    new_code,
)
from portal.recruitment.models.roster import (
    NEUTRAL_TITLE,
    Roster,
    RosterQuerySet,
    SessionNews,
    Slot,
)

__all__ = [
    "LINK_LIFETIME",
    "MAX_NEEDS",
    "NEUTRAL_TITLE",
    "CompanyLink",
    "ListAccess",
    "PlaceOffer",
    "Registration",
    "RegistrationChange",
    "RegistrationQuerySet",
    "Roster",
    "RosterQuerySet",
    "Scan",
    "SessionMessage",
    "SessionNews",
    "Slot",
    "new_code",
]
