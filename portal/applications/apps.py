"""Applications to offers and volunteering opportunities."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """Declares the app, its messages and what it keeps of people."""

    name = "portal.applications"
    label = "applications"
    verbose_name = "Candidatures"

    def ready(self) -> None:
        """Fill in the registries."""
        from portal.applications import erasure, guests, holdings, home_tiles, mails, receivers
        from portal.applications.subject import ApplicationSubject
        from portal.participation import subjects
        from portal.participation.models import About
        from snippets.mail.kinds import register

        register(*mails.KINDS)
        erasure.connect()
        holdings.register_holdings()
        home_tiles.register_overviews()
        receivers.connect()
        subjects.register(About.APPLICATION, ApplicationSubject())
        guests.connect()
