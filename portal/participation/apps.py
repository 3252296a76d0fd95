"""What applications, registrations and pairs share."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """Declares the app, its messages and what it keeps of people."""

    name = "portal.participation"
    label = "participation"
    verbose_name = "Participation"

    def ready(self) -> None:
        """Fill in the registries."""
        from portal.participation import (
            holdings,
            home_tiles,
            joining_receivers,  # noqa: F401
            mails,
            receivers,  # noqa: F401
        )
        from snippets.mail.kinds import register

        register(*mails.KINDS)
        holdings.register_holdings()
        home_tiles.register_overviews()
