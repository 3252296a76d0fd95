"""What is kept of people. The tables are those of the apps that register what they keep."""

from django.apps import AppConfig


class PersonalDataConfig(AppConfig):
    """Declares the app, and what the apps below keep of people."""

    name = "portal.personal_data"
    label = "personal_data"
    verbose_name = "Données personnelles"

    def ready(self) -> None:
        """Register what is kept by who cannot do it: the apps below; listen to sign-in."""
        from portal.personal_data import receivers  # noqa: F401
        from portal.personal_data.entries import register_entries

        register_entries()
