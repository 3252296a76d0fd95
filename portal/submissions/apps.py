"""Organisations propose and follow their opportunities."""

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """Declares the app, and where members follow what they wrote."""

    name = "portal.submissions"
    label = "submissions"
    verbose_name = "Annonces des organisations"

    def ready(self) -> None:
        """Messages to a member lead to the organisation's space."""
        from pages.moderation.author_mail import register_space
        from portal.submissions.spaces import space_of

        register_space(space_of)
