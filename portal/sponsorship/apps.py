"""Sponsorship: volunteers from working life accompany jobseekers; missions leave certificates."""

from django.apps import AppConfig


class SponsorshipConfig(AppConfig):
    """Declares the app, its messages and what it keeps of people."""

    name = "portal.sponsorship"
    label = "sponsorship"
    verbose_name = "Parrainage"

    def ready(self) -> None:
        """Fill in the registries, theme by theme."""
        from portal.sponsorship.commitments import holdings, mails, overviews, receivers
        from snippets.mail.kinds import register

        register(*mails.KINDS)
        holdings.register_holdings()
        overviews.register_overviews()
        receivers.connect()
