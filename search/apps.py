"""What the public finds: the opportunity index, map, public API."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Declares the app."""

    name = "search"
    verbose_name = "Recherche"

    def ready(self) -> None:
        """Keep the index of opportunities, and that of pages, true; declare messages."""
        from search import mails
        from search.index.receivers import connect
        from search.site_pages import texts
        from snippets.mail.kinds import register

        connect()
        texts.connect()
        register(*mails.KINDS)
