"""`manage.py load_demo`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo import loader

LABELS = {
    "accounts": "comptes",
    "organisations": "organisations",
    "members": "membres d’organisations",
    "images": "images",
    "offers": "offres d’emploi",
    "volunteering": "bénévolats",
    "sessions": "sessions de recrutement",
    "submissions": "annonces de membres",
    "candidates": "candidats",
    "registrations": "inscriptions",
    "applications": "candidatures",
    "campaigns": "campagnes",
    "followup": "dossiers de suivi",
    "documents": "documents",
    "content": "pages de contenu",
    "news": "actualités",
}


class Command(BaseCommand):
    """Load the demo's staff, organisations, images and pages; can be repeated."""

    help = "Charge la démonstration\u00a0: comptes, organisations, images et pages inventés."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many were made. Raises CommandError."""
        try:
            made = loader.load()
        except loader.DemoError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            counted = ", ".join(f"{made[kind]} {label}" for kind, label in LABELS.items())
            self.stdout.write(f"Créés\u00a0: {counted}.")
