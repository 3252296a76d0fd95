"""Sponsorship: volunteers from working life accompany jobseekers; missions leave certificates."""

from django.apps import AppConfig


class SponsorshipConfig(AppConfig):
    """Declares the app, its messages and what it keeps of people."""

    name = "portal.sponsorship"
    label = "sponsorship"
    verbose_name = "Parrainage"
