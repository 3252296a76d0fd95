"""Campaigns: audiences, messages, sending, and why each address was chosen."""

from django.apps import AppConfig


class MailingConfig(AppConfig):
    """Declares the app, its messages and what it keeps of people."""

    name = "portal.mailing"
    label = "mailing"
    verbose_name = "Campagnes"

    def ready(self) -> None:
        """Fill in the registries."""
        from portal.accounts.capabilities import CAMPAIGNS
        from portal.accounts.holders import may
        from portal.accounts.sign_in.next_page import register_home
        from portal.mailing import holdings, leaving, mails, receivers
        from snippets.mail.kinds import register
        from snippets.mail.preferences.links import register_why
        from snippets.mail.suppression import register_check

        register(*mails.KINDS)
        register_why("mailing:why")
        for key in mails.CAMPAIGN_KEYS:
            register_check(key, leaving.why_not)
        holdings.register_holdings()
        receivers.connect()
        # For who has no other work here: the coordinator of sponsorship.
        register_home(lambda user: may(user, CAMPAIGNS), "mailing:home", order=28)
