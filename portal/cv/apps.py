"""CVs of candidates."""

from django.apps import AppConfig


class CvConfig(AppConfig):
    """Declares the app, what it keeps of people and what their space shows of it."""

    name = "portal.cv"
    label = "cv"
    verbose_name = "CV"

    def ready(self) -> None:
        """Fill in the register; follow photos that are deleted."""
        from portal.cv import (
            holdings,
            overviews,
            receivers,  # noqa: F401
        )

        holdings.register_holdings()
        overviews.register_overviews()
