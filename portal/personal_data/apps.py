"""What is kept of people. The tables are those of the apps that register what they keep."""

from django.apps import AppConfig


class PersonalDataConfig(AppConfig):
    """Declares the app, and what the apps below keep of people."""

    name = "portal.personal_data"
    label = "personal_data"
    verbose_name = "Données personnelles"

    def ready(self) -> None:
        """Register its messages, and what the apps below keep; listen to sign-in."""
        from portal.personal_data import mails, receivers  # noqa: F401
        from portal.personal_data.entries import register_entries
        from snippets.mail.kinds import register

        register(*mails.KINDS)
        register_entries()
