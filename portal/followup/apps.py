"""Suivi RSA: the closed area."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    """Declares the app. Nothing but reporting imports it."""

    name = "portal.followup"
    label = "followup"
    verbose_name = "Suivi RSA"

    def ready(self) -> None:
        """Fill in the registries."""
        from portal.followup.access import mails as access_mails
        from snippets.mail.kinds import register

        register(*access_mails.KINDS)
