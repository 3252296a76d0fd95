"""Every model of sponsorship, where Django looks for them. Each theme has its own."""

from portal.sponsorship.requests.models import RequestStep, SponsorshipRequest
from portal.sponsorship.sponsors.models import CharterSignature, Sponsor, SponsorStep

__all__ = [
    "CharterSignature",
    "RequestStep",
    "Sponsor",
    "SponsorStep",
    "SponsorshipRequest",
]
