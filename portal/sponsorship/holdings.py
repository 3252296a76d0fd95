"""What the register of personal data says of sponsorship, theme by theme."""

from portal.personal_data.register import register
from portal.sponsorship.advisers import holdings as advisers
from portal.sponsorship.certificates import holdings as certificates
from portal.sponsorship.commitments import holdings as commitments
from portal.sponsorship.pairing import holdings as pairing
from portal.sponsorship.pairs import holdings as pairs
from portal.sponsorship.requests import holdings as requests
from portal.sponsorship.sponsors import holdings as sponsors


def register_holdings() -> None:
    """Declare them: called when the app is ready."""
    register(*sponsors.HOLDINGS, *requests.HOLDINGS, *pairing.HOLDINGS, *pairs.HOLDINGS)
    register(*commitments.HOLDINGS, *certificates.HOLDINGS, *advisers.HOLDINGS)
