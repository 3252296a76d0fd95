"""What is published: pages, moderation, lists."""

from django.apps import AppConfig
from django.core.checks import register


class PagesConfig(AppConfig):
    """Declares the app."""

    name = "pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        """Register checks and receivers; declare mails and links."""
        from wagtail.contrib.redirects import forms as redirect_forms

        from pages import navigation
        from pages.checks import check_opportunity_indexes
        from pages.editorial import renditions
        from pages.moderation import lifecycle, mails, unlocking  # noqa: F401 - its receiver
        from pages.moderation.links import register_links
        from pages.redirects import receivers as redirect_receivers
        from pages.redirects.forms import ImportForm, RedirectForm
        from snippets.mail.kinds import register as register_mails

        register(check_opportunity_indexes)
        navigation.connect()
        renditions.connect()
        lifecycle.connect()
        register_mails(*mails.KINDS)
        register_links()
        redirect_receivers.connect()
        # Wagtail's screens, its import and its command take the form from there when they load.
        redirect_forms.RedirectForm = RedirectForm
        redirect_forms.ImportForm = ImportForm
