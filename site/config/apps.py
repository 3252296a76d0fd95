"""The project itself as an app: commands, and what must follow each migration."""

from django.apps import AppConfig
from django.core.signals import request_finished
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    """Declares the project's own app; it is last, so every permission exists when it is reached."""

    name = "config"
    verbose_name = "Site"

    def ready(self) -> None:
        """Lay the site's structure and levels after each migrate; our mails replace Wagtail's."""
        from config.cms_words import write_as_french_does
        from config.logs import forget_origin
        from config.spreadsheets import write_text_as_text
        from config.structure import after_migrate
        from pages.moderation.stock_mail import disconnect_stock_mail

        disconnect_stock_mail()
        write_text_as_text()
        write_as_french_does()
        request_finished.connect(forget_origin, dispatch_uid="config.logs")

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="config.structure")
