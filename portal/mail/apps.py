"""The screens of mail: what was sent, and what each person receives."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Declares the app and its messages; the tables are those of `snippets.mail`."""

    name = "portal.mail"
    label = "mail"
    verbose_name = "Messages"

    def ready(self) -> None:
        """Add the messages to their registry."""
        from portal.mail.preferences import mails
        from snippets.mail.kinds import register

        register(*mails.KINDS)
