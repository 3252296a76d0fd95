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
from portal.sponsorship.pairs.models import Sharing, Sponsorship, SponsorshipStep
from portal.sponsorship.requests.models import RequestStep, SponsorshipRequest
from portal.sponsorship.sponsors.models import CharterSignature, Sponsor, SponsorStep

__all__ = [
    "AdviserTold",
    "CertificateRequest",
    "CharterSignature",
    "HoursSharing",
    "PairingSetting",
    "RequestStep",
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
