"""Users, levels, memberships, invitations."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Declares the app, its messages and what it keeps of people."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        """Add the messages that staff read, and the register's holdings."""
        from portal.accounts import receivers  # noqa: F401
        from portal.accounts.mails import register_mails
        from portal.accounts.personal_data.entries import register_entries

        register_mails()
        register_entries()
