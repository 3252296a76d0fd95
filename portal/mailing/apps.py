"""Campaigns: audiences, messages, sending, and why each address was chosen."""

from django.apps import AppConfig


class MailingConfig(AppConfig):
    """Declares the app, its messages and what it keeps of people."""

    name = "portal.mailing"
    label = "mailing"
    verbose_name = "Campagnes"

    def ready(self) -> None:
        """Fill in the registries."""
        from portal.mailing import mails, receivers
        from snippets.mail.kinds import register
        from snippets.mail.preferences.links import register_why

        register(*mails.KINDS)
        register_why("mailing:why")
        receivers.connect()
