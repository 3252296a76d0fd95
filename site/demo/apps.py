"""The demo: what tries the site, installed in development and in tests, never in production."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Declares the demo's commands."""

    name = "demo"
    verbose_name = "Démonstration"
