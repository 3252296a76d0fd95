"""Applications to offers and volunteering opportunities."""

from portal.applications.models.application import (
    MAX_MESSAGE,
    Application,
    ApplicationChange,
    ApplicationMessage,
    ApplicationNote,
    ApplicationQuerySet,
)

__all__ = [
    "MAX_MESSAGE",
    "Application",
    "ApplicationChange",
    "ApplicationMessage",
    "ApplicationNote",
    "ApplicationQuerySet",
]
