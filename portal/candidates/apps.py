"""What candidates keep: profile, favourites, saved searches with alerts."""

from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    """Declares the app, its messages, what it keeps of people and what their space shows of it."""

    name = "portal.candidates"
    label = "candidates"
    verbose_name = "Candidats"

    def ready(self) -> None:
        """Fill in the registries; follow an address that changes."""
        from portal.candidates import (
            holdings,
            mails,
            overviews,
            receivers,  # noqa: F401
        )
        from portal.candidates.services.favourites import kept_by
        from search.screens.hearts import register_source
        from snippets.mail.kinds import register

        register(*mails.KINDS)
        holdings.register_holdings()
        overviews.register_overviews()
        register_source(kept_by)
