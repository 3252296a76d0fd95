"""Suivi RSA: the closed area."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    """Declares the app. Nothing but reporting imports it."""

    name = "portal.followup"
    label = "followup"
    verbose_name = "Suivi RSA"

    def ready(self) -> None:
        """Fill in the registries."""
        from portal.followup.orientation import mails as orientation
        from snippets.mail.kinds import register

        register(*orientation.KINDS)
