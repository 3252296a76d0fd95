"""What the public finds: the opportunity index, map, public API."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Declares the app."""

    name = "search"
    verbose_name = "Recherche"

    def ready(self) -> None:
        """Keep the index of opportunities, and that of pages, true from now on."""
        from search import page_index
        from search.receivers import connect

        connect()
        page_index.connect()
