"""CVs of candidates."""

from django.apps import AppConfig


class CvConfig(AppConfig):
    """Declares the app."""

    name = "portal.cv"
    label = "cv"
    verbose_name = "CV"
