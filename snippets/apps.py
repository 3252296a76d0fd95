"""Reference data that staff edit in the CMS."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save


class SnippetsConfig(AppConfig):
    """Declares the app."""

    name = "snippets"
    verbose_name = "Référentiels"

    def ready(self) -> None:
        """Keep the cached settings true, and one row per message."""
        from snippets.models import SiteSettings
        from snippets.site import forget_site_settings

        for signal in (post_save, post_delete):
            signal.connect(forget_site_settings, sender=SiteSettings, dispatch_uid="snippets.site")
        post_migrate.connect(add_mail_templates, sender=self, dispatch_uid="snippets.mail")


def add_mail_templates(**kwargs: Any) -> None:
    """Signal receiver: make the missing rows of `MailTemplate`, so that the CMS lists them all."""
    from snippets.mail import kinds as mail_kinds
    from snippets.models import MailTemplate

    MailTemplate.objects.bulk_create(
        [MailTemplate(key=kind.key) for kind in mail_kinds.every()], ignore_conflicts=True
    )
