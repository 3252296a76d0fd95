"""CVs of candidates."""

from django.apps import AppConfig


class CvConfig(AppConfig):
    """Declares the app, its messages, what it keeps of people and what their space shows of it."""

    name = "portal.cv"
    label = "cv"
    verbose_name = "CV"

    def ready(self) -> None:
        """Fill in the register; follow photos that are deleted."""
        from portal.cv import (
            help_overview,
            holdings,
            mails,
            overviews,
            receivers,  # noqa: F401
        )
        from snippets.mail.kinds import register

        holdings.register_holdings()
        register(*mails.KINDS)
        overviews.register_overviews()
        help_overview.register_overviews()
