"""Users, levels, memberships, invitations."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Declares the app, its messages and what it keeps of people."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        """Add messages and holdings to their registries; listen to sign-in and to the CMS."""
        from portal.accounts import mails, receivers  # noqa: F401
        from portal.accounts.organisations import mails as organisation_mails
        from portal.accounts.organisations.services.verification import follow_cms
        from portal.accounts.personal_data import mails as personal_data_mails
        from portal.accounts.personal_data.entries import register_entries
        from portal.accounts.sign_in import mails as sign_in_mails
        from portal.accounts.sign_in import receivers as sign_in_receivers  # noqa: F401
        from snippets.mail.kinds import register
        from snippets.signals import verification_changed

        register(
            *mails.KINDS,
            *organisation_mails.KINDS,
            *personal_data_mails.KINDS,
            *sign_in_mails.KINDS,
        )
        register_entries()
        verification_changed.connect(follow_cms, dispatch_uid="portal.accounts.follow_cms")
