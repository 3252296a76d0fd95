"""Organisations: registration, verification, members. Their tables are those of accounts."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Declares the app, its messages, and that it follows the CMS."""

    name = "portal.organisations"
    label = "organisations"
    verbose_name = "Organisations"

    def ready(self) -> None:
        """Add the messages to their registry; keep the queue in step with the box of the CMS."""
        from portal.organisations import mails
        from portal.organisations.services.verification import follow_cms
        from snippets.mail.kinds import register
        from snippets.signals import verification_changed

        register(*mails.KINDS)
        verification_changed.connect(follow_cms, dispatch_uid="portal.organisations.follow_cms")
