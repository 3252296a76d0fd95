"""Sessions: registrations, slots, waiting list, check-in."""

from django.apps import AppConfig


class RecruitmentConfig(AppConfig):
    """Declares the app, its messages and what it keeps of people."""

    name = "portal.recruitment"
    label = "recruitment"
    verbose_name = "Sessions de recrutement"

    def ready(self) -> None:
        """Fill in the registries."""
        from portal.recruitment import (
            holdings,
            mails,
            receivers,  # noqa: F401
        )
        from snippets.mail.kinds import register

        register(*mails.KINDS)
        holdings.register_holdings()
