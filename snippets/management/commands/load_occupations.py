"""Load the occupations of ROME."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from snippets import loading
from snippets.sources import LoadingError


class Command(BaseCommand):
    """`manage.py load_occupations [--file PATH]`."""

    help = "Charge les métiers du ROME, du fichier du projet ou d’un autre."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, help="fichier CSV", default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["file"]:
                counts = loading.load_occupations(options["file"])
            else:
                counts = loading.load_occupations()
        except LoadingError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"Métiers\u00a0: {counts}.")
