"""`manage.py authorisation_matrix`: writes the document of rights from the code."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.accounts.administration.document import document


class Command(BaseCommand):
    """Write `docs/authorisation.md`, or say whether it is stale."""

    help = "Écrit docs/authorisation.md à partir du registre des droits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="échoue si le document est ancien")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write. Raises CommandError with `--check` when the document is not what it should be."""
        path = settings.BASE_DIR / "docs" / "authorisation.md"
        text = document()
        if not options["check"]:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            message = (
                "docs/authorisation.md est ancien\u00a0: manage.py authorisation_matrix l’écrit."
            )
            raise CommandError(message)
