"""Commitments, their hours, their certificates, and what a person lets their adviser read."""

from portal.sponsorship.commitments.models.certificate import VolunteerCertificate
from portal.sponsorship.commitments.models.commitment import (
    MAX_WORD,
    CommitmentQuerySet,
    VolunteerCommitment,
)
from portal.sponsorship.commitments.models.hours import HoursQuerySet, VolunteerHours
from portal.sponsorship.commitments.models.sharing import HoursSharing

__all__ = [
    "MAX_WORD",
    "CommitmentQuerySet",
    "HoursQuerySet",
    "HoursSharing",
    "VolunteerCertificate",
    "VolunteerCommitment",
    "VolunteerHours",
]
