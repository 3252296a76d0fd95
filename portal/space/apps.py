"""The home page of a person's space, which assembles the others."""

from django.apps import AppConfig


class SpaceConfig(AppConfig):
    """Declares the app: it has neither models nor messages."""

    name = "portal.space"
    label = "space"
    verbose_name = "Mon espace"
