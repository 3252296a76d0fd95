"""What anybody may read of a certificate of engagement."""

from portal.sponsorship.certificates.models import SponsorCertificate


def certificate_with(number: str) -> SponsorCertificate | None:
    """The certificate with a number, as people copy it: anybody may ask whether it is true."""
    return SponsorCertificate.objects.filter(number=number.strip().upper()).first()
