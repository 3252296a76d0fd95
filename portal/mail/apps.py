"""The screens of mail: what was sent, and what each person receives."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Declares the app and its messages; the tables are those of `snippets.mail`."""

    name = "portal.mail"
    label = "mail"
    verbose_name = "Messages"

    def ready(self) -> None:
        """Declare the messages, and where the links of every message lead."""
        from portal.mail.preferences import mails
        from snippets.mail.kinds import register
        from snippets.mail.preferences.links import Screens, register_screens

        register(*mails.KINDS)
        register_screens(
            Screens(
                stop="accounts:mail_stop",
                preferences="accounts:mail_preferences",
                ask="accounts:mail_preferences_link",
            )
        )
