"""Users, levels, memberships, invitations."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Declares the app and its messages."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        """Add the messages to the registry that staff read."""
        from portal.accounts.mails import register_mails

        register_mails()
