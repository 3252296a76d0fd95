"""Users, levels, memberships, invitations."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Declares the app, its messages and what it keeps of people."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        """Fill in the registries; listen to sign-in and to the CMS."""
        from portal.accounts import homes, mails, receivers  # noqa: F401
        from portal.accounts.mail_preferences import mails as mail_preferences
        from portal.accounts.organisations import mails as organisation_mails
        from portal.accounts.organisations.services.verification import follow_cms
        from portal.accounts.personal_data.entries import register_entries
        from portal.accounts.sign_in import mails as sign_in_mails
        from portal.accounts.sign_in import receivers as sign_in_receivers  # noqa: F401
        from snippets.signals import verification_changed

        mails.register_mails()
        organisation_mails.register_mails()
        sign_in_mails.register_mails()
        mail_preferences.register_mails()
        register_entries()
        homes.register_homes()
        verification_changed.connect(follow_cms, dispatch_uid="portal.accounts.follow_cms")
