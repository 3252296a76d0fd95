"""Users and levels of authorisation."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Declares the app."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Comptes"
