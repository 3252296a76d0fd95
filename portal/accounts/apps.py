"""Users, levels, memberships, invitations."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Declares the app, its messages and what it keeps of people."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        """Add messages and holdings to their registries; listen to signing in."""
        from portal.accounts import mails, receivers  # noqa: F401
        from portal.accounts.personal_data.entries import register_entries
        from portal.accounts.sign_in import mails as sign_in_mails
        from portal.accounts.sign_in import receivers as sign_in_receivers  # noqa: F401
        from portal.accounts.sign_in.counting import count_for_every_process

        mails.register_mails()
        sign_in_mails.register_mails()
        register_entries()
        count_for_every_process()
