"""Every model of sponsorship, where Django looks for them. Each theme has its own."""

from portal.sponsorship.commitments.models import (
    HoursSharing,
    VolunteerCertificate,
    VolunteerCommitment,
    VolunteerHours,
)

__all__ = [
    "HoursSharing",
    "VolunteerCertificate",
    "VolunteerCommitment",
    "VolunteerHours",
]
