"""Suivi RSA: the closed area."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    """Declares the app. Nothing but reporting imports it."""

    name = "portal.followup"
    label = "followup"
    verbose_name = "Suivi RSA"

    def ready(self) -> None:
        """Fill in the registries."""
        from portal.followup import holdings
        from portal.followup.access import mails as access_mails
        from portal.followup.orientation import mails as orientation
        from portal.followup.rows import references, role
        from portal.personal_data.signals import account_erasing
        from snippets import in_use
        from snippets.mail.kinds import register
        from snippets.models import Commune, Occupation, Organisation

        register(*access_mails.KINDS)
        register(*orientation.KINDS)
        role.connect()
        holdings.register_holdings()
        account_erasing.connect(holdings.end_place, dispatch_uid="followup.erasure")
        in_use.register(references.is_used)
        in_use.guard(Commune, Occupation, Organisation)
