"""Make the search of the site's pages again from the pages."""

from typing import Any

from django.core.management.base import BaseCommand

from search.site_pages.texts import rebuild


class Command(BaseCommand):
    """Correct the words of every editorial page; visitors notice nothing."""

    help = "Make the search of the site's pages again, and say how many rows were wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = rebuild()
        self.stdout.write(f"Rows corrected: {len(wrong)}." if wrong else "Every row was right.")
