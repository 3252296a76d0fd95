"""Users, levels, memberships, invitations."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Declares the app and its messages."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        """Fill in the registries; listen to sign-in."""
        from portal.accounts import homes, mails, receivers  # noqa: F401
        from portal.accounts.sign_in import mails as sign_in_mails
        from portal.accounts.sign_in import receivers as sign_in_receivers  # noqa: F401
        from snippets.mail.kinds import register

        register(*mails.KINDS, *sign_in_mails.KINDS)
        homes.register_homes()
