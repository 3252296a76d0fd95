"""Campaigns: audiences, messages, sending, and why each address was chosen."""

from django.apps import AppConfig


class MailingConfig(AppConfig):
    """Declares the app, its messages and what it keeps of people."""

    name = "portal.mailing"
    label = "mailing"
    verbose_name = "Campagnes"
