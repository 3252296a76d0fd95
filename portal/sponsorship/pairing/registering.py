"""What pairs give to the registries of the site."""

from portal.sponsorship.pairing import holdings, mails, overviews, receivers
from portal.sponsorship.pairs import links
from snippets.mail.actions import kinds as actions
from snippets.mail.kinds import register


def connect() -> None:
    """Called once the app is ready."""
    register(*mails.KINDS)
    for kind in links.KINDS:
        actions.register(kind)
    receivers.connect()
    holdings.register_holdings()
    overviews.register_overviews()
