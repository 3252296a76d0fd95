"""`manage.py load_demo`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.demo import loader


class Command(BaseCommand):
    """Load the demo's staff, organisations and offers; can be repeated."""

    help = "Charge la démonstration\u00a0: comptes, organisations et offres inventés."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many were made. Raises CommandError."""
        try:
            made = loader.load()
        except loader.DemoError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(
                f"{made['accounts']} comptes, {made['organisations']} organisations,"
                f" {made['offers']} offres créés."
            )
