"""Every model of sponsorship, where Django looks for them. Each theme has its own."""

from portal.sponsorship.advisers.models import AdviserTold
from portal.sponsorship.certificates.models import CertificateRequest, SponsorCertificate
from portal.sponsorship.commitments.models import (
    HoursSharing,
    VolunteerCertificate,
    VolunteerCommitment,
    VolunteerHours,
)
from portal.sponsorship.pairing.models import PairingSetting
from portal.sponsorship.pairs.following import (
    Alert,
    Meeting,
    Objective,
    Review,
    ReviewAnswer,
)
from portal.sponsorship.pairs.models import Sharing, Sponsorship, SponsorshipStep
from portal.sponsorship.requests.models import RequestStep, SponsorshipRequest
from portal.sponsorship.sponsors.models import CharterSignature, Sponsor, SponsorStep

__all__ = [
    "AdviserTold",
    "Alert",
    "CertificateRequest",
    "CharterSignature",
    "HoursSharing",
    "Meeting",
    "Objective",
    "PairingSetting",
    "RequestStep",
    "Review",
    "ReviewAnswer",
    "Sharing",
    "Sponsor",
    "SponsorCertificate",
    "SponsorStep",
    "Sponsorship",
    "SponsorshipRequest",
    "SponsorshipStep",
    "VolunteerCertificate",
    "VolunteerCommitment",
    "VolunteerHours",
]
