"""CVs of candidates."""

from django.apps import AppConfig


class CvConfig(AppConfig):
    """Declares the app, its messages, what it keeps of people and what their space shows of it."""

    name = "portal.cv"
    label = "cv"
    verbose_name = "CV"

    def ready(self) -> None:
        """Fill in the registries; follow photos that are deleted."""
        from portal.accounts.capabilities import HELP_CV
        from portal.accounts.holders import may_as_agent
        from portal.accounts.sign_in.next_page import register_home
        from portal.cv import (
            holdings,
            home_tiles,
            mails,
            receivers,  # noqa: F401
        )
        from snippets.mail.kinds import register

        holdings.register_holdings()
        register(*mails.KINDS)
        home_tiles.register_overviews()
        # Members of a partner begin in their organisation's space, which leads here.
        register_home(lambda user: may_as_agent(user, HELP_CV), "cv:helped", order=25)
