"""Organisations: registration, verification, members. Their tables are those of accounts."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Declares the app, its messages, its first screen, and that it follows the CMS."""

    name = "portal.organisations"
    label = "organisations"
    verbose_name = "Organisations"

    def ready(self) -> None:
        """Fill in the registries; keep the queue in step with the box of the CMS."""
        from portal.accounts.sign_in.next_page import register_home
        from portal.organisations import mails
        from portal.organisations.services.verification import follow_cms
        from snippets.mail.kinds import register
        from snippets.signals import verification_changed

        register(*mails.KINDS)
        # Before what is one's own: whoever registers is a candidate too.
        register_home(lambda user: user.belongs_to_organisation, "organisations:choice", order=30)
        # After it: their request is on the same screen.
        register_home(
            lambda user: user.join_requests.waiting().exists(), "organisations:choice", order=60
        )
        verification_changed.connect(follow_cms, dispatch_uid="portal.organisations.follow_cms")
