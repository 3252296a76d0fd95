"""The messages of sponsorship, theme by theme."""

from portal.sponsorship.certificates import mails as certificates
from portal.sponsorship.commitments import mails as commitments
from portal.sponsorship.pairing import mails as pairing
from portal.sponsorship.pairs import mails as pairs
from portal.sponsorship.requests import mails as requests
from portal.sponsorship.sponsors import mails as sponsors

KINDS = (
    *sponsors.KINDS,
    *requests.KINDS,
    *pairing.KINDS,
    *pairs.KINDS,
    *certificates.KINDS,
    *commitments.KINDS,
)
