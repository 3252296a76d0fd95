"""Load the first phrases and skills for CVs, by occupation."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.cv.suggestions import load_first_suggestions


class Command(BaseCommand):
    """`manage.py load_cv_suggestions`; those that are there are left as staff wrote them."""

    help = "Charge les premières phrases pour les CV, par métier."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how many are new."""
        made = load_first_suggestions()
        if options["verbosity"]:
            self.stdout.write(f"Métiers qui ont maintenant des phrases : {made}.")
