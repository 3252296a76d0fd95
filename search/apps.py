"""What the public finds: the opportunity index, map, public API."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Declares the app."""

    name = "search"
    verbose_name = "Recherche"

    def ready(self) -> None:
        """Keep the index true from now on."""
        from search.receivers import connect

        connect()
