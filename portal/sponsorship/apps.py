"""Sponsorship: volunteers from working life accompany jobseekers; missions leave certificates."""

from django.apps import AppConfig


class SponsorshipConfig(AppConfig):
    """Declares the app, its messages and what it keeps of people."""

    name = "portal.sponsorship"
    label = "sponsorship"
    verbose_name = "Parrainage"

    def ready(self) -> None:
        """Fill in the registries."""
        from portal.accounts.capabilities import COORDINATE_SPONSORS, OWN_SPONSORSHIPS
        from portal.accounts.holders import may
        from portal.accounts.sign_in.next_page import register_home
        from portal.sponsorship import guests, holdings, home_tiles, mails, receivers
        from portal.sponsorship.advisers import receivers as of_advisers
        from portal.sponsorship.commitments import home_tiles as commitments
        from portal.sponsorship.commitments import receivers as of_commitments
        from portal.sponsorship.pairing.conflicts import forbidden_pairs
        from portal.sponsorship.pairs import apart, links
        from snippets.mail.actions import kinds as actions
        from snippets.mail.kinds import register

        register(*mails.KINDS)
        holdings.register_holdings()
        home_tiles.register_overviews()
        commitments.register_overviews()
        receivers.connect()
        of_commitments.connect()
        of_advisers.connect()
        guests.connect()
        apart.register(forbidden_pairs)
        for kind in links.KINDS:
            actions.register(kind)
        register_home(
            lambda user: may(user, COORDINATE_SPONSORS), "sponsorship:coordination", order=18
        )
        # After what organisations do, before one's own space: who waits for them comes first.
        register_home(lambda user: may(user, OWN_SPONSORSHIPS), "sponsorship:space", order=45)
